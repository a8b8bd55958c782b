#include "weight-gradient-op.h"

#if defined(__x86_64__) && !defined(UNETLAB_WITHOUT_KERNELS)

#include <cpuid.h>

#include <memory>
#include <new>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "weight-gradient.h"

namespace unetlab {
namespace {

constexpr char opName[] = "UnetlabConvWeightGradient";

struct DeleteTensor {
  void operator()(TF_Tensor* tensor) const { TF_DeleteTensor(tensor); }
};
using Tensor = std::unique_ptr<TF_Tensor, DeleteTensor>;

struct DeleteStatus {
  void operator()(TF_Status* status) const { TF_DeleteStatus(status); }
};
using Status = std::unique_ptr<TF_Status, DeleteStatus>;

struct Kernel {
  int64_t size = 0;
};

void* create(TF_OpKernelConstruction* construction) {
  const Status status(TF_NewStatus());
  auto* const kernel = new Kernel;
  TF_OpKernelConstruction_GetAttrInt64(construction, "size", &kernel->size, status.get());
  if (TF_GetCode(status.get()) != TF_OK) TF_OpKernelConstruction_Failure(construction, status.get());
  return kernel;
}

void destroy(void* kernel) { delete static_cast<Kernel*>(kernel); }

void compute(void* state, TF_OpKernelContext* context) {
  const Status status(TF_NewStatus());
  const auto failed = [&] {
    if (TF_GetCode(status.get()) == TF_OK) return false;
    TF_OpKernelContext_Failure(context, status.get());
    return true;
  };
  const auto input = [&](int i) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context, i, &tensor, status.get());
    return Tensor(tensor);
  };
  const Tensor x = input(0);
  if (failed()) return;
  const Tensor dy = input(1);
  if (failed()) return;

  Convolution convolution{};
  bool fits = TF_NumDims(x.get()) == 4 && TF_NumDims(dy.get()) == 4;
  if (fits) {
    const auto dim = [](const Tensor& tensor, int i) { return TF_Dim(tensor.get(), i); };
    convolution = {dim(x, 0), dim(x, 1), dim(x, 2), dim(x, 3), dim(dy, 3), static_cast<const Kernel*>(state)->size};
    for (int i = 0; i < 3; ++i) fits = fits && dim(x, i) == dim(dy, i);
    fits = fits && weightGradientTakes(convolution);
  }
  if (!fits) {
    TF_SetStatus(status.get(), TF_INVALID_ARGUMENT,
                 "UnetlabConvWeightGradient: x is [n, h, w, a multiple of 8], dy [n, h, w, a multiple of 16], size odd");
    failed();
    return;
  }

  const int64_t shape[] = {convolution.size, convolution.size, convolution.inputs, convolution.outputs};
  const size_t bytes = static_cast<size_t>(shape[0] * shape[1] * shape[2] * shape[3]) * sizeof(float);
  const Tensor dw(TF_AllocateOutput(context, 0, TF_FLOAT, shape, 4, bytes, status.get()));
  if (failed()) return;
  auto* const out = static_cast<float*>(TF_TensorData(dw.get()));
  try {
    if (TF_TensorType(x.get()) == TF_FLOAT)
      weightGradient(convolution, static_cast<const float*>(TF_TensorData(x.get())),
                     static_cast<const float*>(TF_TensorData(dy.get())), out);
    else
      weightGradient(convolution, static_cast<const uint16_t*>(TF_TensorData(x.get())),
                     static_cast<const uint16_t*>(TF_TensorData(dy.get())), out);
  } catch (const std::bad_alloc&) {
    TF_SetStatus(status.get(), TF_RESOURCE_EXHAUSTED, "UnetlabConvWeightGradient: out of memory");
    failed();
  }
}

/// The processor's features that matter here (Intel's manual, CPUID leaf 7).
struct Features {
  bool avx512, bfloat16, tiles;
};

Features features() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  __builtin_cpu_init();
  // these three look at the operating system's support too
  Features found{__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                     __builtin_cpu_supports("avx512vl"),
                 false, false};
  if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) found.tiles = (edx >> 22 & 1) != 0;
  if (__get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx)) found.bfloat16 = found.avx512 && (eax >> 5 & 1) != 0;
  return found;
}

bool defineOp() {
  TF_OpDefinitionBuilder* const builder = TF_NewOpDefinitionBuilder(opName);
  TF_OpDefinitionBuilderAddAttr(builder, "T: {float, bfloat16}");
  TF_OpDefinitionBuilderAddAttr(builder, "size: int");
  TF_OpDefinitionBuilderAddInput(builder, "x: T");
  TF_OpDefinitionBuilderAddInput(builder, "dy: T");
  TF_OpDefinitionBuilderAddOutput(builder, "dw: float");
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, TF_ShapeInferenceContextSetUnknownShape);
  const Status status(TF_NewStatus());
  TF_RegisterOpDefinition(builder, status.get());
  return TF_GetCode(status.get()) == TF_OK;
}

bool defineKernel(TF_DataType type, const char* name) {
  const Status status(TF_NewStatus());
  TF_KernelBuilder* const builder = TF_NewKernelBuilder(opName, "CPU", create, compute, destroy);
  TF_KernelBuilder_TypeConstraint(builder, "T", type, status.get());
  if (TF_GetCode(status.get()) == TF_OK) TF_RegisterKernelBuilder(name, builder, status.get());
  return TF_GetCode(status.get()) == TF_OK;
}

}  // namespace

RegisteredTypes registerWeightGradient() {
  const Features found = features();
  if (!found.avx512 || !defineOp()) return {false, false};
  // With AMX, oneDNN multiplies bfloat16 in tiles, which these vectors cannot reach.
  return {defineKernel(TF_FLOAT, "UnetlabConvWeightGradientFloat32"),
          found.bfloat16 && !found.tiles && defineKernel(TF_BFLOAT16, "UnetlabConvWeightGradientBfloat16")};
}

}  // namespace unetlab

#else

namespace unetlab {

RegisteredTypes registerWeightGradient() { return {false, false}; }

}  // namespace unetlab

#endif
