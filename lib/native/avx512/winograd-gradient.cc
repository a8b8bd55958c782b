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
namespace {

constexpr int64_t places = 16;
constexpr int64_t inputPanel = 8, outputPanel = 16;  // channels

/// G dy G' of sixteen outputs: two by two values to four by four.
inline void gradientBasis(const __m512 (&y)[2][2], __m512 (&u)[4][4]) {
  const __m512 half = _mm512_set1_ps(0.5F);
  __m512 rows[4][2];
  for (int j = 0; j < 2; ++j) {
    rows[0][j] = y[0][j];
    rows[1][j] = _mm512_mul_ps(half, _mm512_add_ps(y[0][j], y[1][j]));
    rows[2][j] = _mm512_mul_ps(half, _mm512_sub_ps(y[0][j], y[1][j]));
    rows[3][j] = y[1][j];
  }
  for (int i = 0; i < 4; ++i) {
    u[i][0] = rows[i][0];
    u[i][1] = _mm512_mul_ps(half, _mm512_add_ps(rows[i][0], rows[i][1]));
    u[i][2] = _mm512_mul_ps(half, _mm512_sub_ps(rows[i][0], rows[i][1]));
    u[i][3] = rows[i][1];
  }
}

/// One step of A': four places to three weights.
inline void weightBasis(const __m512& a, const __m512& b, const __m512& c, const __m512& d, __m512& first,
                        __m512& second, __m512& third) {
  const __m512 sum = _mm512_add_ps(b, c);
  first = _mm512_add_ps(a, sum);
  second = _mm512_sub_ps(b, c);
  third = _mm512_sub_ps(sum, d);
}

/// Adds the products of one input panel with V panels of outputs over the tiles.
template <int V>
void multiply(const float* x, const float* const* y, int64_t tiles, float* sums, int64_t sumRow) {
  __m512 sum[inputPanel][V];
  for (int i = 0; i < inputPanel; ++i)
    for (int v = 0; v < V; ++v) sum[i][v] = _mm512_load_ps(sums + i * sumRow + v * outputPanel);
  for (int64_t t = 0; t < tiles; ++t) {
    __m512 vector[V];
#pragma GCC unroll 2
    for (int v = 0; v < V; ++v) vector[v] = _mm512_load_ps(y[v] + t * outputPanel);
#pragma GCC unroll 8
    for (int i = 0; i < inputPanel; ++i)
#pragma GCC unroll 2
      for (int v = 0; v < V; ++v)
        sum[i][v] = _mm512_fmadd_ps(_mm512_set1_ps(x[t * inputPanel + i]), vector[v], sum[i][v]);
  }
  for (int i = 0; i < inputPanel; ++i)
    for (int v = 0; v < V; ++v) _mm512_store_ps(sums + i * sumRow + v * outputPanel, sum[i][v]);
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
  /// Takes one tile to the other basis: inputs to `[place][input / 8][tile][8]`, outputs to `[place][output /
  /// 16][tile][16]`.
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

    for (int64_t channel = 0; channel < inputs_; channel += 2 * inputPanel) {
      __m512 d[4][4];
      for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 4; ++j) d[i][j] = _mm512_loadu_ps(inputs[i][j] + channel);
      inputBasis(d);
      float* const panel = x_ + channel * plan_.rangeTiles + t * inputPanel;
      for (int k = 0; k < places; ++k) {
        const __m512 values = d[k / 4][k % 4];
        _mm256_store_ps(panel + k * xPlace_, _mm512_castps512_ps256(values));
        _mm256_store_ps(panel + k * xPlace_ + inputPanel * plan_.rangeTiles,
                        _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(values), 1)));
      }
    }
    for (int64_t channel = 0; channel < outputs_; channel += outputPanel) {
      __m512 y[2][2], u[4][4];
      for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 2; ++j) y[i][j] = _mm512_loadu_ps(outputs[i][j] + channel);
      gradientBasis(y, u);
      float* const panel = y_ + channel * plan_.rangeTiles + t * outputPanel;
      for (int k = 0; k < places; ++k) _mm512_store_ps(panel + k * yPlace_, u[k / 4][k % 4]);
    }
  }

  void multiplyPlace(int64_t place, int64_t tiles) {
    for (int64_t o = 0; o < outputs_; o += 2 * outputPanel)
      for (int64_t i = 0; i < inputs_; i += inputPanel) {
        const float* const x = x_ + place * xPlace_ + i * plan_.rangeTiles;
        const float* const first = y_ + place * yPlace_ + o * plan_.rangeTiles;
        const float* const y[2] = {first, first + outputPanel * plan_.rangeTiles};
        float* const sums = sums_ + (place * inputs_ + i) * outputs_ + o;
        (o + outputPanel < outputs_ ? multiply<2> : multiply<1>)(x, y, tiles, sums, outputs_);
      }
  }

  void write(float* out) const {
    for (int64_t i = 0; i < inputs_; ++i)
      for (int64_t o = 0; o < outputs_; o += outputPanel) {
        __m512 m[4][4], rows[3][4];
        for (int k = 0; k < places; ++k) m[k / 4][k % 4] = _mm512_load_ps(sums_ + (k * inputs_ + i) * outputs_ + o);
        for (int j = 0; j < 4; ++j) weightBasis(m[0][j], m[1][j], m[2][j], m[3][j], rows[0][j], rows[1][j], rows[2][j]);
        for (int ky = 0; ky < 3; ++ky) {
          __m512 w[3];
          weightBasis(rows[ky][0], rows[ky][1], rows[ky][2], rows[ky][3], w[0], w[1], w[2]);
          for (int kx = 0; kx < 3; ++kx)
            _mm512_storeu_ps(
                out + ((ky * 3 + kx) * c_.inputs + piece_.firstInput + i) * c_.outputs + piece_.firstOutput + o, w[kx]);
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

}  // namespace unetlab
