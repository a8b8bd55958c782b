// Four by four outputs are a tile; a tile depends on six by six inputs. See winograd.cc, which does the same with two
// by two. A task takes a range of tiles through all three steps, so that what lies between them stays in the cache, and
// adds the bias, cuts below 0 and pools while the outputs are still in registers.
#include "winograd4.h"

#include <algorithm>
#include <thread>

#include "../caches.h"
#include "../worker-threads.h"
#include "memory.h"
#include "panel-product.h"
#include "values.h"
#include "winograd4-basis.h"

namespace unetlab {
namespace UNETLAB_KERNELS {
namespace {

constexpr int64_t places = 36, side = 4, reach = 6;

/// The tiles `from` to `to`, counted through the batch row by row, for the outputs `firstOutput` to `endOutput`.
template <class Value>
class Tiles {
 public:
  Tiles(const FusedConvolution<Value>& convolution, int64_t inputs, int64_t from, int64_t to, int64_t firstOutput,
        int64_t endOutput)
      : c_(convolution),
        inputs_(inputs),
        across_((c_.width + side - 1) / side),
        down_((c_.height + side - 1) / side),
        from_(from),
        count_(to - from),
        padded_((count_ + pixelRows - 1) / pixelRows * pixelRows),
        firstOutput_(firstOutput),
        outputs_(endOutput - firstOutput),
        xPlace_(padded_ * inputs + panelWidth),
        yPlace_(padded_ * outputs_ + panelWidth) {
    const auto x = static_cast<size_t>(places * xPlace_), y = static_cast<size_t>(places * yPlace_);
    float* const memory = threadMemory<float>(x + y + static_cast<size_t>(inputs));
    x_ = memory;
    y_ = memory + x;
    zeros_ = y_ + y;
    std::fill_n(zeros_, inputs, 0.0F);
  }

  void run() {
    for (int64_t t = 0; t < count_; ++t) read(t);
    for (int64_t k = 0; k < places; ++k) multiplyPlace(k);
    for (int64_t t = 0; t < count_; ++t) write(t);
  }

 private:
  struct Place {
    int64_t image, top, left;
  };
  Place placeOf(int64_t tile) const {
    const int64_t t = from_ + tile;
    return {t / (across_ * down_), t / across_ % down_ * side, t % across_ * side};
  }

  void read(int64_t tile) {
    const Place at = placeOf(tile);
    const int64_t top = at.top - 1, left = at.left - 1, first = (at.image * c_.height + top) * c_.width + left;
    const bool inside = top >= 0 && left >= 0 && top + reach <= c_.height && left + reach <= c_.width;
    float* to = x_ + tile * inputs_;
    for (const Part<Value>& part : c_.parts) {
      const Value* const from = part.values + first * part.channels;
      const int64_t step = part.channels, rowStep = c_.width * part.channels;
      if (inside) {
        for (int64_t channel = 0; channel < step; channel += lanes, to += lanes)
          transformInput([&](int i, int j) { return from + i * rowStep + j * step + channel; }, to);
        continue;
      }
      const Value* pixels[reach][reach];
      for (int64_t i = 0; i < reach; ++i)
        for (int64_t j = 0; j < reach; ++j) {
          const int64_t row = top + i, column = left + j;
          const bool within = row >= 0 && row < c_.height && column >= 0 && column < c_.width;
          pixels[i][j] = within ? from + i * rowStep + j * step : reinterpret_cast<const Value*>(zeros_);
        }
      for (int64_t channel = 0; channel < step; channel += lanes, to += lanes)
        transformInput([&](int i, int j) { return pixels[i][j] + channel; }, to);
    }
  }

  /// @param at where the sixteen channels of row i and column j are
  template <class At>
  void transformInput(At at, float* to) const {
    Vector half[reach][reach];
#pragma GCC unroll 6
    for (int j = 0; j < reach; ++j) {
      Vector d[reach];
#pragma GCC unroll 6
      for (int i = 0; i < reach; ++i) d[i] = load(at(i, j));
      inputBasis4(d[0], d[1], d[2], d[3], d[4], d[5]);
#pragma GCC unroll 6
      for (int i = 0; i < reach; ++i) half[i][j] = d[i];
    }
#pragma GCC unroll 6
    for (int i = 0; i < reach; ++i) {
      inputBasis4(half[i][0], half[i][1], half[i][2], half[i][3], half[i][4], half[i][5]);
#pragma GCC unroll 6
      for (int j = 0; j < reach; ++j) store(to + (i * reach + j) * xPlace_, half[i][j]);
    }
  }

  void multiplyPlace(int64_t place) {
    const float* const weights = c_.basis + place * inputs_ * c_.outputs + firstOutput_ * inputs_;
    const float* const x = x_ + place * xPlace_;
    float* const y = y_ + place * yPlace_;
    inGroups(outputs_ / lanes, [&](int64_t first, int64_t count) {
      for (int64_t tile = 0; tile < padded_; tile += pixelRows) {
        float* const to = y + tile * outputs_ + first * lanes;
        const auto keep = [&](int t, int v, Vector sum) { store(to + t * outputs_ + v * lanes, sum); };
        multiplyGroup(count, x + tile * inputs_, inputs_, weights, first, inputs_, keep);
      }
    });
  }

  void write(int64_t tile) {
    const Place at = placeOf(tile);
    const int64_t rows = std::min(side, c_.height - at.top), columns = std::min(side, c_.width - at.left);
    const Vector least = c_.relu ? zero() : all(-__builtin_inff());
    for (int64_t channel = 0; channel < outputs_; channel += lanes) {
      const Vector bias = load(c_.bias + firstOutput_ + channel);
      const float* const from = y_ + tile * outputs_ + channel;
      Vector half[side][reach];
#pragma GCC unroll 6
      for (int j = 0; j < reach; ++j) {
        Vector m[reach], y[side];
#pragma GCC unroll 6
        for (int i = 0; i < reach; ++i) m[i] = load(from + (i * reach + j) * yPlace_);
        outputBasis4(m, y);
#pragma GCC unroll 4
        for (int i = 0; i < side; ++i) half[i][j] = y[i];
      }
      Vector y[side][side];
#pragma GCC unroll 4
      for (int i = 0; i < side; ++i) {
        outputBasis4(half[i], y[i]);
#pragma GCC unroll 4
        for (int j = 0; j < side; ++j) y[i][j] = larger(least, add(y[i][j], bias));
      }
      Value* const out =
          c_.y + ((at.image * c_.height + at.top) * c_.width + at.left) * c_.outputs + firstOutput_ + channel;
      if (rows == side && columns == side) {
#pragma GCC unroll 4
        for (int64_t i = 0; i < side; ++i)
#pragma GCC unroll 4
          for (int64_t j = 0; j < side; ++j) store(out + (i * c_.width + j) * c_.outputs, y[i][j]);
      } else {
        for (int64_t i = 0; i < rows; ++i)
          for (int64_t j = 0; j < columns; ++j) store(out + (i * c_.width + j) * c_.outputs, y[i][j]);
      }
      if (c_.pooled != nullptr) pool(at, rows, columns, channel, y);
    }
  }

  void pool(const Place& at, int64_t rows, int64_t columns, int64_t channel, const Vector (&y)[side][side]) const {
    const int64_t height = (c_.height + 1) / 2, width = (c_.width + 1) / 2;
    Value* const out =
        c_.pooled + ((at.image * height + at.top / 2) * width + at.left / 2) * c_.outputs + firstOutput_ + channel;
    const Vector none = all(-__builtin_inff());
#pragma GCC unroll 2
    for (int i = 0; i < 2; ++i)
#pragma GCC unroll 2
      for (int j = 0; j < 2; ++j) {
        if (2 * i >= rows || 2 * j >= columns) continue;
        const bool wide = 2 * j + 1 < columns, tall = 2 * i + 1 < rows;
        const Vector right = wide ? y[2 * i][2 * j + 1] : none, below = tall ? y[2 * i + 1][2 * j] : none;
        const Vector corner = wide && tall ? y[2 * i + 1][2 * j + 1] : none;
        store(out + (i * width + j) * c_.outputs, larger(larger(y[2 * i][2 * j], right), larger(below, corner)));
      }
  }

  const FusedConvolution<Value>& c_;
  const int64_t inputs_, across_, down_, from_, count_, padded_, firstOutput_, outputs_;
  // One cache line more than a place takes: at a power of two, all places would compete for the same lines of the
  // cache.
  const int64_t xPlace_, yPlace_;
  float *x_, *y_, *zeros_;
};

template <class Value>
void run(const FusedConvolution<Value>& c) {
  const int64_t tiles = c.batch * ((c.height + side - 1) / side) * ((c.width + side - 1) / side);
  if (tiles == 0) return;
  int64_t inputs = 0;
  for (const Part<Value>& part : c.parts) inputs += part.channels;
  // what lies between the steps stays in the second-level cache, beside a place's weights
  const int64_t cacheFloats = caches().level2 * 3 / 8 / static_cast<int64_t>(sizeof(float));
  const int64_t fitting = cacheFloats / (places * (inputs + c.outputs)) / pixelRows * pixelRows;
  const int64_t range = std::max<int64_t>(4 * pixelRows, fitting), ranges = (tiles + range - 1) / range;
  // Where there are fewer ranges than threads, they share the outputs of a range, and each transforms its inputs.
  const int64_t threads = std::max(1u, std::thread::hardware_concurrency()), panels = c.outputs / panelWidth;
  const int64_t shares = std::min(panels, ranges >= threads ? 1 : (threads + ranges - 1) / ranges);
  parallelFor(static_cast<int>(ranges * shares), [&](int task) {
    const int64_t first = task / shares * range, share = task % shares;
    Tiles<Value>(c, inputs, first, std::min(tiles, first + range), panels * share / shares * panelWidth,
                 panels * (share + 1) / shares * panelWidth)
        .run();
  });
}

}  // namespace

void winograd4Weights(const float* weights, int64_t inputs, int64_t outputs, float* basis) {
  const int64_t vectors = outputs / lanes, place = inputs * outputs;
  parallelFor(static_cast<int>(vectors), [&](int vector) {
    float* const to = basis + weightsOf(vector, inputs);
    for (int64_t i = 0; i < inputs; ++i) {
      Vector columns[3][reach];
      for (int kx = 0; kx < 3; ++kx) {
        const auto at = [&](int ky) { return load(weights + (ky * 3 + kx) * place + i * outputs + vector * lanes); };
        weightBasis4(at(0), at(1), at(2), columns[kx]);
      }
      for (int row = 0; row < reach; ++row) {
        Vector u[reach];
        weightBasis4(columns[0][row], columns[1][row], columns[2][row], u);
        for (int column = 0; column < reach; ++column)
          store(to + (row * reach + column) * place + i * panelWidth, u[column]);
      }
    }
  });
}

void convolve(const FusedConvolution<float>& convolution) { run(convolution); }
#if defined(__AVX512BF16__)
void convolve(const FusedConvolution<uint16_t>& convolution) { run(convolution); }
#endif

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
