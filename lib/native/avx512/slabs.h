#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>

#include "weight-gradient.h"

namespace unetlab {

/// How many parts a whole makes, the last one maybe smaller.
inline int64_t pieces(int64_t whole, int64_t part) { return (whole + part - 1) / part; }

/// One piece of work: a block of inputs with a block of outputs, over one slab's ranges.
struct Piece {
  int64_t slab, firstRange, endRange;
  int64_t firstInput, inputs, firstOutput, outputs;  // channels
};

/// How a sum over `ranges` is cut into pieces for a matrix of `inputs` x `outputs`.
struct Cut {
  int64_t inputs, inputBlock, outputs, outputBlock, ranges, slabs;

  int64_t count() const { return slabs * pieces(inputs, inputBlock) * pieces(outputs, outputBlock); }

  Piece operator[](int64_t index) const {
    const int64_t slab = index % slabs, block = index / slabs, inputBlocks = pieces(inputs, inputBlock);
    const int64_t firstInput = block % inputBlocks * inputBlock, firstOutput = block / inputBlocks * outputBlock;
    return {slab,
            slab * ranges / slabs,
            (slab + 1) * ranges / slabs,
            firstInput,
            std::min(inputBlock, inputs - firstInput),
            firstOutput,
            std::min(outputBlock, outputs - firstOutput)};
  }
};

/// Cuts the sum over `ranges` that gives a convolution's weights: into enough pieces to share among the cores of a
/// large machine, as long as the slabs' sums, which are written and added up, stay small. It depends on the shape
/// alone, since the rounding of a sum depends on where it is cut.
Cut cutOf(const Convolution& convolution, int64_t inputBlock, int64_t outputBlock, int64_t ranges);

/// Has `work` write each slab's sums, at `partial + slab * weights`, and adds them up in their order.
void sumSlabs(int64_t slabs, int64_t weights, float* sums, const std::function<void(float* partial)>& work);

}  // namespace unetlab
