// Two by two outputs are a tile; a tile depends on four by four inputs. Inputs, weights and outputs are taken to
// another basis of sixteen places, in which a convolution is a product place by place:
//
//   y = A' [ (G w G') . (B' x B) ] A
//
// Summed over channels, each place is a matrix product (tiles x inputs) (inputs x outputs). A task takes a range of
// tiles through all three steps, so that what lies between them stays in the cache.
#include "winograd.h"

#include <algorithm>

#include "../caches.h"
#include "../worker-threads.h"
#include "memory.h"
#include "panel-product.h"
#include "winograd-basis.h"

namespace unetlab {
namespace UNETLAB_KERNELS {
namespace {

constexpr int64_t places = 16;

/// G w G' of sixteen outputs for one input.
inline void transformWeights(const Vector (&w)[3][3], Vector (&u)[4][4]) {
  const Vector half = all(0.5F);
  Vector rows[4][3];
  for (int j = 0; j < 3; ++j) {
    const Vector outer = add(w[0][j], w[2][j]);
    rows[0][j] = w[0][j];
    rows[1][j] = multiply(half, add(outer, w[1][j]));
    rows[2][j] = multiply(half, subtract(outer, w[1][j]));
    rows[3][j] = w[2][j];
  }
  for (int i = 0; i < 4; ++i) {
    const Vector outer = add(rows[i][0], rows[i][2]);
    u[i][0] = rows[i][0];
    u[i][1] = multiply(half, add(outer, rows[i][1]));
    u[i][2] = multiply(half, subtract(outer, rows[i][1]));
    u[i][3] = rows[i][2];
  }
}

/// The weights in their basis, `[place][outputs / 16][inputs][16]`.
void allWeights(const Convolution3& c, const float* weights, float* result) {
  const int64_t vectors = c.outputs / lanes, place = c.inputs * c.outputs;
  parallelFor(static_cast<int>(vectors), [&](int vector) {
    float* const to = result + weightsOf(vector, c.inputs);
    for (int64_t i = 0; i < c.inputs; ++i) {
      Vector w[3][3], u[4][4];
      for (int ky = 0; ky < 3; ++ky)
        for (int kx = 0; kx < 3; ++kx)
          w[ky][kx] = c.transposed ? gather(weights + ((2 - ky) * 3 + 2 - kx) * place + vector * lanes * c.inputs + i,
                                            static_cast<int>(c.inputs))
                                   : load(weights + (ky * 3 + kx) * place + i * c.outputs + vector * lanes);
      transformWeights(w, u);
      for (int k = 0; k < places; ++k) store(to + k * place + i * panelWidth, u[k / 4][k % 4]);
    }
  });
}

/// The tiles `from` to `to`, counted through the batch row by row.
class Tiles {
 public:
  Tiles(const Convolution3& convolution, int64_t from, int64_t to)
      : c_(convolution),
        across_((c_.width + 1) / 2),
        down_((c_.height + 1) / 2),
        from_(from),
        count_(to - from),
        padded_((count_ + pixelRows - 1) / pixelRows * pixelRows),
        xPlace_(padded_ * c_.inputs + panelWidth),
        yPlace_(padded_ * c_.outputs + panelWidth) {
    const auto x = static_cast<size_t>(places * xPlace_), y = static_cast<size_t>(places * yPlace_);
    float* const memory = threadMemory<float>(x + y + static_cast<size_t>(std::max(c_.inputs, c_.outputs)));
    x_ = memory;
    y_ = memory + x;
    zeros_ = y_ + y;
    std::fill_n(zeros_, std::max(c_.inputs, c_.outputs), 0.0F);
  }

  void run(const float* x, const float* weights, float* y) {
    for (int64_t t = 0; t < count_; ++t) read(x, t);
    for (int64_t k = 0; k < places; ++k) multiplyPlace(weights + k * c_.inputs * c_.outputs, k);
    for (int64_t t = 0; t < count_; ++t) write(y, t);
  }

 private:
  struct Place {
    int64_t image, top, left;
  };
  Place placeOf(int64_t tile) const {
    const int64_t t = from_ + tile;
    return {t / (across_ * down_), t / across_ % down_ * 2, t % across_ * 2};
  }

  void read(const float* x, int64_t tile) {
    const Place at = placeOf(tile);
    const float* pixels[4][4];
    for (int64_t i = 0; i < 4; ++i)
      for (int64_t j = 0; j < 4; ++j) {
        const int64_t row = at.top + i - 1, column = at.left + j - 1;
        const bool inside = row >= 0 && row < c_.height && column >= 0 && column < c_.width;
        pixels[i][j] = inside ? x + ((at.image * c_.height + row) * c_.width + column) * c_.inputs : zeros_;
      }
    for (int64_t channel = 0; channel < c_.inputs; channel += lanes) {
      Vector d[4][4];
      for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 4; ++j) d[i][j] = load(pixels[i][j] + channel);
      inputBasis(d);
      for (int k = 0; k < places; ++k) store(x_ + k * xPlace_ + tile * c_.inputs + channel, d[k / 4][k % 4]);
    }
  }

  void multiplyPlace(const float* weights, int64_t place) {
    const float* const x = x_ + place * xPlace_;
    float* const y = y_ + place * yPlace_;
    inGroups(c_.outputs / lanes, [&](int64_t first, int64_t count) {
      for (int64_t tile = 0; tile < padded_; tile += pixelRows) {
        float* const to = y + tile * c_.outputs + first * lanes;
        const auto keep = [&](int t, int v, Vector sum) { store(to + t * c_.outputs + v * lanes, sum); };
        multiplyGroup(count, x + tile * c_.inputs, c_.inputs, weights, first, c_.inputs, keep);
      }
    });
  }

  void write(float* y, int64_t tile) {
    const Place at = placeOf(tile);
    for (int64_t channel = 0; channel < c_.outputs; channel += lanes) {
      Vector m[4][4], rows[2][4];
      for (int k = 0; k < places; ++k) m[k / 4][k % 4] = load(y_ + k * yPlace_ + tile * c_.outputs + channel);
      for (int j = 0; j < 4; ++j) {
        rows[0][j] = add(add(m[0][j], m[1][j]), m[2][j]);
        rows[1][j] = subtract(subtract(m[1][j], m[2][j]), m[3][j]);
      }
      for (int64_t i = 0; i < 2; ++i) {
        const int64_t row = at.top + i;
        if (row >= c_.height) break;
        float* const out = y + ((at.image * c_.height + row) * c_.width + at.left) * c_.outputs + channel;
        store(out, add(add(rows[i][0], rows[i][1]), rows[i][2]));
        if (at.left + 1 < c_.width) store(out + c_.outputs, subtract(subtract(rows[i][1], rows[i][2]), rows[i][3]));
      }
    }
  }

  const Convolution3& c_;
  const int64_t across_, down_, from_, count_, padded_;
  // One cache line more than a place takes: at a power of two, all sixteen would compete for the same lines of the
  // cache.
  const int64_t xPlace_, yPlace_;
  float *x_, *y_, *zeros_;
};

}  // namespace

void convolve(const Convolution3& c, const float* x, const float* weights, float* y) {
  const int64_t tiles = c.batch * ((c.height + 1) / 2) * ((c.width + 1) / 2);
  if (tiles == 0) return;
  const Buffer basis = allocate(static_cast<size_t>(places * c.inputs * c.outputs) * sizeof(float));
  allWeights(c, weights, static_cast<float*>(basis.get()));
  // what lies between the steps stays in the second-level cache, beside a place's weights
  const int64_t cacheFloats = caches().level2 * 3 / 8 / static_cast<int64_t>(sizeof(float));
  const int64_t fitting = cacheFloats / (places * (c.inputs + c.outputs)) / pixelRows * pixelRows;
  const int64_t range = std::max<int64_t>(4 * pixelRows, fitting);
  parallelFor(static_cast<int>((tiles + range - 1) / range), [&](int task) {
    Tiles(c, task * range, std::min<int64_t>(tiles, (task + 1) * range)).run(x, static_cast<float*>(basis.get()), y);
  });
}

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
