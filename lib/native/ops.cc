#include "ops.h"

#include <algorithm>

#include "inference-ops.h"
#include "instructions.h"
#include "kernel-support.h"

namespace unetlab {
namespace {

const Kernels& kernels() { return *instructions().kernels; }

bool isMultiple(int64_t value, int64_t of) { return value > 0 && value % of == 0; }

const Op convolutionOp{
    "UnetlabConv3x3",
    {"x: T", "w: T"},
    {"y: T"},
    {"transposed", false},
    [](Call& call, double transposed) {
      const Shape x = call.shape(0), w = call.shape(1);
      Convolution3 c{};
      c.transposed = transposed != 0;
      if (x.size() == 4 && w.size() == 4 && w[0] == 3 && w[1] == 3 && w[c.transposed ? 3 : 2] == x[3])
        c = {x[0], x[1], x[2], x[3], w[c.transposed ? 2 : 3], c.transposed};
      if (!isMultiple(c.inputs, 16) || !isMultiple(c.outputs, 16))
        throw BadInput("x is [n, h, w, i], w [3, 3, i, o] ([3, 3, o, i] if transposed), i and o multiples of 16");
      kernels().convolve(c, call.input<float>(0), call.input<float>(1),
                         call.output<float>(0, {c.batch, c.height, c.width, c.outputs}));
    },
};

const Op weightGradientOp{
    "UnetlabConvWeightGradient",
    {"x: T", "dy: T"},
    {"dw: float"},
    {"size", false},
    [](Call& call, double size) {
      const Shape x = call.shape(0), dy = call.shape(1);
      Convolution c{};
      if (x.size() == 4 && dy.size() == 4 && std::equal(x.begin(), x.end() - 1, dy.begin()))
        c = {x[0], x[1], x[2], x[3], dy[3], static_cast<int64_t>(size)};
      if (c.size % 2 != 1 || !isMultiple(c.inputs, 8) || !isMultiple(c.outputs, 16))
        throw BadInput("x is [n, h, w, a multiple of 8], dy [n, h, w, a multiple of 16], size odd");
      auto* const dw = call.output<float>(0, {c.size, c.size, c.inputs, c.outputs});
      if (call.isFloat32(0))
        kernels().float32.weightGradient(c, call.input<float>(0), call.input<float>(1), dw);
      else
        kernels().bfloat16.weightGradient(c, call.input<uint16_t>(0), call.input<uint16_t>(1), dw);
    },
};

const Op batchNormReluGradientOp{
    "UnetlabBatchNormReluGrad",
    {"dy: T", "x: T", "scale: float", "offset: float", "mean: float", "variance: float"},
    {"dx: T", "dscale: float", "doffset: float"},
    {"epsilon", true},
    [](Call& call, double epsilon) {
      const Shape shape = call.shape(1);
      const int64_t channels = shape.empty() ? 0 : shape.back();
      bool fits = call.shape(0) == shape && isMultiple(channels, 16);
      for (int i = 2; i < 6; ++i) fits = fits && call.shape(i) == Shape{channels};
      if (!fits) throw BadInput("dy and x are [..., a multiple of 16], the others as long as their last axis");
      int64_t pixels = 1;
      for (size_t i = 0; i + 1 < shape.size(); ++i) pixels *= shape[i];
      const BatchNorm norm{pixels,
                           channels,
                           call.input<float>(2),
                           call.input<float>(3),
                           call.input<float>(4),
                           call.input<float>(5),
                           static_cast<float>(epsilon)};
      auto* const dscale = call.output<float>(1, {channels});
      auto* const doffset = call.output<float>(2, {channels});
      if (call.isFloat32(0))
        kernels().float32.batchNormReluGradient(norm, call.input<float>(0), call.input<float>(1),
                                                call.output<float>(0, shape), dscale, doffset);
      else
        kernels().bfloat16.batchNormReluGradient(norm, call.input<uint16_t>(0), call.input<uint16_t>(1),
                                                 call.output<uint16_t>(0, shape), dscale, doffset);
    },
};

const Op upShuffleOp{
    "UnetlabUpShuffle",
    {"cells: T", "bias: float"},
    {"y: T"},
    {nullptr, false},
    [](Call& call, double) {
      const Shape cells = call.shape(0), bias = call.shape(1);
      if (cells.size() != 4 || bias.size() != 1 || cells[3] != 4 * bias[0] || !isMultiple(bias[0], 16))
        throw BadInput("cells is [n, h, w, 4 f], bias [f], f a multiple of 16");
      const Cells c{cells[0] * cells[1], cells[2], bias[0]};
      const Shape shape{cells[0], 2 * cells[1], 2 * cells[2], bias[0]};
      if (call.isFloat32(0))
        kernels().float32.upShuffle(c, call.input<float>(0), call.input<float>(1), call.output<float>(0, shape));
      else
        kernels().bfloat16.upShuffle(c, call.input<uint16_t>(0), call.input<float>(1), call.output<uint16_t>(0, shape));
    },
};

const Op upShuffleGradientOp{
    "UnetlabUpShuffleGrad",
    {"dy: T"},
    {"dcells: T", "dbias: float"},
    {nullptr, false},
    [](Call& call, double) {
      const Shape dy = call.shape(0);
      if (dy.size() != 4 || dy[1] % 2 != 0 || dy[2] % 2 != 0 || !isMultiple(dy[3], 16))
        throw BadInput("dy is [n, 2 h, 2 w, a multiple of 16]");
      const Cells c{dy[0] * dy[1] / 2, dy[2] / 2, dy[3]};
      const Shape shape{dy[0], dy[1] / 2, dy[2] / 2, 4 * dy[3]};
      auto* const dbias = call.output<float>(1, {dy[3]});
      if (call.isFloat32(0))
        kernels().float32.upShuffleGradient(c, call.input<float>(0), call.output<float>(0, shape), dbias);
      else
        kernels().bfloat16.upShuffleGradient(c, call.input<uint16_t>(0), call.output<uint16_t>(0, shape), dbias);
    },
};

}  // namespace

OwnOps registerOps() {
  const Instructions& found = instructions();
  OwnOps all{{}, found.name, found.missing};
  if (found.kernels == nullptr) return all;
  const auto add = [&](const Op& op, bool bfloat16) {
    for (const std::string& name : registerOp(op, bfloat16)) all.names.push_back(name);
  };
  // With AMX, oneDNN multiplies bfloat16 in tiles, which vectors cannot reach.
  const bool products = found.bfloat16 && !found.tiles;
  add(convolutionOp, false);
  add(weightGradientOp, products);
  // In AVX2 these two take as long as oneDNN's ops for the same (measured).
  const std::string alike = found.name == "AVX2" ? "UnetlabBatchNormReluGrad UnetlabProject" : "";
  const auto pays = [&](const Op& op) { return alike.find(op.name) == std::string::npos; };
  if (pays(batchNormReluGradientOp)) add(batchNormReluGradientOp, found.bfloat16);
  add(upShuffleOp, found.bfloat16);
  add(upShuffleGradientOp, found.bfloat16);
  // Each of these is at least a product of matrices, or feeds one that keeps its layout.
  for (const Op& op : inferenceOps())
    if (pays(op)) add(op, products);
  return all;
}

}  // namespace unetlab
