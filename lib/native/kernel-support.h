#pragma once

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/part.h"
#include "tensorflow/c/kernels.h"

namespace unetlab {

struct DeleteTensor {
  void operator()(TF_Tensor* tensor) const { TF_DeleteTensor(tensor); }
};
using Tensor = std::unique_ptr<TF_Tensor, DeleteTensor>;

struct DeleteStatus {
  void operator()(TF_Status* status) const { TF_DeleteStatus(status); }
};
using Status = std::unique_ptr<TF_Status, DeleteStatus>;

using Shape = std::vector<int64_t>;

/// Thrown by a kernel whose inputs do not fit; the message reaches JavaScript as the op's failure.
struct BadInput : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// One call of a kernel: its inputs and outputs.
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}

  int inputs() const { return TF_NumInputs(context_); }
  int outputs() const { return TF_NumOutputs(context_); }

  Shape shape(int input);

  template <class Value>
  const Value* input(int i) {
    return static_cast<const Value*>(TF_TensorData(tensor(i)));
  }

  /// The first `count` inputs, all `[n, h, w, c]` with a `c` of their own; BadInput where they are not.
  template <class Value>
  std::vector<Part<Value>> parts(int count) {
    std::vector<Part<Value>> found;
    const Shape first = shape(0);
    for (int i = 0; i < count; ++i) {
      const Shape part = shape(i);
      if (part.size() != 4 || !std::equal(part.begin(), part.end() - 1, first.begin()) || part[3] % 16 != 0)
        throw BadInput("all parts are [n, h, w, a multiple of 16]");
      found.push_back({input<Value>(i), part[3]});
    }
    return found;
  }

  bool isFloat32(int input) { return TF_TensorType(tensor(input)) == TF_FLOAT; }

  /// Allocates an output of the type that the op declares for it.
  template <class Value>
  Value* output(int i, const Shape& shape) {
    return static_cast<Value*>(allocate(i, shape));
  }

 private:
  TF_Tensor* tensor(int input);
  void* allocate(int output, const Shape& shape);

  TF_OpKernelContext* const context_;
  const Status status_;
  std::vector<Tensor> inputs_, outputs_;
};

/// A number that an op takes when it is made, by name.
struct Attribute {
  const char* name;
  bool isFloat;
};

/// An op with a kernel for the CPU.
struct Op {
  const char* name;
  /// As `TF_OpDefinitionBuilderAddInput` and its like take them; `T` is `float` or `bfloat16`, and `N * T` is a list;
  /// the lengths of lists are `N` and `M`.
  std::vector<const char*> inputs, outputs;
  /// The one number that the kernel gets, or a name of null.
  Attribute attribute;
  void (*compute)(Call& call, double attribute);
};

/// Adds an op to TensorFlow, and its kernel for float32 and, where asked, bfloat16. Returns the types that are there,
/// as
/// `<op name> float32` and so on.
std::vector<std::string> registerOp(const Op& op, bool bfloat16);

}  // namespace unetlab
