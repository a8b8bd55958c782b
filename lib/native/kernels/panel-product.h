#pragma once

#include <algorithm>
#include <cstdint>

#include "values.h"

namespace unetlab {
namespace UNETLAB_KERNELS {

/// Where the weights of a vector of outputs start in panels `[outputs / 16][inputs][16]`.
inline int64_t weightsOf(int64_t vector, int64_t inputs) {
  const int64_t output = vector * lanes;
  return output / panelWidth * inputs * panelWidth + output % panelWidth;
}

/// `pixelRows` rows x V vectors of outputs: sums over the inputs of `x[row][input] weights[input][16]`, with the
/// weights in panels and `first` the first vector. `finish(row, vector, sum)` takes the sums.
template <int V, class Finish>
inline void multiplyPanel(const float* x, int64_t rowStride, const float* weights, int64_t first, int64_t inputs,
                          Finish finish) {
  const float* from[V];
  for (int v = 0; v < V; ++v) from[v] = weights + weightsOf(first + v, inputs);
  Vector sum[pixelRows][V];
  for (int t = 0; t < pixelRows; ++t)
    for (int v = 0; v < V; ++v) sum[t][v] = zero();
  for (int64_t i = 0; i < inputs; ++i) {
    Vector w[V];
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) w[v] = load(from[v] + i * panelWidth);
#pragma GCC unroll 8
    for (int t = 0; t < pixelRows; ++t)
#pragma GCC unroll 3
      for (int v = 0; v < V; ++v) sum[t][v] = multiplyAdd(all(x[t * rowStride + i]), w[v], sum[t][v]);
  }
#pragma GCC unroll 8
  for (int t = 0; t < pixelRows; ++t)
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) finish(t, v, sum[t][v]);
}

/// Calls `panel(first, count)` for groups of up to `pixelVectors` of `vectors` vectors.
template <class Panel>
inline void inGroups(int64_t vectors, Panel panel) {
  const int64_t group = vectors % pixelVectors == 0 ? pixelVectors : 2;
  for (int64_t first = 0; first < vectors; first += group) panel(first, std::min(group, vectors - first));
}

/// `multiplyPanel` for a group of `count` vectors.
template <class Finish>
inline void multiplyGroup(int64_t count, const float* x, int64_t rowStride, const float* weights, int64_t first,
                          int64_t inputs, Finish finish) {
  if (pixelVectors > 2 && count == 3)
    multiplyPanel<pixelVectors>(x, rowStride, weights, first, inputs, finish);
  else if (count == 2)
    multiplyPanel<2>(x, rowStride, weights, first, inputs, finish);
  else
    multiplyPanel<1>(x, rowStride, weights, first, inputs, finish);
}

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
