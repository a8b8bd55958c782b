#include "up-shuffle.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "../worker-threads.h"
#include "values.h"

namespace unetlab {
namespace UNETLAB_KERNELS {
namespace {

constexpr int64_t slabs = 64;  // pieces of work; fixed, since sums depend on where they are cut

/// Calls `row(slab, image, cells, stride)` for each row of pixels: `image` is its offset in the image, where 2 filters
/// of neighbours stand one after the other; `cells` the offset of the first two and `stride` the way to the next two.
template <class Row>
void eachRow(const Cells& size, Row row) {
  parallelFor(slabs, [&](int slab) {
    const int64_t rows = 2 * size.rows, pair = 2 * size.filters;
    for (int64_t r = slab * rows / slabs; r < (slab + 1) * rows / slabs; ++r)
      row(slab, r * size.width * pair, (r / 2) * size.width * 2 * pair + (r % 2) * pair, 2 * pair);
  });
}

template <class Value>
void forward(const Cells& size, const Value* cells, const float* bias, Value* y) {
  eachRow(size, [&](int, int64_t image, int64_t start, int64_t stride) {
    for (int64_t x = 0; x < size.width; ++x)
      for (int64_t side = 0; side < 2; ++side)
        for (int64_t f = 0; f < size.filters; f += lanes) {
          const int64_t at = side * size.filters + f;
          store(y + image + x * 2 * size.filters + at, add(load(cells + start + x * stride + at), load(bias + f)));
        }
  });
}

template <class Value>
void backward(const Cells& size, const Value* dy, Value* dcells, float* dbias) {
  const auto filters = static_cast<size_t>(size.filters);
  std::vector<float> sums(static_cast<size_t>(slabs) * filters);
  eachRow(size, [&](int slab, int64_t image, int64_t start, int64_t stride) {
    float* const slabSums = sums.data() + static_cast<size_t>(slab) * filters;
    for (int64_t x = 0; x < size.width; ++x)
      std::memcpy(dcells + start + x * stride, dy + image + x * 2 * size.filters, 2 * filters * sizeof(Value));
    for (int64_t f = 0; f < size.filters; f += lanes) {
      Vector sum = zero();
      for (int64_t x = 0; x < 2 * size.width; ++x) sum = add(sum, load(dy + image + x * size.filters + f));
      store(slabSums + f, add(load(slabSums + f), sum));
    }
  });
  for (size_t f = 0; f < filters; ++f) {
    dbias[f] = 0;
    for (size_t slab = 0; slab < static_cast<size_t>(slabs); ++slab) dbias[f] += sums[slab * filters + f];
  }
}

}  // namespace

void upShuffle(const Cells& size, const float* cells, const float* bias, float* y) { forward(size, cells, bias, y); }

void upShuffleGradient(const Cells& size, const float* dy, float* dcells, float* dbias) {
  backward(size, dy, dcells, dbias);
}

#if defined(__AVX512BF16__)
void upShuffle(const Cells& size, const uint16_t* cells, const float* bias, uint16_t* y) {
  forward(size, cells, bias, y);
}

void upShuffleGradient(const Cells& size, const uint16_t* dy, uint16_t* dcells, float* dbias) {
  backward(size, dy, dcells, dbias);
}
#endif

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
