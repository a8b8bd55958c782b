#pragma once

#include "weight-gradient.h"

namespace unetlab {
namespace UNETLAB_KERNELS {

/// Whether `winogradGradient` takes a convolution and is the faster way (measured).
bool winogradGradientPays(const Convolution& convolution);

/// `weightGradient` of a 3 x 3 convolution by Winograd's minimal filtering F(3 x 3, 4 x 4), on the points of
/// winograd4-basis.h: 36 products where the sum itself takes 144. Inputs and outputs are multiples of 16.
void winogradGradient(const Convolution& convolution, const std::vector<Part<float>>& x, const float* dy, float* dw);

/// In bfloat16, with the products of numbers rounded to bfloat16 in the other basis too; AVX-512 only.
void winogradGradient(const Convolution& convolution, const std::vector<Part<uint16_t>>& x, const uint16_t* dy,
                      float* dw);

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
