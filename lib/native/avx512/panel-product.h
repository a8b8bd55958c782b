#pragma once

#include <immintrin.h>

#include <algorithm>
#include <cstdint>

namespace unetlab {

constexpr int64_t panelRows = 8;

/// Eight rows x V vectors of outputs: sums over the inputs of `x[row][input] weights[input][16]`, with the weights of
/// each vector one after the other at `stride`. `finish(row, vector, sum)` takes the sums.
template <int V, class Finish>
inline void multiplyPanel(const float* x, int64_t rowStride, const float* weights, int64_t stride, int64_t inputs,
                          Finish finish) {
  __m512 sum[panelRows][V];
  for (int t = 0; t < panelRows; ++t)
    for (int v = 0; v < V; ++v) sum[t][v] = _mm512_setzero_ps();
  for (int64_t i = 0; i < inputs; ++i) {
    __m512 w[V];
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) w[v] = _mm512_loadu_ps(weights + v * stride + i * 16);
#pragma GCC unroll 8
    for (int t = 0; t < panelRows; ++t)
#pragma GCC unroll 3
      for (int v = 0; v < V; ++v) sum[t][v] = _mm512_fmadd_ps(_mm512_set1_ps(x[t * rowStride + i]), w[v], sum[t][v]);
  }
#pragma GCC unroll 8
  for (int t = 0; t < panelRows; ++t)
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) finish(t, v, sum[t][v]);
}

/// Calls `panel(first, count)` for groups of up to three of `vectors` vectors.
template <class Panel>
inline void inGroups(int64_t vectors, Panel panel) {
  const int64_t group = vectors % 3 == 0 ? 3 : 2;
  for (int64_t first = 0; first < vectors; first += group) panel(first, std::min(group, vectors - first));
}

}  // namespace unetlab
