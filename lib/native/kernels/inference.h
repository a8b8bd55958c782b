#pragma once

#include <cstdint>

namespace unetlab {

/// The first convolution of a network: 3 x 3, stride 1, `same` padding, of few channels.
struct Stem {
  int64_t batch, height, width;
  int64_t inputs, outputs;  // outputs: a multiple of 16
  bool relu;
};

/// A 2 x 2 transposed convolution with stride 2.
struct UpConvolution {
  int64_t rows, width;      // rows of pixels of the whole batch
  int64_t inputs, outputs;  // outputs: a multiple of 16
};

#ifdef UNETLAB_KERNELS
namespace UNETLAB_KERNELS {

/// @param x `[batch, height, width, inputs]`
/// @param weights `[3, 3, inputs, outputs]`
/// @param y `[batch, height, width, outputs]`, written
void convolveStem(const Stem& stem, const float* x, const float* weights, const float* bias, float* y);
void convolveStem(const Stem& stem, const float* x, const float* weights, const float* bias, uint16_t* y);

/// @param x `[rows, width, inputs]`
/// @param weights `[4 outputs / 16][inputs][16]`: the four pixels of a cell row by row, each with all outputs
/// @param y `[2 rows, 2 width, outputs]`, written
void convolveUp(const UpConvolution& up, const float* x, const float* weights, const float* bias, float* y);
void convolveUp(const UpConvolution& up, const uint16_t* x, const float* weights, const float* bias, uint16_t* y);

/// A 1 x 1 convolution to one channel: `pixels` sums of `channels` (a multiple of 16) products, and the bias.
void project(int64_t pixels, int64_t channels, const float* x, const float* weights, float bias, float* y);
void project(int64_t pixels, int64_t channels, const uint16_t* x, const float* weights, float bias, float* y);

}  // namespace UNETLAB_KERNELS
#endif

}  // namespace unetlab
