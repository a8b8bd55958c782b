#include "table.h"

namespace unetlab {
namespace UNETLAB_KERNELS {
namespace {

template <class Value>
constexpr KernelsOf<Value> kernelsOf() {
  return {weightGradient, momentsOf, batchNormRelu,    batchNormReluGradient, upShuffle,  upShuffleGradient,
          convolve,       convolve,  winograd4Weights, convolveStem,          convolveUp, project};
}

}  // namespace

const Kernels kernels{
    kernelsOf<float>(),
#if defined(__AVX512BF16__)
    kernelsOf<uint16_t>(),
    winograd4Rounded,
#else
    {},
    nullptr,
#endif
};

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
