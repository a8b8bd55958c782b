#include "batch-norm.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "../worker-threads.h"
#include "values.h"

namespace unetlab {
namespace UNETLAB_KERNELS {
namespace {

constexpr int64_t slabs = 64;  // pieces of work; fixed, since sums depend on where they are cut
constexpr int64_t rangePixels =
    64;  // summed in registers before they are added to a slab's sums: short sums round less

// Vectors that are read together: a cache line of values, which is then read once.
constexpr int64_t group = panelWidth / lanes;

/// Per channel: y = a x + b before the ReLU.
struct Line {
  std::vector<float> a, b;
};

Line lineOf(const BatchNorm& n) {
  const auto count = static_cast<size_t>(n.channels);
  Line line{std::vector<float>(count), std::vector<float>(count)};
  for (size_t c = 0; c < count; ++c) {
    line.a[c] = n.scale[c] / std::sqrt(n.variance[c] + n.epsilon);
    line.b[c] = n.offset[c] - n.mean[c] * line.a[c];
  }
  return line;
}

/// dy where the ReLU let x pass.
template <class Value>
Vector passed(const Value* dy, Vector x, Vector a, Vector b) {
  return whereAboveZero(multiplyAdd(x, a, b), load(dy));
}

template <class Value>
void run(const BatchNorm& n, const Value* dy, const Value* x, Value* dx, float* dscale, float* doffset) {
  const Line line = lineOf(n);
  const auto channels = static_cast<size_t>(n.channels);
  const auto first = [&](int64_t slab) { return slab * n.pixels / slabs; };

  // sums of the gradient, and of the gradient times x - mean
  std::vector<float> sums(static_cast<size_t>(slabs) * 2 * channels);
  parallelFor(slabs, [&](int slab) {
    float* const plain = sums.data() + static_cast<size_t>(slab) * 2 * channels;
    float* const weighted = plain + channels;
    const int64_t end = first(slab + 1);
    for (int64_t from = first(slab); from < end; from += rangePixels) {
      const int64_t to = std::min(from + rangePixels, end);
      for (int64_t c = 0; c < n.channels; c += group * lanes) {
        Vector a[group], b[group], mean[group], g[group], gx[group];
        for (int64_t v = 0; v < group; ++v) {
          const int64_t at = c + v * lanes;
          a[v] = load(line.a.data() + at), b[v] = load(line.b.data() + at), mean[v] = load(n.mean + at);
          g[v] = gx[v] = zero();
        }
        for (int64_t p = from; p < to; ++p)
#pragma GCC unroll 2
          for (int64_t v = 0; v < group; ++v) {
            const int64_t at = p * n.channels + c + v * lanes;
            const Vector value = load(x + at), gradient = passed(dy + at, value, a[v], b[v]);
            g[v] = add(g[v], gradient);
            gx[v] = multiplyAdd(gradient, subtract(value, mean[v]), gx[v]);
          }
        for (int64_t v = 0; v < group; ++v) {
          const int64_t at = c + v * lanes;
          store(plain + at, add(load(plain + at), g[v]));
          store(weighted + at, add(load(weighted + at), gx[v]));
        }
      }
    }
  });

  // dx = a (g - mean of g - (x - mean) inverse variance mean of g (x - mean)), as g a + x slope + level
  std::vector<float> slope(channels), level(channels);
  for (size_t c = 0; c < channels; ++c) {
    float g = 0, gx = 0;
    for (size_t slab = 0; slab < static_cast<size_t>(slabs); ++slab) {
      g += sums[slab * 2 * channels + c];
      gx += sums[slab * 2 * channels + channels + c];
    }
    const float inverse = 1 / (n.variance[c] + n.epsilon), count = static_cast<float>(n.pixels);
    doffset[c] = g;
    dscale[c] = gx * std::sqrt(inverse);
    slope[c] = -line.a[c] * inverse * gx / count;
    level[c] = -line.a[c] * g / count - slope[c] * n.mean[c];
  }
  parallelFor(slabs, [&](int slab) {
    const int64_t end = first(slab + 1);
    for (int64_t from = first(slab); from < end; from += rangePixels) {
      const int64_t to = std::min(from + rangePixels, end);
      for (int64_t c = 0; c < n.channels; c += group * lanes) {
        Vector a[group], b[group], slopes[group], levels[group];
        for (int64_t v = 0; v < group; ++v) {
          const int64_t at = c + v * lanes;
          a[v] = load(line.a.data() + at), b[v] = load(line.b.data() + at);
          slopes[v] = load(slope.data() + at), levels[v] = load(level.data() + at);
        }
        for (int64_t p = from; p < to; ++p)
#pragma GCC unroll 2
          for (int64_t v = 0; v < group; ++v) {
            const int64_t at = p * n.channels + c + v * lanes;
            const Vector value = load(x + at), gradient = passed(dy + at, value, a[v], b[v]);
            store(dx + at, multiplyAdd(gradient, a[v], multiplyAdd(value, slopes[v], levels[v])));
          }
      }
    }
  });
}

}  // namespace

void batchNormReluGradient(const BatchNorm& norm, const float* dy, const float* x, float* dx, float* dscale,
                           float* doffset) {
  run(norm, dy, x, dx, dscale, doffset);
}

#if defined(__AVX512BF16__)
void batchNormReluGradient(const BatchNorm& norm, const uint16_t* dy, const uint16_t* x, uint16_t* dx, float* dscale,
                           float* doffset) {
  run(norm, dy, x, dx, dscale, doffset);
}
#endif

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
