// The gradient's tiles are four by four, its inputs' six by six:
//
//   dw = A' [ sum over tiles of (B' x B) . (G dy G') ] A
//
// so that the sum runs in the basis of 36 places, where it is a matrix product place by place, (inputs x tiles)
// (tiles x outputs), and is taken back to nine weights once at the end.
#include "winograd-gradient.h"

#include <algorithm>

#include "../caches.h"
#include "../worker-threads.h"
#include "memory.h"
#include "products.h"
#include "slabs.h"
#include "winograd4-basis.h"

namespace unetlab {
namespace UNETLAB_KERNELS {
namespace {

constexpr int64_t places = 36, side = 4, reach = 6;
/// Adds the products of `inputRows` inputs with V vectors of outputs over the elements.
template <class Value, int V>
void multiplyTiles(const int32_t* x, const int32_t* const* y, int64_t elements, float* sums, int64_t sumRow) {
  using Type = Products<Value>;
  Vector sum[inputRows][V];
  for (int i = 0; i < inputRows; ++i)
    for (int v = 0; v < V; ++v) sum[i][v] = load(sums + i * sumRow + v * lanes);
  for (int64_t t = 0; t < elements; ++t) {
    typename Type::Elements vector[V];
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) vector[v] = Type::loadElements(y[v] + t * panelWidth);
#pragma GCC unroll 8
    for (int i = 0; i < inputRows; ++i)
#pragma GCC unroll 3
      for (int v = 0; v < V; ++v) sum[i][v] = Type::addProducts(sum[i][v], vector[v], x + t * panelWidth + i);
  }
  for (int i = 0; i < inputRows; ++i)
    for (int v = 0; v < V; ++v) store(sums + i * sumRow + v * lanes, sum[i][v]);
}

/// How the work is cut: blocks of channels, and slabs of ranges of tiles. A block's sums take at most five eighths of
/// the second-level cache, and what a task transforms at a time half of it: smaller blocks would transform the same
/// tiles more often, which costs more than what then lies beside the cache.
struct Plan {
  /// @param perElement tiles in an element
  Plan(const Convolution& c, int64_t perElement)
      : across((c.width + side - 1) / side),
        down((c.height + side - 1) / side),
        tiles(c.batch * across * down),
        block(blockOf(places, caches().level2 * 5 / 8)),
        rangeElements(
            std::max<int64_t>(1, caches().level2 / 2 / static_cast<int64_t>(sizeof(int32_t)) / places /
                                     (std::min(c.inputs, block.inputs) + std::min(c.outputs, block.outputs)))),
        rangeTiles(rangeElements * perElement),
        cut(cutOf(c, block, pieces(tiles, rangeTiles))) {}

  const int64_t across, down, tiles;
  const Block block;
  const int64_t rangeElements, rangeTiles;
  const Cut cut;
};

/// One block of inputs with one block of outputs over one slab, into `[3, 3, inputs, outputs]`.
template <class Value>
class Task {
 public:
  Task(const Convolution& convolution, const Plan& plan, int64_t index)
      : c_(convolution),
        plan_(plan),
        piece_(plan.cut[index]),
        inputs_(piece_.inputs),
        outputs_(piece_.outputs),
        xPlace_(plan.rangeElements * inputs_ + panelWidth),
        yPlace_(plan.rangeElements * outputs_ + panelWidth) {
    const int64_t sums = places * inputs_ * outputs_, widest = std::max(inputs_, outputs_);
    x_ = threadMemory<int32_t>(static_cast<size_t>(places * (xPlace_ + yPlace_) + sums + widest));
    y_ = x_ + places * xPlace_;
    sums_ = reinterpret_cast<float*>(y_ + places * yPlace_);
    zeros_ = sums_ + sums;
    std::fill_n(sums_, sums + widest, 0.0F);
  }

  void run(const std::vector<Part<Value>>& x, const Value* dy, float* partial) {
    for (int64_t range = piece_.firstRange; range < piece_.endRange; ++range) {
      const int64_t first = range * plan_.rangeTiles, count = std::min(plan_.rangeTiles, plan_.tiles - first);
      const int64_t elements = pieces(count, perElement);
      for (int64_t e = 0; e < elements; ++e) read(x, dy, first + e * perElement, e);
      for (int64_t k = 0; k < places; ++k) multiplyPlace(k, elements);
    }
    write(partial + piece_.slab * 9 * c_.inputs * c_.outputs);
  }

 private:
  static constexpr int64_t perElement = Products<Value>::values;  // tiles

  /// The upper left pixel of a tile; `pixels` lie before its image.
  struct Corner {
    int64_t pixels, row, column;
  };

  /// Where the values of a tile are from a channel on: `size` by `size` pixels from `shift` beside its corner, zeros
  /// around the image.
  template <int64_t size>
  void find(const Value* values, int64_t channels, int64_t channel, const Corner& corner, int64_t shift,
            const Value* (&at)[size][size]) const {
    const Value* const image = values + corner.pixels * channels + channel;
    const int64_t row = corner.row + shift, column = corner.column + shift;
    const bool inside = row >= 0 && column >= 0 && row + size <= c_.height && column + size <= c_.width;
    const Value* const from = image + (row * c_.width + column) * channels;
    for (int64_t i = 0; i < size; ++i)
      for (int64_t j = 0; j < size; ++j) {
        const bool within = inside || (row + i >= 0 && row + i < c_.height && column + j >= 0 && column + j < c_.width);
        at[i][j] = within ? from + (i * c_.width + j) * channels : reinterpret_cast<const Value*>(zeros_);
      }
  }

  /// Takes the tiles of one element to the other basis, `[place][channel / 16][element][16]`.
  void read(const std::vector<Part<Value>>& x, const Value* dy, int64_t tile, int64_t element) {
    Corner corners[perElement];
    for (int64_t t = 0; t < perElement; ++t) {
      // what is missing in the last element lies below the image
      const int64_t at = tile + t, image = std::min(at, plan_.tiles - 1) / (plan_.across * plan_.down);
      const int64_t top = at < plan_.tiles ? at / plan_.across % plan_.down * side : c_.height + 1;
      const int64_t left = at % plan_.across * side;
      corners[t] = {image * c_.height * c_.width, top, left};
    }
    Vector all[reach][reach][perElement];
    const auto keep = [&](int32_t* places_, int64_t place, int64_t channel) {
      int32_t* const to = places_ + channel / panelWidth * panelWidth * plan_.rangeElements + element * panelWidth +
                          channel % panelWidth;
      for (int64_t k = 0; k < places; ++k) Products<Value>::storeElements(to + k * place, all[k / reach][k % reach]);
    };
    int64_t start = -piece_.firstInput;  // of a part, as a channel of the piece
    for (const Part<Value>& part : x) {
      const int64_t from = std::max<int64_t>(0, start), end = std::min(inputs_, start + part.channels);
      const Value* inputs[perElement][reach][reach];
      for (int64_t t = 0; t < perElement && from < end; ++t)
        find(part.values, part.channels, from - start, corners[t], -1, inputs[t]);
      for (int64_t channel = from; channel < end; channel += lanes) {
        for (int64_t t = 0; t < perElement; ++t)
          inputPlaces4([&](int i, int j) { return load(inputs[t][i][j] + channel - from); },
                       [&](int i, int j, Vector place) { all[i][j][t] = place; });
        keep(x_, xPlace_, channel);
      }
      start += part.channels;
    }
    const Value* outputs[perElement][side][side];
    for (int64_t t = 0; t < perElement; ++t) find(dy, c_.outputs, piece_.firstOutput, corners[t], 0, outputs[t]);
    for (int64_t channel = 0; channel < outputs_; channel += lanes) {
      for (int64_t t = 0; t < perElement; ++t)
        gradientPlaces4([&](int i, int j) { return load(outputs[t][i][j] + channel); },
                        [&](int i, int j, Vector place) { all[i][j][t] = place; });
      keep(y_, yPlace_, channel);
    }
  }

  void multiplyPlace(int64_t place, int64_t elements) {
    constexpr int64_t group = lanes == panelWidth ? 2 : 3;
    const auto panelOf = [&](const int32_t* places_, int64_t channel) {
      return places_ + channel / panelWidth * panelWidth * plan_.rangeElements + channel % panelWidth;
    };
    const int64_t vectors = outputs_ / lanes;
    for (int64_t first = 0; first < vectors; first += group) {
      const int64_t count = std::min(group, vectors - first);
      const int32_t* y[group];
      for (int64_t v = 0; v < count; ++v) y[v] = panelOf(y_ + place * yPlace_, (first + v) * lanes);
      const auto kernel = count == 3   ? multiplyTiles<Value, 3>
                          : count == 2 ? multiplyTiles<Value, 2>
                                       : multiplyTiles<Value, 1>;
      for (int64_t i = 0; i < inputs_; i += inputRows)
        kernel(panelOf(x_ + place * xPlace_, i), y, elements, sums_ + (place * inputs_ + i) * outputs_ + first * lanes,
               outputs_);
    }
  }

  void write(float* out) const {
    for (int64_t i = 0; i < inputs_; ++i)
      for (int64_t o = 0; o < outputs_; o += lanes) {
        Vector rows[3][reach];
        for (int j = 0; j < reach; ++j) {
          Vector m[reach], w[3];
          for (int k = 0; k < reach; ++k) m[k] = load(sums_ + ((k * reach + j) * inputs_ + i) * outputs_ + o);
          weightOf4(m, w);
          for (int ky = 0; ky < 3; ++ky) rows[ky][j] = w[ky];
        }
        for (int ky = 0; ky < 3; ++ky) {
          Vector w[3];
          weightOf4(rows[ky], w);
          for (int kx = 0; kx < 3; ++kx)
            store(out + ((ky * 3 + kx) * c_.inputs + piece_.firstInput + i) * c_.outputs + piece_.firstOutput + o,
                  w[kx]);
        }
      }
  }

  const Convolution& c_;
  const Plan& plan_;
  const Piece piece_;
  const int64_t inputs_, outputs_;
  // A cache line more than a place takes: at a power of two, all would compete for the same lines of the cache.
  const int64_t xPlace_, yPlace_;
  int32_t *x_, *y_;
  float *sums_, *zeros_;
};

template <class Value>
void run(const Convolution& c, const std::vector<Part<Value>>& x, const Value* dy, float* dw) {
  const Plan plan(c, Products<Value>::values);
  sumSlabs(plan.cut.slabs, 9 * c.inputs * c.outputs, dw, [&](float* partial) {
    parallelFor(static_cast<int>(plan.cut.count()),
                [&](int index) { Task<Value>(c, plan, index).run(x, dy, partial); });
  });
}

}  // namespace

bool winogradGradientPays(const Convolution& c) {
  return c.size == 3 && c.inputs % 16 == 0 && std::min(c.height, c.width) >= side &&
         c.batch * c.height * c.width >= 512;
}

void winogradGradient(const Convolution& c, const std::vector<Part<float>>& x, const float* dy, float* dw) {
  run(c, x, dy, dw);
}
#if defined(__AVX512BF16__)
void winogradGradient(const Convolution& c, const std::vector<Part<uint16_t>>& x, const uint16_t* dy, float* dw) {
  run(c, x, dy, dw);
}
#endif

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
