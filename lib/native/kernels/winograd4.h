#pragma once

#include <cstdint>
#include <vector>

#include "part.h"

namespace unetlab {

/// A 3 x 3 convolution with stride 1 and `same` padding, and what follows it in use, with the weights in their basis
/// already. What would be joined along the channels before it is taken part by part, and what would be split along them
/// after it is written so, in parts of as many channels each.
/// @tparam Factor the type of what is multiplied in the other basis; the sums are float32
template <class Value, class Factor = float>
struct FusedConvolution {
  int64_t batch, height, width, outputs;  // outputs: a multiple of 16
  std::vector<Part<Value>> parts;
  const Factor* basis;    // as winograd4Weights writes it
  const float* bias;      // [outputs]; null: none
  bool relu;              // max(y, 0)
  std::vector<Value*> y;  // [batch, height, width, outputs / parts], a multiple of 16, each
  Value* pooled;          // the maxima of 2 x 2 pixels, [batch, (height + 1) / 2, (width + 1) / 2, outputs]; null: none
};

/// Numbers that weights take in their basis.
inline int64_t winograd4Size(int64_t inputs, int64_t outputs) { return 36 * inputs * outputs; }

#ifdef UNETLAB_KERNELS
namespace UNETLAB_KERNELS {

/// Weights `[3, 3, inputs, outputs]` in the basis of F(4 x 4, 3 x 3): `[36][outputs / 16][inputs][16]`.
/// @param transposed takes the weights `[3, 3, outputs, inputs]` of a convolution, and gives those with which its
/// input's gradient is the convolution of its result's
void winograd4Weights(const float* weights, int64_t inputs, int64_t outputs, bool transposed, float* basis);
/// The same rounded to bfloat16, two inputs in an element: `[36][outputs / 16][inputs / 2][16][2]`.
void winograd4Weights(const float* weights, int64_t inputs, int64_t outputs, bool transposed, uint16_t* basis);

/// Weights in their basis, `size` numbers, as winograd4Weights would have rounded them.
void winograd4Rounded(const float* basis, int64_t size, uint16_t* rounded);

/// The convolution by Winograd's minimal filtering F(4 x 4, 3 x 3) (Lavin and Gray, 2016): 36 products for sixteen
/// outputs where the sum itself takes 144. On the points 0, +-1/sqrt(2), +-sqrt(2) and infinity it rounds about twice
/// as much as the sum does (four times on the usual 0, +-1, +-2). Products and sums are in float32 whatever the values.
void convolve(const FusedConvolution<float>& convolution);
void convolve(const FusedConvolution<uint16_t>& convolution);
/// With products of bfloat16, in half the time: rounds three to five times as much as the sum does that takes its
/// weights in bfloat16.
void convolve(const FusedConvolution<uint16_t, uint16_t>& convolution);

}  // namespace UNETLAB_KERNELS
#endif

}  // namespace unetlab
