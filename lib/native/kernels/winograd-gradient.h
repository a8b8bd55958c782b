#pragma once

#include "weight-gradient.h"

namespace unetlab {
namespace UNETLAB_KERNELS {

/// Whether `winogradGradient` takes a convolution and is the faster way (measured).
bool winogradGradientPays(const Convolution& convolution);

/// `weightGradient` of a 3 x 3 convolution by Winograd's minimal filtering F(3 x 3, 2 x 2): 16 products where the sum
/// itself takes 36. Inputs and outputs are multiples of 16.
void winogradGradient(const Convolution& convolution, const float* x, const float* dy, float* dw);

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
