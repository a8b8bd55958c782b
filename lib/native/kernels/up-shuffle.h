#pragma once

#include <cstdint>

namespace unetlab {

/// Cells of 2 x 2 pixels: `[rows, width, 2, 2, filters]`, rows counted over the whole batch.
struct Cells {
  int64_t rows, width, filters;  // filters is a multiple of 16
};

#ifdef UNETLAB_KERNELS
namespace UNETLAB_KERNELS {

/// Lays cells out as an image `[2 rows, 2 width, filters]` and adds a bias per channel.
void upShuffle(const Cells& size, const float* cells, const float* bias, float* y);
void upShuffle(const Cells& size, const uint16_t* cells, const float* bias, uint16_t* y);

/// Its gradient: `dy` back in cells, and the bias's `[filters]`. Sums are float32, in an order that depends on the
/// shape alone.
void upShuffleGradient(const Cells& size, const float* dy, float* dcells, float* dbias);
void upShuffleGradient(const Cells& size, const uint16_t* dy, uint16_t* dcells, float* dbias);

}  // namespace UNETLAB_KERNELS
#endif

}  // namespace unetlab
