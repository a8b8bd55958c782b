#include "inference-ops.h"

#include <memory>

#include "instructions.h"

namespace unetlab {
namespace {

const Kernels& kernels() { return *instructions().kernels; }

bool isMultipleOf16(int64_t value) { return value > 0 && value % 16 == 0; }

// The bits of an op's number.
constexpr int withRelu = 1, withPool = 2;

/// @param basisOf makes the weights that the products take of those in float32, `basisOf(basis, size)`
template <class Value, class Factor, class BasisOf>
void fusedConvolution(Call& call, int flags, BasisOf basisOf,
                      void (*convolve)(const FusedConvolution<Value, Factor>&)) {
  const int parts = call.inputs() - 2;
  const Shape first = call.shape(0), bias = call.shape(parts + 1);
  if (first.size() != 4 || bias.size() != 1 || !isMultipleOf16(bias[0]))
    throw BadInput("parts are [n, h, w, i], bias [o]");
  FusedConvolution<Value, Factor> c{first[0], first[1], first[2], bias[0], {}, nullptr, nullptr, false, {}, nullptr};
  c.parts = call.parts<Value>(parts);
  const int64_t size = winograd4Size(channelsOf(c.parts), c.outputs);
  if (call.shape(parts) != Shape{size}) throw BadInput("the weights do not fit");
  c.basis = basisOf(call.input<float>(parts), size);
  c.bias = call.input<float>(parts + 1);
  c.relu = (flags & withRelu) != 0;
  c.y = {call.output<Value>(0, {c.batch, c.height, c.width, c.outputs})};
  const bool pool = (flags & withPool) != 0;
  auto* const pooled =
      call.output<Value>(1, pool ? Shape{c.batch, (c.height + 1) / 2, (c.width + 1) / 2, c.outputs} : Shape{0});
  if (pool) c.pooled = pooled;
  convolve(c);
}

// In bfloat16, products are bfloat16: a trained network's mask then differs from float32's in 9 of 100,000 pixels (in 3
// with float32 products, which take a quarter longer), as little as PyTorch's.
const Op fusedConvolutionOp{
    "UnetlabFusedConv3x3",
    {"parts: N * T", "basis: float", "bias: float"},
    {"y: T", "pooled: T"},
    {"flags", false},
    [](Call& call, double flags) {
      const int bits = static_cast<int>(flags);
      if (call.isFloat32(0)) {
        const auto asItIs = [](const float* basis, int64_t) { return basis; };
        fusedConvolution(call, bits, asItIs, kernels().float32.convolve);
      } else {
        std::unique_ptr<uint16_t[]> rounded;
        const auto round = [&](const float* basis, int64_t size) {
          rounded.reset(new uint16_t[static_cast<size_t>(size)]);
          kernels().winograd4Rounded(basis, size, rounded.get());
          return rounded.get();
        };
        fusedConvolution(call, bits, round, kernels().bfloat16.convolve);
      }
    },
};

const Op weightsOp{
    "UnetlabWinogradWeights",
    {"w: T"},
    {"basis: float"},
    {nullptr, false},
    [](Call& call, double) {
      const Shape w = call.shape(0);
      if (!call.isFloat32(0) || w.size() != 4 || w[0] != 3 || w[1] != 3 || !isMultipleOf16(w[2]) ||
          !isMultipleOf16(w[3]))
        throw BadInput("w is [3, 3, i, o] in float32, i and o multiples of 16");
      kernels().float32.winograd4Weights(call.input<float>(0), w[2], w[3], false,
                                         call.output<float>(0, {winograd4Size(w[2], w[3])}));
    },
};

// The picture stays in float32 whatever the rest is in, so T has no input; `like` gives it, one number of that type.
const Op stemOp{
    "UnetlabStem",
    {"x: float", "w: float", "bias: float", "like: T"},
    {"y: T"},
    {"flags", false},
    [](Call& call, double flags) {
      const Shape x = call.shape(0), w = call.shape(1), bias = call.shape(2);
      if (x.size() != 4 || w.size() != 4 || w[0] != 3 || w[1] != 3 || w[2] != x[3] || !isMultipleOf16(w[3]) ||
          bias != Shape{w[3]})
        throw BadInput("x is [n, h, w, i], w [3, 3, i, a multiple of 16]");
      const Stem stem{x[0], x[1], x[2], x[3], w[3], (static_cast<int>(flags) & withRelu) != 0};
      const Shape shape{x[0], x[1], x[2], w[3]};
      const auto *const pixels = call.input<float>(0), *const weights = call.input<float>(1),
                        *const offsets = call.input<float>(2);
      if (call.isFloat32(3))
        kernels().float32.convolveStem(stem, pixels, weights, offsets, call.output<float>(0, shape));
      else
        kernels().bfloat16.convolveStem(stem, pixels, weights, offsets, call.output<uint16_t>(0, shape));
    },
};

const Op upConvolutionOp{
    "UnetlabUpConv",
    {"x: T", "w: float", "bias: float"},
    {"y: T"},
    {nullptr, false},
    [](Call& call, double) {
      const Shape x = call.shape(0), w = call.shape(1), bias = call.shape(2);
      if (x.size() != 4 || bias.size() != 1 || !isMultipleOf16(x[3]) || !isMultipleOf16(bias[0]) ||
          w != Shape{bias[0] / 4, x[3], 16})
        throw BadInput("x is [n, h, w, i], w [4 o / 16, i, 16], bias [o], i and o multiples of 16");
      const UpConvolution up{x[0] * x[1], x[2], x[3], bias[0]};
      const Shape shape{x[0], 2 * x[1], 2 * x[2], bias[0]};
      const auto *const weights = call.input<float>(1), *const offsets = call.input<float>(2);
      if (call.isFloat32(0))
        kernels().float32.convolveUp(up, call.input<float>(0), weights, offsets, call.output<float>(0, shape));
      else
        kernels().bfloat16.convolveUp(up, call.input<uint16_t>(0), weights, offsets, call.output<uint16_t>(0, shape));
    },
};

const Op projectionOp{
    "UnetlabProject",
    {"x: T", "w: float", "bias: float"},
    {"y: float"},
    {nullptr, false},
    [](Call& call, double) {
      const Shape x = call.shape(0);
      if (x.size() != 4 || !isMultipleOf16(x[3]) || call.shape(1) != Shape{x[3]} || call.shape(2) != Shape{1})
        throw BadInput("x is [n, h, w, a multiple of 16], w as long as its last axis, bias [1]");
      const int64_t pixels = x[0] * x[1] * x[2];
      const float* const weights = call.input<float>(1);
      const float bias = *call.input<float>(2);
      auto* const y = call.output<float>(0, {x[0], x[1], x[2], 1});
      if (call.isFloat32(0))
        kernels().float32.project(pixels, x[3], call.input<float>(0), weights, bias, y);
      else
        kernels().bfloat16.project(pixels, x[3], call.input<uint16_t>(0), weights, bias, y);
    },
};

}  // namespace

const std::vector<Op>& inferenceOps() {
  static const std::vector<Op> all{fusedConvolutionOp, weightsOp, stemOp, upConvolutionOp, projectionOp};
  return all;
}

}  // namespace unetlab
