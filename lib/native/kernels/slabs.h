#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>

#include "weight-gradient.h"

namespace unetlab {
namespace UNETLAB_KERNELS {

/// How many parts a whole makes, the last one maybe smaller.
inline int64_t pieces(int64_t whole, int64_t part) { return (whole + part - 1) / part; }

/// Channels that a task takes at a time.
struct Block {
  int64_t inputs, outputs;
};

/// The block whose sums, `floats` for each input and output, take at most `bytes`: powers of two from 16, with as many
/// outputs as inputs or twice as many.
inline Block blockOf(int64_t floats, int64_t bytes) {
  Block block{16, 16};
  for (bool wider = true;; wider = !wider) {
    const Block next = wider ? Block{block.inputs, 2 * block.outputs} : Block{2 * block.inputs, block.outputs};
    if (next.inputs * next.outputs * floats * static_cast<int64_t>(sizeof(float)) > bytes) return block;
    block = next;
  }
}

/// One piece of work: a block of inputs with a block of outputs, over one slab's ranges.
struct Piece {
  int64_t slab, firstRange, endRange;
  int64_t firstInput, inputs, firstOutput, outputs;  // channels
};

/// How a sum over `ranges` is cut into pieces for a matrix of `inputs` x `outputs`.
struct Cut {
  int64_t inputs, outputs;
  Block block;
  int64_t ranges, slabs;

  int64_t count() const { return slabs * pieces(inputs, block.inputs) * pieces(outputs, block.outputs); }

  Piece operator[](int64_t index) const {
    const int64_t slab = index % slabs, place = index / slabs, across = pieces(inputs, block.inputs);
    const int64_t firstInput = place % across * block.inputs, firstOutput = place / across * block.outputs;
    return {slab,
            slab * ranges / slabs,
            (slab + 1) * ranges / slabs,
            firstInput,
            std::min(block.inputs, inputs - firstInput),
            firstOutput,
            std::min(block.outputs, outputs - firstOutput)};
  }
};

/// Cuts the sum over `ranges` that gives a convolution's weights: into enough pieces to share among the cores of a
/// large machine, as long as the slabs' sums, which are written and added up, stay small beside the last cache. It
/// depends on the shape and the caches alone, since the rounding of a sum depends on where it is cut.
Cut cutOf(const Convolution& convolution, Block block, int64_t ranges);

/// Has `work` write each slab's sums, at `partial + slab * weights`, and adds them up in their order.
void sumSlabs(int64_t slabs, int64_t weights, float* sums, const std::function<void(float* partial)>& work);

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
