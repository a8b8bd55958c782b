#pragma once

namespace unetlab {

struct RegisteredTypes {
  bool float32, bfloat16;
};

/// Adds the op `UnetlabConvWeightGradient` to TensorFlow, where the processor has what its kernels need:
///
///   (x: T, dy: T) -> dw: float, attr T: {float, bfloat16}, attr size: int
///
/// the gradient of the weights of a convolution with stride 1 and `same` padding (weight-gradient.h).
RegisteredTypes registerWeightGradient();

}  // namespace unetlab
