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

/// Calls `work(slab, from, to)` for each range of pixels.
template <class Work>
void eachRange(int64_t pixels, Work work) {
  parallelFor(slabs, [&](int slab) {
    const int64_t end = (slab + 1) * pixels / slabs;
    for (int64_t from = slab * pixels / slabs; from < end; from += rangePixels)
      work(slab, from, std::min(from + rangePixels, end));
  });
}

/// How many values of a channel there were, and what they amount to.
struct Moment {
  double count = 0, mean = 0, squares = 0;  // squares: of the differences from the mean

  /// Adds others (Chan, Golub and LeVeque, 1983).
  void add(double otherCount, double otherMean, double otherSquares) {
    const double difference = otherMean - mean, sum = count + otherCount;
    mean += difference * otherCount / sum;
    squares += otherSquares + difference * difference * count * otherCount / sum;
    count = sum;
  }
};

/// The sum of `count` vectors `term(0)`, `term(1)`, ...; in four sums, which do not wait for each other.
template <class Term>
Vector sumOver(int64_t count, Term term) {
  Vector sum[4] = {zero(), zero(), zero(), zero()};
  int64_t p = 0;
  for (; p + 4 <= count; p += 4)
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) sum[i] = add(sum[i], term(p + i));
  for (; p < count; ++p) sum[0] = add(sum[0], term(p));
  return add(add(sum[0], sum[1]), add(sum[2], sum[3]));
}

template <class Value>
void findMoments(const Value* x, int64_t pixels, int64_t channels, Moments moments) {
  const auto count = static_cast<size_t>(channels);
  std::vector<Moment> found(static_cast<size_t>(slabs) * count);
  eachRange(pixels, [&](int slab, int64_t from, int64_t to) {
    Moment* const own = found.data() + static_cast<size_t>(slab) * count;
    const int64_t range = to - from;
    const Value* const values = x + from * channels;
    for (int64_t c = 0; c < channels; c += lanes) {
      const auto value = [&](int64_t p) { return load(values + p * channels + c); };
      const Vector mean = multiply(sumOver(range, value), all(1 / static_cast<float>(range)));
      const Vector squares = sumOver(range, [&](int64_t p) {
        const Vector difference = subtract(value(p), mean);
        return multiply(difference, difference);
      });
      float means[lanes], sums[lanes];
      store(means, mean), store(sums, squares);
      for (int64_t i = 0; i < lanes; ++i) own[c + i].add(static_cast<double>(range), means[i], sums[i]);
    }
  });
  for (size_t c = 0; c < count; ++c) {
    Moment whole;
    for (size_t slab = 0; slab < static_cast<size_t>(slabs); ++slab) {
      const Moment& part = found[slab * count + c];
      if (part.count > 0) whole.add(part.count, part.mean, part.squares);
    }
    moments.mean[c] = static_cast<float>(whole.mean);
    moments.variance[c] = static_cast<float>(whole.squares / static_cast<double>(pixels));
  }
}

template <class Value>
void normalise(const BatchNorm& n, const Value* x, Value* y) {
  const Line line = lineOf(n);
  eachRange(n.pixels, [&](int, int64_t from, int64_t to) {
    for (int64_t c = 0; c < n.channels; c += lanes) {
      const Vector a = load(line.a.data() + c), b = load(line.b.data() + c);
      for (int64_t at = from * n.channels + c; at < to * n.channels; at += n.channels)
        store(y + at, larger(zero(), multiplyAdd(load(x + at), a, b)));
    }
  });
}

/// dy where the ReLU let x pass.
template <class Value>
Vector passed(const Value* dy, Vector x, Vector a, Vector b) {
  return whereAboveZero(multiplyAdd(x, a, b), load(dy));
}

template <class Value>
void gradient(const BatchNorm& n, const Value* dy, const Value* x, Value* dx, float* dscale, float* doffset) {
  const Line line = lineOf(n);
  const auto channels = static_cast<size_t>(n.channels);

  // sums of the gradient, and of the gradient times x - mean
  std::vector<float> sums(static_cast<size_t>(slabs) * 2 * channels);
  eachRange(n.pixels, [&](int slab, int64_t from, int64_t to) {
    float* const plain = sums.data() + static_cast<size_t>(slab) * 2 * channels;
    float* const weighted = plain + channels;
    for (int64_t c = 0; c < n.channels; c += lanes) {
      const Vector a = load(line.a.data() + c), b = load(line.b.data() + c), mean = load(n.mean + c);
      Vector g = zero(), gx = zero();
      for (int64_t p = from; p < to; ++p) {
        const Vector value = load(x + p * n.channels + c);
        const Vector part = passed(dy + p * n.channels + c, value, a, b);
        g = add(g, part);
        gx = multiplyAdd(part, subtract(value, mean), gx);
      }
      store(plain + c, add(load(plain + c), g));
      store(weighted + c, add(load(weighted + c), gx));
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
  eachRange(n.pixels, [&](int, int64_t from, int64_t to) {
    for (int64_t c = 0; c < n.channels; c += lanes) {
      const Vector a = load(line.a.data() + c), b = load(line.b.data() + c);
      const Vector slopes = load(slope.data() + c), levels = load(level.data() + c);
      for (int64_t p = from; p < to; ++p) {
        const int64_t at = p * n.channels + c;
        const Vector value = load(x + at);
        const Vector part = passed(dy + at, value, a, b);
        store(dx + at, multiplyAdd(part, a, multiplyAdd(value, slopes, levels)));
      }
    }
  });
}

}  // namespace

void momentsOf(const float* x, int64_t pixels, int64_t channels, Moments moments) {
  findMoments(x, pixels, channels, moments);
}
void batchNormRelu(const BatchNorm& norm, const float* x, float* y) { normalise(norm, x, y); }
void batchNormReluGradient(const BatchNorm& norm, const float* dy, const float* x, float* dx, float* dscale,
                           float* doffset) {
  gradient(norm, dy, x, dx, dscale, doffset);
}

#if defined(__AVX512BF16__)
void momentsOf(const uint16_t* x, int64_t pixels, int64_t channels, Moments moments) {
  findMoments(x, pixels, channels, moments);
}
void batchNormRelu(const BatchNorm& norm, const uint16_t* x, uint16_t* y) { normalise(norm, x, y); }
void batchNormReluGradient(const BatchNorm& norm, const uint16_t* dy, const uint16_t* x, uint16_t* dx, float* dscale,
                           float* doffset) {
  gradient(norm, dy, x, dx, dscale, doffset);
}
#endif

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
