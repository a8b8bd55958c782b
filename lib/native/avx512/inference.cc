#include "inference.h"

#include <algorithm>

#include "../caches.h"
#include "../worker-threads.h"
#include "memory.h"
#include "panel-product.h"
#include "values.h"

namespace unetlab {
namespace {

constexpr int64_t lanes = 16;
constexpr int64_t pixelsOfTask = 4096;

/// Sixteen outputs of `Count` neighbouring pixels. `rows` are three padded rows: the first holds what stands left above.
template <int Count, class Value>
void stemPixels(const Stem& s, const float* const (&rows)[3], int64_t x, const float* weights, __m512 bias, __m512 least,
                Value* y) {
  __m512 sum[Count];
#pragma GCC unroll 12
  for (int p = 0; p < Count; ++p) sum[p] = bias;
  for (int ky = 0; ky < 3; ++ky)
    for (int64_t k = 0; k < 3 * s.inputs; ++k) {
      const __m512 w = _mm512_loadu_ps(weights + (ky * 3 * s.inputs + k) * s.outputs);
      const float* const from = rows[ky] + x * s.inputs + k;
#pragma GCC unroll 12
      for (int p = 0; p < Count; ++p) sum[p] = _mm512_fmadd_ps(_mm512_set1_ps(from[p * s.inputs]), w, sum[p]);
    }
#pragma GCC unroll 12
  for (int p = 0; p < Count; ++p) store16(y + (x + p) * s.outputs, _mm512_max_ps(least, sum[p]));
}

template <class Value>
void stem(const Stem& s, const float* x, const float* weights, const float* bias, Value* y) {
  const int64_t all = s.batch * s.height, length = s.width * s.inputs, padded = length + 2 * s.inputs;
  const int64_t rowsOfTask = std::max<int64_t>(1, pixelsOfTask / std::max<int64_t>(1, s.width));
  const __m512 least = s.relu ? _mm512_setzero_ps() : _mm512_set1_ps(-__builtin_inff());
  parallelFor(static_cast<int>((all + rowsOfTask - 1) / rowsOfTask), [&](int task) {
    float* const memory = threadMemory<float>(static_cast<size_t>(3 * padded));
    std::fill_n(memory, 3 * padded, 0.0F);
    const int64_t end = std::min(all, (task + 1) * rowsOfTask);
    for (int64_t row = task * rowsOfTask; row < end; ++row) {
      const float* rows[3];
      for (int64_t ky = 0; ky < 3; ++ky) {
        float* const to = memory + ky * padded;
        const int64_t inside = row % s.height + ky - 1;
        if (inside >= 0 && inside < s.height)
          std::copy_n(x + (row + ky - 1) * length, length, to + s.inputs);
        else
          std::fill_n(to + s.inputs, length, 0.0F);
        rows[ky] = to;
      }
      for (int64_t channel = 0; channel < s.outputs; channel += lanes) {
        const __m512 start = _mm512_loadu_ps(bias + channel);
        Value* const to = y + row * s.width * s.outputs + channel;
        int64_t at = 0;
        for (; at + 12 <= s.width; at += 12) stemPixels<12>(s, rows, at, weights + channel, start, least, to);
        for (; at < s.width; ++at) stemPixels<1>(s, rows, at, weights + channel, start, least, to);
      }
    }
  });
}

template <class Value>
void up(const UpConvolution& u, const Value* x, const float* weights, const float* bias, Value* y) {
  const int64_t pixels = u.rows * u.width, stride = u.inputs * lanes;
  const int64_t cached = caches().level2 / 4 / (u.inputs * static_cast<int64_t>(sizeof(float)));
  const int64_t enough = std::min<int64_t>(cached, (1 << 20) / (u.inputs * u.outputs));
  const int64_t perTask = std::max<int64_t>(panelRows, enough / panelRows * panelRows);
  parallelFor(static_cast<int>((pixels + perTask - 1) / perTask), [&](int task) {
    const int64_t from = task * perTask, end = std::min(pixels, from + perTask);
    const int64_t padded = (end - from + panelRows - 1) / panelRows * panelRows;
    float* const rows = threadMemory<float>(static_cast<size_t>(padded * u.inputs));
    for (int64_t i = 0; i < (end - from) * u.inputs; i += lanes)
      _mm512_store_ps(rows + i, load16(x + from * u.inputs + i));
    for (int64_t cell = 0; cell < 4; ++cell)
      inGroups(u.outputs / lanes, [&](int64_t first, int64_t count) {
        const float* const w = weights + (cell * u.outputs / lanes + first) * stride;
        __m512 start[3];
        for (int64_t v = 0; v < count; ++v) start[v] = _mm512_loadu_ps(bias + (first + v) * lanes);
        for (int64_t pixel = from; pixel < end; pixel += panelRows) {
          const auto store = [&](int t, int v, __m512 sum) {
            const int64_t p = pixel + t;
            if (p >= end) return;
            const int64_t to = (2 * (p / u.width) + cell / 2) * 2 * u.width + 2 * (p % u.width) + cell % 2;
            store16(y + to * u.outputs + (first + v) * lanes, _mm512_add_ps(sum, start[v]));
          };
          const float* const panel = rows + (pixel - from) * u.inputs;
          if (count == 3)
            multiplyPanel<3>(panel, u.inputs, w, stride, u.inputs, store);
          else if (count == 2)
            multiplyPanel<2>(panel, u.inputs, w, stride, u.inputs, store);
          else
            multiplyPanel<1>(panel, u.inputs, w, stride, u.inputs, store);
        }
      });
  });
}

template <class Value>
void projection(int64_t pixels, int64_t channels, const Value* x, const float* weights, float bias, float* y) {
  parallelFor(static_cast<int>((pixels + pixelsOfTask - 1) / pixelsOfTask), [&](int task) {
    const int64_t end = std::min<int64_t>(pixels, (task + 1) * pixelsOfTask);
    for (int64_t pixel = task * pixelsOfTask; pixel < end; ++pixel) {
      __m512 sum = _mm512_setzero_ps();
      for (int64_t c = 0; c < channels; c += lanes)
        sum = _mm512_fmadd_ps(load16(x + pixel * channels + c), _mm512_loadu_ps(weights + c), sum);
      y[pixel] = _mm512_reduce_add_ps(sum) + bias;
    }
  });
}

}  // namespace

void convolveStem(const Stem& s, const float* x, const float* weights, const float* bias, float* y) {
  stem(s, x, weights, bias, y);
}
void convolveStem(const Stem& s, const float* x, const float* weights, const float* bias, uint16_t* y) {
  stem(s, x, weights, bias, y);
}
void convolveUp(const UpConvolution& u, const float* x, const float* weights, const float* bias, float* y) {
  up(u, x, weights, bias, y);
}
void convolveUp(const UpConvolution& u, const uint16_t* x, const float* weights, const float* bias, uint16_t* y) {
  up(u, x, weights, bias, y);
}
void project(int64_t pixels, int64_t channels, const float* x, const float* weights, float bias, float* y) {
  projection(pixels, channels, x, weights, bias, y);
}
void project(int64_t pixels, int64_t channels, const uint16_t* x, const float* weights, float bias, float* y) {
  projection(pixels, channels, x, weights, bias, y);
}

}  // namespace unetlab
