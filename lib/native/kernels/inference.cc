#include "inference.h"

#include <algorithm>

#include "../caches.h"
#include "../worker-threads.h"
#include "memory.h"
#include "panel-product.h"
#include "values.h"

namespace unetlab {
namespace UNETLAB_KERNELS {
namespace {

constexpr int64_t pixelsOfTask = 4096;

/// Sixteen outputs of `Count` neighbouring pixels. `rows` are three padded rows: the first holds what stands left
/// above.
template <int Count, class Value>
void stemPixels(const Stem& s, const float* const (&rows)[3], int64_t x, const float* weights, Vector bias,
                Vector least, Value* y) {
  Vector sum[Count];
#pragma GCC unroll 12
  for (int p = 0; p < Count; ++p) sum[p] = bias;
  for (int ky = 0; ky < 3; ++ky)
    for (int64_t k = 0; k < 3 * s.inputs; ++k) {
      const Vector w = load(weights + (ky * 3 * s.inputs + k) * s.outputs);
      const float* const from = rows[ky] + x * s.inputs + k;
#pragma GCC unroll 12
      for (int p = 0; p < Count; ++p) sum[p] = multiplyAdd(all(from[p * s.inputs]), w, sum[p]);
    }
#pragma GCC unroll 12
  for (int p = 0; p < Count; ++p) store(y + (x + p) * s.outputs, larger(least, sum[p]));
}

template <class Value>
void stem(const Stem& s, const float* x, const float* weights, const float* bias, Value* y) {
  const int64_t count = s.batch * s.height, length = s.width * s.inputs, padded = length + 2 * s.inputs;
  const int64_t rowsOfTask = std::max<int64_t>(1, pixelsOfTask / std::max<int64_t>(1, s.width));
  const Vector least = s.relu ? zero() : all(-__builtin_inff());
  parallelFor(static_cast<int>((count + rowsOfTask - 1) / rowsOfTask), [&](int task) {
    float* const memory = threadMemory<float>(static_cast<size_t>(3 * padded));
    std::fill_n(memory, 3 * padded, 0.0F);
    const int64_t end = std::min(count, (task + 1) * rowsOfTask);
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
        const Vector start = load(bias + channel);
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
  const int64_t pixels = u.rows * u.width;
  const int64_t cached = caches().level2 / 4 / (u.inputs * static_cast<int64_t>(sizeof(float)));
  const int64_t enough = std::min<int64_t>(cached, (1 << 20) / (u.inputs * u.outputs));
  const int64_t perTask = std::max<int64_t>(pixelRows, enough / pixelRows * pixelRows);
  parallelFor(static_cast<int>((pixels + perTask - 1) / perTask), [&](int task) {
    const int64_t from = task * perTask, end = std::min(pixels, from + perTask);
    const int64_t padded = (end - from + pixelRows - 1) / pixelRows * pixelRows;
    float* const rows = threadMemory<float>(static_cast<size_t>(padded * u.inputs));
    for (int64_t i = 0; i < (end - from) * u.inputs; i += lanes) store(rows + i, load(x + from * u.inputs + i));
    for (int64_t cell = 0; cell < 4; ++cell)
      inGroups(u.outputs / lanes, [&](int64_t first, int64_t count) {
        const int64_t vector = cell * u.outputs / lanes + first;
        Vector start[3];
        for (int64_t v = 0; v < count; ++v) start[v] = load(bias + (first + v) * lanes);
        for (int64_t pixel = from; pixel < end; pixel += pixelRows) {
          const auto finish = [&](int t, int v, Vector sum) {
            const int64_t p = pixel + t;
            if (p >= end) return;
            const int64_t to = (2 * (p / u.width) + cell / 2) * 2 * u.width + 2 * (p % u.width) + cell % 2;
            store(y + to * u.outputs + (first + v) * lanes, add(sum, start[v]));
          };
          multiplyGroup(count, rows + (pixel - from) * u.inputs, u.inputs, weights, vector, u.inputs, finish);
        }
      });
  });
}

template <class Value>
void projection(int64_t pixels, int64_t channels, const Value* x, const float* weights, float bias, float* y) {
  parallelFor(static_cast<int>((pixels + pixelsOfTask - 1) / pixelsOfTask), [&](int task) {
    const int64_t end = std::min<int64_t>(pixels, (task + 1) * pixelsOfTask);
    for (int64_t pixel = task * pixelsOfTask; pixel < end; ++pixel) {
      Vector sum = zero();
      for (int64_t c = 0; c < channels; c += lanes)
        sum = multiplyAdd(load(x + pixel * channels + c), load(weights + c), sum);
      y[pixel] = sumOf(sum) + bias;
    }
  });
}

}  // namespace

void convolveStem(const Stem& s, const float* x, const float* weights, const float* bias, float* y) {
  stem(s, x, weights, bias, y);
}
void convolveUp(const UpConvolution& u, const float* x, const float* weights, const float* bias, float* y) {
  up(u, x, weights, bias, y);
}
void project(int64_t pixels, int64_t channels, const float* x, const float* weights, float bias, float* y) {
  projection(pixels, channels, x, weights, bias, y);
}

#if defined(__AVX512BF16__)
void convolveStem(const Stem& s, const float* x, const float* weights, const float* bias, uint16_t* y) {
  stem(s, x, weights, bias, y);
}
void convolveUp(const UpConvolution& u, const uint16_t* x, const float* weights, const float* bias, uint16_t* y) {
  up(u, x, weights, bias, y);
}
void project(int64_t pixels, int64_t channels, const uint16_t* x, const float* weights, float bias, float* y) {
  projection(pixels, channels, x, weights, bias, y);
}
#endif

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
