// Four by four outputs are a tile; a tile depends on six by six inputs. Inputs, weights and outputs are taken to
// another basis of 36 places, in which a convolution is a product place by place:
//
//   y = A' [ (G w G') . (B' x B) ] A
//
// Summed over channels, each place is a matrix product (tiles x inputs) (inputs x outputs). A task takes a range of
// tiles through all three steps, so that what lies between them stays in the cache, and adds the bias, cuts below 0 and
// pools while the outputs are still in registers.
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
template <class Value, class Factor>
class Tiles {
 public:
  Tiles(const FusedConvolution<Value, Factor>& convolution, int64_t inputs, int64_t from, int64_t to,
        int64_t firstOutput, int64_t endOutput)
      : c_(convolution),
        inputs_(inputs),
        across_((c_.width + side - 1) / side),
        down_((c_.height + side - 1) / side),
        from_(from),
        count_(to - from),
        padded_((count_ + pixelRows - 1) / pixelRows * pixelRows),
        firstOutput_(firstOutput),
        outputs_(endOutput - firstOutput),
        partOutputs_(c_.outputs / static_cast<int64_t>(c_.y.size())),
        xPlace_(padded_ * inputs + panelWidth),
        yPlace_(padded_ * outputs_ + panelWidth) {
    const auto y = static_cast<size_t>(places * yPlace_), zeros = static_cast<size_t>(inputs);
    const size_t x = static_cast<size_t>(places * xPlace_) * sizeof(Factor) / sizeof(float);
    y_ = threadMemory<float>(y + zeros + x);
    zeros_ = y_ + y;
    x_ = reinterpret_cast<Factor*>(zeros_ + zeros);
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
    Factor* to = x_ + tile * inputs_;
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
  void transformInput(At at, Factor* to) const {
    inputPlaces4([&](int i, int j) { return load(at(i, j)); },
                 [&](int i, int j, Vector place) { store(to + (i * reach + j) * xPlace_, place); });
  }

  void multiplyPlace(int64_t place) {
    const Factor* const weights = c_.basis + place * inputs_ * c_.outputs + firstOutput_ * inputs_;
    const Factor* const x = x_ + place * xPlace_;
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
      const Vector bias = c_.bias == nullptr ? zero() : load(c_.bias + firstOutput_ + channel);
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
      Value* const out = c_.y[static_cast<size_t>((firstOutput_ + channel) / partOutputs_)] +
                         ((at.image * c_.height + at.top) * c_.width + at.left) * partOutputs_ +
                         (firstOutput_ + channel) % partOutputs_;
      if (rows == side && columns == side) {
#pragma GCC unroll 4
        for (int64_t i = 0; i < side; ++i)
#pragma GCC unroll 4
          for (int64_t j = 0; j < side; ++j) store(out + (i * c_.width + j) * partOutputs_, y[i][j]);
      } else {
        for (int64_t i = 0; i < rows; ++i)
          for (int64_t j = 0; j < columns; ++j) store(out + (i * c_.width + j) * partOutputs_, y[i][j]);
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

  const FusedConvolution<Value, Factor>& c_;
  const int64_t inputs_, across_, down_, from_, count_, padded_, firstOutput_, outputs_, partOutputs_;
  // One cache line more than a place takes: at a power of two, all places would compete for the same lines of the
  // cache.
  const int64_t xPlace_, yPlace_;
  Factor* x_;
  float *y_, *zeros_;
};

template <class Value, class Factor>
void run(const FusedConvolution<Value, Factor>& c) {
  const int64_t tiles = c.batch * ((c.height + side - 1) / side) * ((c.width + side - 1) / side);
  if (tiles == 0) return;
  const int64_t inputs = channelsOf(c.parts);
  // what lies between the steps stays in the second-level cache, beside a place's weights
  const auto tileBytes =
      places * (inputs * static_cast<int64_t>(sizeof(Factor)) + c.outputs * static_cast<int64_t>(sizeof(float)));
  const int64_t fitting = caches().level2 * 3 / 8 / tileBytes / pixelRows * pixelRows;
  const int64_t range = std::max<int64_t>(4 * pixelRows, fitting), ranges = (tiles + range - 1) / range;
  // Where there are fewer ranges than threads, they share the outputs of a range, and each transforms its inputs.
  const int64_t threads = std::max(1u, std::thread::hardware_concurrency()), panels = c.outputs / panelWidth;
  const int64_t shares = std::min(panels, ranges >= threads ? 1 : (threads + ranges - 1) / ranges);
  parallelFor(static_cast<int>(ranges * shares), [&](int task) {
    const int64_t first = task / shares * range, share = task % shares;
    Tiles<Value, Factor>(c, inputs, first, std::min(tiles, first + range), panels * share / shares * panelWidth,
                         panels * (share + 1) / shares * panelWidth)
        .run();
  });
}

template <class Factor>
void weightsInBasis(const float* weights, int64_t inputs, int64_t outputs, bool transposed, Factor* basis) {
  using Type = Products<Factor>;
  const int64_t vectors = outputs / lanes, place = inputs * outputs;
  parallelFor(static_cast<int>(vectors), [&](int vector) {
    Factor* const to = basis + weightsOf<Factor>(vector, inputs);
    for (int64_t input = 0; input < inputs; input += Type::values) {
      Vector all[reach][reach][Type::values];
      for (int64_t part = 0; part < Type::values; ++part) {
        const int64_t i = input + part;
        Vector columns[3][reach];
        for (int kx = 0; kx < 3; ++kx) {
          const auto at = [&](int ky) {
            return transposed ? gather(weights + ((2 - ky) * 3 + 2 - kx) * place + vector * lanes * inputs + i,
                                       static_cast<int>(inputs))
                              : load(weights + (ky * 3 + kx) * place + i * outputs + vector * lanes);
          };
          weightBasis4(at(0), at(1), at(2), columns[kx]);
        }
        for (int row = 0; row < reach; ++row) {
          Vector u[reach];
          weightBasis4(columns[0][row], columns[1][row], columns[2][row], u);
          for (int column = 0; column < reach; ++column) all[row][column][part] = u[column];
        }
      }
      for (int64_t k = 0; k < places; ++k)
        Type::storeElements(reinterpret_cast<int32_t*>(to + k * place + input * panelWidth), all[k / reach][k % reach]);
    }
  });
}

}  // namespace

void winograd4Weights(const float* weights, int64_t inputs, int64_t outputs, bool transposed, float* basis) {
  weightsInBasis(weights, inputs, outputs, transposed, basis);
}
void convolve(const FusedConvolution<float>& convolution) { run(convolution); }

#if defined(__AVX512BF16__)
void winograd4Weights(const float* weights, int64_t inputs, int64_t outputs, bool transposed, uint16_t* basis) {
  weightsInBasis(weights, inputs, outputs, transposed, basis);
}
void winograd4Rounded(const float* basis, int64_t size, uint16_t* rounded) {
  // two inputs' weights for sixteen outputs lie one after the other
  const int64_t elements = size / (2 * panelWidth), pieces = std::min<int64_t>(elements, 64);
  parallelFor(static_cast<int>(pieces), [&](int piece) {
    for (int64_t e = piece * elements / pieces; e < (piece + 1) * elements / pieces; ++e) {
      const float* const from = basis + e * 2 * panelWidth;
      Products<uint16_t>::storeElements(reinterpret_cast<int32_t*>(rounded) + e * panelWidth,
                                        {load(from), load(from + panelWidth)});
    }
  });
}
void convolve(const FusedConvolution<uint16_t>& convolution) { run(convolution); }
void convolve(const FusedConvolution<uint16_t, uint16_t>& convolution) { run(convolution); }
#endif

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
