#include "kernel-support.h"

#include <new>

#include "tensorflow/c/ops.h"

namespace unetlab {

TF_Tensor* Call::tensor(int input) {
  const auto place = static_cast<size_t>(input);
  if (inputs_.size() <= place) inputs_.resize(place + 1);
  if (inputs_[place] == nullptr) {
    TF_Tensor* found = nullptr;
    TF_GetInput(context_, input, &found, status_.get());
    if (TF_GetCode(status_.get()) != TF_OK) throw std::runtime_error(TF_Message(status_.get()));
    inputs_[place].reset(found);
  }
  return inputs_[place].get();
}

Shape Call::shape(int input) {
  const TF_Tensor* const found = tensor(input);
  Shape shape(static_cast<size_t>(TF_NumDims(found)));
  for (size_t i = 0; i < shape.size(); ++i) shape[i] = TF_Dim(found, static_cast<int>(i));
  return shape;
}

void* Call::allocate(int output, const Shape& shape) {
  const TF_DataType type = TF_ExpectedOutputDataType(context_, output);
  size_t bytes = TF_DataTypeSize(type);
  for (const int64_t size : shape) bytes *= static_cast<size_t>(size);
  outputs_.emplace_back(
      TF_AllocateOutput(context_, output, type, shape.data(), static_cast<int>(shape.size()), bytes, status_.get()));
  if (TF_GetCode(status_.get()) != TF_OK) throw std::bad_alloc();
  return TF_TensorData(outputs_.back().get());
}

namespace {

/// What TensorFlow keeps of one node.
struct Kernel {
  const Op* op;
  double attribute;
};

// TensorFlow's hooks are plain functions, so each registered op gets hooks of its own by its place in this list.
constexpr int maxOps = 11;
const Op* ops[maxOps];
int opCount = 0;

template <int Place>
void* create(TF_OpKernelConstruction* construction) {
  const Op& op = *ops[Place];
  auto* const kernel = new Kernel{&op, 0};
  if (op.attribute.name == nullptr) return kernel;
  const Status status(TF_NewStatus());
  if (op.attribute.isFloat) {
    float value = 0;
    TF_OpKernelConstruction_GetAttrFloat(construction, op.attribute.name, &value, status.get());
    kernel->attribute = value;
  } else {
    int64_t value = 0;
    TF_OpKernelConstruction_GetAttrInt64(construction, op.attribute.name, &value, status.get());
    kernel->attribute = static_cast<double>(value);
  }
  if (TF_GetCode(status.get()) != TF_OK) TF_OpKernelConstruction_Failure(construction, status.get());
  return kernel;
}

void destroy(void* kernel) { delete static_cast<Kernel*>(kernel); }

void compute(void* state, TF_OpKernelContext* context) {
  const auto* const kernel = static_cast<const Kernel*>(state);
  const auto fail = [&](TF_Code code, const char* message) {
    const Status status(TF_NewStatus());
    TF_SetStatus(status.get(), code, (std::string(kernel->op->name) + ": " + message).c_str());
    TF_OpKernelContext_Failure(context, status.get());
  };
  try {
    Call call(context);
    kernel->op->compute(call, kernel->attribute);
  } catch (const BadInput& problem) {
    fail(TF_INVALID_ARGUMENT, problem.what());
  } catch (const std::bad_alloc&) {
    fail(TF_RESOURCE_EXHAUSTED, "out of memory");
  } catch (const std::exception& problem) {
    fail(TF_INTERNAL, problem.what());
  }
}

using Create = void* (*)(TF_OpKernelConstruction*);
constexpr Create creators[maxOps] = {create<0>, create<1>, create<2>, create<3>, create<4>, create<5>,
                                     create<6>, create<7>, create<8>, create<9>, create<10>};

bool define(const Op& op) {
  TF_OpDefinitionBuilder* const builder = TF_NewOpDefinitionBuilder(op.name);
  TF_OpDefinitionBuilderAddAttr(builder, "T: {float, bfloat16}");
  if (op.attribute.name != nullptr)
    TF_OpDefinitionBuilderAddAttr(
        builder, (std::string(op.attribute.name) + (op.attribute.isFloat ? ": float" : ": int")).c_str());
  const auto lengthOf = [&](const char* list) {
    for (const char* const length : {"N", "M"})
      if (std::string(list).find(std::string(length) + " * ") != std::string::npos)
        TF_OpDefinitionBuilderAddAttr(builder, (std::string(length) + ": int >= 1").c_str());
  };
  for (const char* const input : op.inputs) lengthOf(input), TF_OpDefinitionBuilderAddInput(builder, input);
  for (const char* const output : op.outputs) lengthOf(output), TF_OpDefinitionBuilderAddOutput(builder, output);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, TF_ShapeInferenceContextSetUnknownShape);
  const Status status(TF_NewStatus());
  TF_RegisterOpDefinition(builder, status.get());
  return TF_GetCode(status.get()) == TF_OK;
}

bool addKernel(const Op& op, Create create, TF_DataType type, const std::string& name) {
  const Status status(TF_NewStatus());
  TF_KernelBuilder* const builder = TF_NewKernelBuilder(op.name, "CPU", create, compute, destroy);
  TF_KernelBuilder_TypeConstraint(builder, "T", type, status.get());
  if (TF_GetCode(status.get()) == TF_OK) TF_RegisterKernelBuilder(name.c_str(), builder, status.get());
  return TF_GetCode(status.get()) == TF_OK;
}

}  // namespace

std::vector<std::string> registerOp(const Op& op, bool bfloat16) {
  std::vector<std::string> names;
  if (opCount == maxOps || !define(op)) return names;
  const int place = opCount++;
  ops[place] = &op;
  const auto add = [&](TF_DataType type, const char* typeName) {
    const std::string name = std::string(op.name) + ' ' + typeName;
    if (addKernel(op, creators[place], type, name)) names.push_back(name);
  };
  add(TF_FLOAT, "float32");
  if (bfloat16) add(TF_BFLOAT16, "bfloat16");
  return names;
}

}  // namespace unetlab
