#pragma once

#include <cstdint>

namespace unetlab {

/// Batch normalisation over the pixels of `[pixels, channels]`; the others `[channels]`.
struct BatchNorm {
  int64_t pixels, channels;  // channels is a multiple of 16
  const float *scale, *offset;
  const float *mean, *variance;  // of the batch; the variance biased
  float epsilon;
};

/// The mean and the biased variance of each channel, `[channels]`.
struct Moments {
  float *mean, *variance;
};

#ifdef UNETLAB_KERNELS
namespace UNETLAB_KERNELS {

/// The moments of `x` `[pixels, channels]`, in float32: the squares are of differences from means of 64 pixels, so that
/// a mean far from 0 costs no digits. They depend on the shape and the values alone.
void momentsOf(const float* x, int64_t pixels, int64_t channels, Moments moments);
/// The same of bfloat16.
void momentsOf(const uint16_t* x, int64_t pixels, int64_t channels, Moments moments);

/// y = relu(batchNorm(x)).
void batchNormRelu(const BatchNorm& norm, const float* x, float* y);
/// The same with `x` and `y` in bfloat16.
void batchNormRelu(const BatchNorm& norm, const uint16_t* x, uint16_t* y);

/// The gradient of `relu(batchNorm(x))`. Where TensorFlow goes over the data three times, with a tensor between, this
/// goes twice. Sums are float32, in an order that depends on the shape alone.
/// @param dy `[pixels, channels]`, as `x` and `dx`
/// @param dscale `[channels]`, as `doffset`
void batchNormReluGradient(const BatchNorm& norm, const float* dy, const float* x, float* dx, float* dscale,
                           float* doffset);

/// The same with `dy`, `x` and `dx` in bfloat16.
void batchNormReluGradient(const BatchNorm& norm, const uint16_t* dy, const uint16_t* x, uint16_t* dx, float* dscale,
                           float* doffset);

}  // namespace UNETLAB_KERNELS
#endif

}  // namespace unetlab
