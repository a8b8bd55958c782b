#pragma once

#include <cstdint>

namespace unetlab {

/// A 3 x 3 convolution with stride 1 and `same` padding over `[batch, height, width, channels]`.
struct Convolution3 {
  int64_t batch, height, width;
  int64_t inputs, outputs;  // multiples of 16
  /// False: weights `[3, 3, inputs, outputs]`. True: the gradient of such a convolution's input, with the weights
  /// `[3, 3, outputs, inputs]` of that convolution.
  bool transposed;
};

#ifdef UNETLAB_KERNELS
namespace UNETLAB_KERNELS {

/// The convolution by Winograd's minimal filtering F(2 x 2, 3 x 3) (Lavin and Gray, 2016): 16 products for every four
/// outputs where the sum itself takes 36. In float32 it rounds some times more than the sum does.
/// @param x `[batch, height, width, inputs]`
/// @param y `[batch, height, width, outputs]`, written
void convolve(const Convolution3& convolution, const float* x, const float* weights, float* y);

}  // namespace UNETLAB_KERNELS
#endif

}  // namespace unetlab
