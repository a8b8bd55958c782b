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
      for (int64_t c = 0; c < n.channels; c += lanes) {
        const Vector a = load(line.a.data() + c), b = load(line.b.data() + c), mean = load(n.mean + c);
        Vector g = zero(), gx = zero();
        for (int64_t p = from; p < to; ++p) {
          const Vector value = load(x + p * n.channels + c);
          const Vector gradient = passed(dy + p * n.channels + c, value, a, b);
          g = add(g, gradient);
          gx = multiplyAdd(gradient, subtract(value, mean), gx);
        }
        store(plain + c, add(load(plain + c), g));
        store(weighted + c, add(load(weighted + c), gx));
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
      for (int64_t c = 0; c < n.channels; c += lanes) {
        const Vector a = load(line.a.data() + c), b = load(line.b.data() + c);
        const Vector slopes = load(slope.data() + c), levels = load(level.data() + c);
        for (int64_t p = from; p < to; ++p) {
          const int64_t at = p * n.channels + c;
          const Vector value = load(x + at);
          const Vector gradient = passed(dy + at, value, a, b);
          store(dx + at, multiplyAdd(gradient, a, multiplyAdd(value, slopes, levels)));
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
