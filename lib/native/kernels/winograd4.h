#pragma once

#include <cstdint>
#include <vector>

namespace unetlab {

/// Some of a convolution's inputs: all pixels' `channels` (a multiple of 16), one after the other.
template <class Value>
struct Part {
  const Value* values;
  int64_t channels;
};

/// A 3 x 3 convolution with stride 1 and `same` padding, a bias and, where asked, max(y, 0), for use: the weights are
/// in their basis already. What would be joined along the channels before it is taken part by part.
template <class Value>
struct FusedConvolution {
  int64_t batch, height, width, outputs;  // outputs: a multiple of 16
  std::vector<Part<Value>> parts;
  const float* basis;  // as winograd4Weights writes it
  const float* bias;   // [outputs]
  bool relu;
  Value* y;       // [batch, height, width, outputs]
  Value* pooled;  // the maxima of 2 x 2 pixels, [batch, (height + 1) / 2, (width + 1) / 2, outputs]; null: none
};

/// Numbers that weights take in their basis.
inline int64_t winograd4Size(int64_t inputs, int64_t outputs) { return 36 * inputs * outputs; }

#ifdef UNETLAB_KERNELS
namespace UNETLAB_KERNELS {

/// Weights `[3, 3, inputs, outputs]` in the basis of F(4 x 4, 3 x 3): `[36][outputs / 16][inputs][16]`.
void winograd4Weights(const float* weights, int64_t inputs, int64_t outputs, float* basis);

/// The convolution by Winograd's minimal filtering F(4 x 4, 3 x 3) (Lavin and Gray, 2016): 36 products for sixteen
/// outputs where the sum itself takes 144. On the points 0, +-1/sqrt(2), +-sqrt(2) and infinity it rounds about twice
/// as much as the sum does (four times on the usual 0, +-1, +-2). Products and sums are in float32 whatever the values.
void convolve(const FusedConvolution<float>& convolution);
void convolve(const FusedConvolution<uint16_t>& convolution);

}  // namespace UNETLAB_KERNELS
#endif

}  // namespace unetlab
