#include "slabs.h"

#include <algorithm>
#include <cstring>

#include "../caches.h"
#include "../worker-threads.h"
#include "memory.h"

namespace unetlab {
namespace UNETLAB_KERNELS {

Cut cutOf(const Convolution& c, Block block, int64_t ranges) {
  constexpr int64_t fewestTasks = 16, mostTasks = 64;
  const int64_t partialFloats = caches().level3 / 8 / static_cast<int64_t>(sizeof(float));
  const int64_t blocks = pieces(c.inputs, block.inputs) * pieces(c.outputs, block.outputs);
  const int64_t cheap = std::min(pieces(mostTasks, blocks), partialFloats / (c.size * c.size * c.inputs * c.outputs));
  const int64_t slabs = std::min(ranges, std::max(pieces(fewestTasks, blocks), cheap));
  return {c.inputs, c.outputs, block, ranges, slabs};
}

void sumSlabs(int64_t slabs, int64_t weights, float* sums, const std::function<void(float* partial)>& work) {
  if (slabs == 1) {
    work(sums);
    return;
  }
  const Buffer memory = allocate(static_cast<size_t>(weights * slabs) * sizeof(float));
  float* const partial = static_cast<float*>(memory.get());
  work(partial);
  constexpr int parts = 16;
  parallelFor(parts, [&](int part) {
    const int64_t from = weights * part / parts, to = weights * (part + 1) / parts;
    std::memcpy(sums + from, partial + from, static_cast<size_t>(to - from) * sizeof(float));
    for (int64_t slab = 1; slab < slabs; ++slab)
      for (int64_t i = from; i < to; ++i) sums[i] += partial[slab * weights + i];
  });
}

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
