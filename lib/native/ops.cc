#include "ops.h"

#include <algorithm>

#include "inference-ops.h"
#include "instructions.h"
#include "kernel-support.h"

namespace unetlab {
namespace {

const Kernels& kernels() { return *instructions().kernels; }

bool isMultiple(int64_t value, int64_t of) { return value > 0 && value % of == 0; }

/// @tparam Factor the type of what is multiplied
template <class Value, class Factor>
void convolution(Call& call, bool transposed, void (*convolve)(const FusedConvolution<Value, Factor>&)) {
  const int last = call.inputs() - 1, results = call.outputs();
  const Shape x = call.shape(0), w = call.shape(last);
  const std::vector<Part<Value>> parts = call.parts<Value>(last);
  const size_t in = transposed ? 3 : 2, out = transposed ? 2 : 3;
  if (w.size() != 4 || w[0] != 3 || w[1] != 3 || w[in] != channelsOf(parts) || !isMultiple(w[in], 16) ||
      !isMultiple(w[out], 16 * results))
    throw BadInput("w is [3, 3, i, o] ([3, 3, o, i] if transposed), i all parts' channels, o 16 or more a result");
  const std::unique_ptr<Factor[]> basis(new Factor[static_cast<size_t>(winograd4Size(w[in], w[out]))]);
  kernels().of<Factor>().winograd4Weights(call.input<float>(last), w[in], w[out], transposed, basis.get());
  FusedConvolution<Value, Factor> c{x[0], x[1], x[2], w[out], parts, basis.get(), nullptr, false, {}, nullptr};
  for (int i = 0; i < results; ++i)
    c.y.push_back(call.output<Value>(i, {c.batch, c.height, c.width, c.outputs / results}));
  convolve(c);
}

// In bfloat16, a gradient's products are bfloat16, a result's float32: a step's loss then falls as it does with exact
// products (0.82062 after eight steps of a U-Net of 16 filters, 0.82061), which it does not where results are rounded
// three times as much (0.82214).
const Op convolutionOp{
    "UnetlabConv3x3",
    {"x: N * T", "w: float"},
    {"y: M * T"},
    {"transposed", false},
    [](Call& call, double transposed) {
      if (call.isFloat32(0))
        convolution(call, transposed != 0, kernels().float32.convolve);
      else if (transposed != 0)
        convolution(call, true, kernels().bfloat16.convolve);
      else
        convolution(call, false, kernels().bfloat16.convolveFused);
    },
};

template <class Value>
void weightGradient(Call& call, int64_t size) {
  const int last = call.inputs() - 1;
  const Shape x = call.shape(0), dy = call.shape(last);
  Convolution c{};
  if (x.size() == 4 && dy.size() == 4 && std::equal(x.begin(), x.end() - 1, dy.begin()))
    c = {x[0], x[1], x[2], x[3], dy[3], size};
  if (c.size % 2 != 1 || !isMultiple(c.inputs, 8) || !isMultiple(c.outputs, 16))
    throw BadInput("x is [n, h, w, a multiple of 8], dy [n, h, w, a multiple of 16], size odd");
  std::vector<Part<Value>> parts{{call.input<Value>(0), c.inputs}};
  if (last > 1) {
    parts = call.parts<Value>(last);
    c.inputs = channelsOf(parts);
  }
  auto* const dw = call.output<float>(0, {c.size, c.size, c.inputs, c.outputs});
  kernels().of<Value>().weightGradient(c, parts, call.input<Value>(last), dw);
}

const Op weightGradientOp{
    "UnetlabConvWeightGradient",
    {"x: N * T", "dy: T"},
    {"dw: float"},
    {"size", false},
    [](Call& call, double size) {
      if (call.isFloat32(0))
        weightGradient<float>(call, static_cast<int64_t>(size));
      else
        weightGradient<uint16_t>(call, static_cast<int64_t>(size));
    },
};

/// The size of what is normalised, `[..., channels]`, with scale and offset, which are the inputs from `first` on;
/// those up to `end` are as long as the channels.
BatchNorm normOf(Call& call, const Shape& shape, int first, int end) {
  BatchNorm norm{0, shape.empty() ? 0 : shape.back(), nullptr, nullptr, nullptr, nullptr, 0};
  bool fits = isMultiple(norm.channels, 16);
  for (int i = first; i < end; ++i) fits = fits && call.shape(i) == Shape{norm.channels};
  if (!fits) throw BadInput("x is [..., a multiple of 16], the others as long as its last axis");
  norm.pixels = 1;
  for (size_t i = 0; i + 1 < shape.size(); ++i) norm.pixels *= shape[i];
  norm.scale = call.input<float>(first);
  norm.offset = call.input<float>(first + 1);
  return norm;
}

template <class Value>
void batchNormRelu(Call& call, const Shape& shape, BatchNorm norm) {
  const KernelsOf<Value>& own = kernels().of<Value>();
  const Moments moments{call.output<float>(1, {norm.channels}), call.output<float>(2, {norm.channels})};
  own.momentsOf(call.input<Value>(0), norm.pixels, norm.channels, moments);
  norm.mean = moments.mean;
  norm.variance = moments.variance;
  own.batchNormRelu(norm, call.input<Value>(0), call.output<Value>(0, shape));
}

const Op batchNormReluOp{
    "UnetlabBatchNormRelu",
    {"x: T", "scale: float", "offset: float"},
    {"y: T", "mean: float", "variance: float"},
    {"epsilon", true},
    [](Call& call, double epsilon) {
      const Shape shape = call.shape(0);
      BatchNorm norm = normOf(call, shape, 1, 3);
      norm.epsilon = static_cast<float>(epsilon);
      if (call.isFloat32(0))
        batchNormRelu<float>(call, shape, norm);
      else
        batchNormRelu<uint16_t>(call, shape, norm);
    },
};

const Op batchNormReluGradientOp{
    "UnetlabBatchNormReluGrad",
    {"dy: T", "x: T", "scale: float", "offset: float", "mean: float", "variance: float"},
    {"dx: T", "dscale: float", "doffset: float"},
    {"epsilon", true},
    [](Call& call, double epsilon) {
      const Shape shape = call.shape(1);
      if (call.shape(0) != shape) throw BadInput("dy has the shape of x");
      BatchNorm norm = normOf(call, shape, 2, 6);
      norm.mean = call.input<float>(4);
      norm.variance = call.input<float>(5);
      norm.epsilon = static_cast<float>(epsilon);
      auto* const dscale = call.output<float>(1, {norm.channels});
      auto* const doffset = call.output<float>(2, {norm.channels});
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
  add(convolutionOp, products);
  add(weightGradientOp, products);
  // In AVX2 these two take as long as oneDNN's ops for the same (measured).
  const std::string alike = found.name == "AVX2" ? "UnetlabBatchNormReluGrad UnetlabProject" : "";
  const auto pays = [&](const Op& op) { return alike.find(op.name) == std::string::npos; };
  if (pays(batchNormReluGradientOp)) {
    add(batchNormReluOp, found.bfloat16);
    add(batchNormReluGradientOp, found.bfloat16);
  }
  add(upShuffleOp, found.bfloat16);
  add(upShuffleGradientOp, found.bfloat16);
  // Each of these is at least a product of matrices, or feeds one that keeps its layout.
  for (const Op& op : inferenceOps())
    if (pays(op)) add(op, products);
  return all;
}

}  // namespace unetlab
