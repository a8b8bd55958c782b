#pragma once

#include <cstdint>

#include "batch-norm.h"
#include "inference.h"
#include "up-shuffle.h"
#include "weight-gradient.h"
#include "winograd4.h"

namespace unetlab {

/// The kernels for one type of values; what each does is said where it is declared.
template <class Value>
struct KernelsOf {
  void (*weightGradient)(const Convolution&, const std::vector<Part<Value>>& x, const Value* dy, float* dw);
  void (*momentsOf)(const Value* x, int64_t pixels, int64_t channels, Moments);
  void (*batchNormRelu)(const BatchNorm&, const Value* x, Value* y);
  void (*batchNormReluGradient)(const BatchNorm&, const Value* dy, const Value* x, Value* dx, float* dscale,
                                float* doffset);
  void (*upShuffle)(const Cells&, const Value* cells, const float* bias, Value* y);
  void (*upShuffleGradient)(const Cells&, const Value* dy, Value* dcells, float* dbias);
  void (*convolveFused)(const FusedConvolution<Value>&);
  /// With products in the values' own type.
  void (*convolve)(const FusedConvolution<Value, Value>&);
  void (*winograd4Weights)(const float* weights, int64_t inputs, int64_t outputs, bool transposed, Value* basis);
  void (*convolveStem)(const Stem&, const float* x, const float* weights, const float* bias, Value* y);
  void (*convolveUp)(const UpConvolution&, const Value* x, const float* weights, const float* bias, Value* y);
  void (*project)(int64_t pixels, int64_t channels, const Value* x, const float* weights, float bias, float* y);
};

/// All kernels for one set of instructions.
struct Kernels {
  KernelsOf<float> float32;
  KernelsOf<uint16_t> bfloat16;  // null with AVX2
  void (*winograd4Rounded)(const float* basis, int64_t size, uint16_t* rounded);

  template <class Value>
  const KernelsOf<Value>& of() const;
};

template <>
inline const KernelsOf<float>& Kernels::of() const {
  return float32;
}
template <>
inline const KernelsOf<uint16_t>& Kernels::of() const {
  return bfloat16;
}

// table.cc, compiled for each
namespace avx512 {
extern const Kernels kernels;
}
namespace avx2 {
extern const Kernels kernels;
}

}  // namespace unetlab
