// The gradient's tiles are two by two, its inputs' four by four:
//
//   dw = A' [ sum over tiles of (B' x B) . (G dy G') ] A
//
// so that the sum runs in the basis of sixteen places, where it is a matrix product place by place, (inputs x tiles)
// (tiles x outputs), and is taken back to nine weights once at the end.
#include "winograd-gradient.h"

#include <algorithm>
#include <cstring>

#include "../caches.h"
#include "../worker-threads.h"
#include "memory.h"
#include "slabs.h"
#include "winograd-basis.h"

namespace unetlab {
namespace UNETLAB_KERNELS {
namespace {

constexpr int64_t places = 16;
constexpr int64_t inputPanel = 8, outputPanel = 16;  // channels

/// Where the panel of an output begins, in channels.
inline int64_t panelOf(int64_t output) { return output / outputPanel * outputPanel; }

/// Writes a vector to neighbouring panels of eight, `next` apart.
inline void storePanels(float* panel, int64_t next, Vector values) {
#if defined(__AVX512F__)
  _mm256_store_ps(panel, _mm512_castps512_ps256(values));
  _mm256_store_ps(panel + next, _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(values), 1)));
#else
  static_cast<void>(next);
  _mm256_store_ps(panel, values);
#endif
}

/// G dy G' of sixteen outputs: two by two values to four by four.
inline void gradientBasis(const Vector (&y)[2][2], Vector (&u)[4][4]) {
  const Vector half = all(0.5F);
  Vector rows[4][2];
  for (int j = 0; j < 2; ++j) {
    rows[0][j] = y[0][j];
    rows[1][j] = multiply(half, add(y[0][j], y[1][j]));
    rows[2][j] = multiply(half, subtract(y[0][j], y[1][j]));
    rows[3][j] = y[1][j];
  }
  for (int i = 0; i < 4; ++i) {
    u[i][0] = rows[i][0];
    u[i][1] = multiply(half, add(rows[i][0], rows[i][1]));
    u[i][2] = multiply(half, subtract(rows[i][0], rows[i][1]));
    u[i][3] = rows[i][1];
  }
}

/// One step of A': four places to three weights.
inline void weightBasis(const Vector& a, const Vector& b, const Vector& c, const Vector& d, Vector& first,
                        Vector& second, Vector& third) {
  const Vector sum = add(b, c);
  first = add(a, sum);
  second = subtract(b, c);
  third = subtract(sum, d);
}

/// Adds the products of `inputRows` inputs with V vectors of outputs over the tiles.
template <int V>
void multiplyTiles(const float* x, const float* const* y, int64_t tiles, float* sums, int64_t sumRow) {
  Vector sum[inputRows][V];
  for (int i = 0; i < inputRows; ++i)
    for (int v = 0; v < V; ++v) sum[i][v] = load(sums + i * sumRow + v * lanes);
  for (int64_t t = 0; t < tiles; ++t) {
    Vector vector[V];
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) vector[v] = load(y[v] + t * outputPanel);
#pragma GCC unroll 8
    for (int i = 0; i < inputRows; ++i)
#pragma GCC unroll 3
      for (int v = 0; v < V; ++v) sum[i][v] = multiplyAdd(all(x[t * inputPanel + i]), vector[v], sum[i][v]);
  }
  for (int i = 0; i < inputRows; ++i)
    for (int v = 0; v < V; ++v) store(sums + i * sumRow + v * lanes, sum[i][v]);
}

/// How the work is cut: blocks of channels, and slabs of ranges of tiles. The second-level cache holds a block's sums
/// and what a task transforms at a time.
struct Plan {
  explicit Plan(const Convolution& c)
      : across((c.width + 1) / 2),
        down((c.height + 1) / 2),
        tiles(c.batch * across * down),
        block(blockOf(places, caches().level2 / 4)),
        rangeTiles(caches().level2 / 2 / static_cast<int64_t>(sizeof(float)) / places /
                   (std::min(c.inputs, block.inputs) + std::min(c.outputs, block.outputs))),
        cut(cutOf(c, block, pieces(tiles, rangeTiles))) {}

  const int64_t across, down, tiles;
  const Block block;
  const int64_t rangeTiles;
  const Cut cut;
};

/// One block of inputs with one block of outputs over one slab, into `[3, 3, inputs, outputs]`.
class Task {
 public:
  Task(const Convolution& convolution, const Plan& plan, int64_t index)
      : c_(convolution),
        plan_(plan),
        piece_(plan.cut[index]),
        inputs_(piece_.inputs),
        outputs_(piece_.outputs),
        xPlace_(plan.rangeTiles * inputs_ + outputPanel),
        yPlace_(plan.rangeTiles * outputs_ + outputPanel) {
    const int64_t sums = places * inputs_ * outputs_, widest = std::max(inputs_, outputs_);
    x_ = threadMemory<float>(static_cast<size_t>(places * (xPlace_ + yPlace_) + sums + widest));
    y_ = x_ + places * xPlace_;
    sums_ = y_ + places * yPlace_;
    zeros_ = sums_ + sums;
    std::fill_n(sums_, sums + widest, 0.0F);
  }

  void run(const float* x, const float* dy, float* partial) {
    for (int64_t range = piece_.firstRange; range < piece_.endRange; ++range) {
      const int64_t first = range * plan_.rangeTiles, count = std::min(plan_.rangeTiles, plan_.tiles - first);
      for (int64_t t = 0; t < count; ++t) read(x, dy, first + t, t);
      for (int64_t k = 0; k < places; ++k) multiplyPlace(k, count);
    }
    write(partial + piece_.slab * 9 * c_.inputs * c_.outputs);
  }

 private:
  /// Takes one tile to the other basis: inputs to `[place][input / 8][tile][8]`, outputs to
  /// `[place][output / 16][tile][16]`.
  void read(const float* x, const float* dy, int64_t tile, int64_t t) {
    const int64_t image = tile / (plan_.across * plan_.down), top = tile / plan_.across % plan_.down * 2;
    const int64_t left = tile % plan_.across * 2;
    const auto pixel = [&](const float* from, int64_t channels, int64_t first, int64_t row, int64_t column) {
      const bool inside = row >= 0 && row < c_.height && column >= 0 && column < c_.width;
      return inside ? from + ((image * c_.height + row) * c_.width + column) * channels + first : zeros_;
    };
    const float *inputs[4][4], *outputs[2][2];
    for (int64_t i = 0; i < 4; ++i)
      for (int64_t j = 0; j < 4; ++j) inputs[i][j] = pixel(x, c_.inputs, piece_.firstInput, top + i - 1, left + j - 1);
    for (int64_t i = 0; i < 2; ++i)
      for (int64_t j = 0; j < 2; ++j) outputs[i][j] = pixel(dy, c_.outputs, piece_.firstOutput, top + i, left + j);

    for (int64_t channel = 0; channel < inputs_; channel += lanes) {
      Vector d[4][4];
      for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 4; ++j) d[i][j] = load(inputs[i][j] + channel);
      inputBasis(d);
      float* const panel = x_ + channel * plan_.rangeTiles + t * inputPanel;
      for (int k = 0; k < places; ++k) storePanels(panel + k * xPlace_, inputPanel * plan_.rangeTiles, d[k / 4][k % 4]);
    }
    for (int64_t channel = 0; channel < outputs_; channel += lanes) {
      Vector y[2][2], u[4][4];
      for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 2; ++j) y[i][j] = load(outputs[i][j] + channel);
      gradientBasis(y, u);
      float* const panel = y_ + panelOf(channel) * plan_.rangeTiles + t * outputPanel + channel % outputPanel;
      for (int k = 0; k < places; ++k) store(panel + k * yPlace_, u[k / 4][k % 4]);
    }
  }

  void multiplyPlace(int64_t place, int64_t tiles) {
    constexpr int64_t group = lanes == outputPanel ? 2 : 3;
    const int64_t vectors = outputs_ / lanes;
    for (int64_t first = 0; first < vectors; first += group) {
      const int64_t count = std::min(group, vectors - first);
      const float* y[group];
      for (int64_t v = 0; v < count; ++v) {
        const int64_t output = (first + v) * lanes;
        y[v] = y_ + place * yPlace_ + panelOf(output) * plan_.rangeTiles + output % outputPanel;
      }
      const auto kernel = count == 3 ? multiplyTiles<3> : count == 2 ? multiplyTiles<2> : multiplyTiles<1>;
      for (int64_t i = 0; i < inputs_; i += inputRows)
        kernel(x_ + place * xPlace_ + i / inputPanel * inputPanel * plan_.rangeTiles + i % inputPanel, y, tiles,
               sums_ + (place * inputs_ + i) * outputs_ + first * lanes, outputs_);
    }
  }

  void write(float* out) const {
    for (int64_t i = 0; i < inputs_; ++i)
      for (int64_t o = 0; o < outputs_; o += lanes) {
        Vector m[4][4], rows[3][4];
        for (int k = 0; k < places; ++k) m[k / 4][k % 4] = load(sums_ + (k * inputs_ + i) * outputs_ + o);
        for (int j = 0; j < 4; ++j) weightBasis(m[0][j], m[1][j], m[2][j], m[3][j], rows[0][j], rows[1][j], rows[2][j]);
        for (int ky = 0; ky < 3; ++ky) {
          Vector w[3];
          weightBasis(rows[ky][0], rows[ky][1], rows[ky][2], rows[ky][3], w[0], w[1], w[2]);
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
  // A cache line more than a place takes: at a power of two, all sixteen would compete for the same lines of the cache.
  const int64_t xPlace_, yPlace_;
  float *x_, *y_, *sums_, *zeros_;
};

}  // namespace

bool winogradGradientPays(const Convolution& c) {
  return c.size == 3 && c.inputs % 16 == 0 && std::min(c.inputs, c.outputs) >= 32 &&
         c.batch * c.height * c.width >= 512;
}

void winogradGradient(const Convolution& c, const float* x, const float* dy, float* dw) {
  const Plan plan(c);
  sumSlabs(plan.cut.slabs, 9 * c.inputs * c.outputs, dw, [&](float* partial) {
    parallelFor(static_cast<int>(plan.cut.count()), [&](int index) { Task(c, plan, index).run(x, dy, partial); });
  });
}

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
