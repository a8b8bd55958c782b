#pragma once

#include <cstdint>
#include <vector>

#include "part.h"

namespace unetlab {

/// A convolution with stride 1 and `same` padding over `[batch, height, width, channels]`, with square odd kernels.
struct Convolution {
  int64_t batch, height, width, inputs, outputs, size;
};

#ifdef UNETLAB_KERNELS
namespace UNETLAB_KERNELS {

/// The gradient of a convolution's weights: `dw[ky, kx, i, o]` is the sum over all pixels of `x` at `(ky, kx)` around
/// the pixel, channel `i`, times `dy` at the pixel, channel `o`. Sums are float32, in an order that depends on the
/// shape and the machine's caches alone: there, the same input gives the same bits on any number of threads.
///
/// `inputs` has to be a multiple of 8 and `outputs` of 16.
/// @param x `[batch, height, width, channels]` each, the inputs' channels one part after the other; more than one only
/// where the gradient is Winograd's
/// @param dy `[batch, height, width, outputs]`
/// @param dw `[size, size, inputs, outputs]`, written
void weightGradient(const Convolution& convolution, const std::vector<Part<float>>& x, const float* dy, float* dw);

/// The same with `x` and `dy` in bfloat16; AVX-512 only.
void weightGradient(const Convolution& convolution, const std::vector<Part<uint16_t>>& x, const uint16_t* dy,
                    float* dw);

}  // namespace UNETLAB_KERNELS
#endif

}  // namespace unetlab
