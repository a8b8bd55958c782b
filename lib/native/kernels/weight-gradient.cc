// Of a training step's three convolutions, forward, gradient of the input and gradient of the weights, oneDNN's kernel
// for the third runs at less than half the speed of the other two. This one is as fast as they are:
//
// - A block of input channels, a block of output channels and a range of rows are copied into panels first: 8 input
//   channels or 16 output channels of neighbouring pixels one after the other, with zeros around the image, so that the
//   inner loop has no edges and reads memory in order.
// - The inner loop keeps 8 input channels x 3 vectors of 16 outputs in registers (with AVX2, 4 x 3 of 8). The three
//   vectors are the three columns of the kernel, which are the same gradient read one pixel further: 11 loads feed 24
//   multiply-adds.
// - In bfloat16, two neighbouring pixels make one 32-bit element (products.h). A shift by one pixel falls between two
//   pairs; the gradient is therefore paired twice, from its even and from its odd columns.
#include "weight-gradient.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "../caches.h"
#include "../worker-threads.h"
#include "memory.h"
#include "products.h"
#include "slabs.h"
#include "winograd-gradient.h"

namespace unetlab {
namespace UNETLAB_KERNELS {
namespace {

constexpr int64_t inputPanel = 8, outputPanel = 16;  // channels

/// Panels hold elements of one pixel.
struct Float32 : Products<float> {
  using Value = float;

  static void packInputs(const float* row, int64_t width, int64_t channels, int32_t* panel) {
    for (int64_t i = 0; i < width; ++i)
      _mm256_store_si256(reinterpret_cast<__m256i*>(panel + i * inputPanel),
                         _mm256_loadu_si256(reinterpret_cast<const __m256i*>(row + i * channels)));
  }

  static void packOutputs(const float* row, int64_t width, int64_t channels, int64_t padding, int32_t* even, int32_t*) {
    const size_t edge = static_cast<size_t>(padding * outputPanel) * sizeof(int32_t);
    std::memset(even, 0, edge);
    for (int64_t i = 0; i < width; ++i)
      for (int64_t o = 0; o < outputPanel; o += lanes)
        store(reinterpret_cast<float*>(even + (i + padding) * outputPanel + o), load(row + i * channels + o));
    std::memset(even + (width + padding) * outputPanel, 0, edge);
  }
};

#if defined(__AVX512BF16__)

/// Panels hold elements of two neighbouring pixels.
struct Bfloat16 : Products<uint16_t> {
  using Value = uint16_t;

  static void packInputs(const uint16_t* row, int64_t width, int64_t channels, int32_t* panel) {
    for (int64_t i = 0; i < width; i += 2) {
      const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(row + i * channels));
      const __m128i b = i + 1 < width ? _mm_loadu_si128(reinterpret_cast<const __m128i*>(row + (i + 1) * channels))
                                      : _mm_setzero_si128();
      _mm256_store_si256(reinterpret_cast<__m256i*>(panel + i / 2 * inputPanel),
                         _mm256_set_m128i(_mm_unpackhi_epi16(a, b), _mm_unpacklo_epi16(a, b)));
    }
  }

  static void packOutputs(const uint16_t* row, int64_t width, int64_t channels, int64_t padding, int32_t* even,
                          int32_t* odd) {
    const auto at = [&](int64_t padded) {
      const int64_t i = padded - padding;
      return i < 0 || i >= width ? _mm256_setzero_si256()
                                 : _mm256_loadu_si256(reinterpret_cast<const __m256i*>(row + i * channels));
    };
    const auto pair = [](__m256i first, __m256i second) {
      return _mm512_or_si512(_mm512_cvtepu16_epi32(first), _mm512_slli_epi32(_mm512_cvtepu16_epi32(second), 16));
    };
    const int64_t elements = (width + 1) / 2 + padding;
    __m256i a = at(0);
    for (int64_t j = 0; j < elements; ++j) {
      const __m256i b = at(2 * j + 1), c = at(2 * j + 2);
      _mm512_store_si512(even + j * outputPanel, pair(a, b));
      if (odd != nullptr) _mm512_store_si512(odd + j * outputPanel, pair(b, c));
      a = c;
    }
  }
};

#endif

/// Adds the products of `inputRows` inputs of a panel with V vectors of outputs, over `rows` rows of `elements`
/// elements, to their sums. Row and sum strides are in elements.
template <class Type, int V>
void multiplyPanels(const int32_t* inputs, int64_t inputRow, const int32_t* const* outputs, int64_t outputRow,
                    int64_t rows, int64_t elements, float* const* sums, int64_t sumRow) {
  Vector sum[inputRows][V];
  for (int i = 0; i < inputRows; ++i)
    for (int v = 0; v < V; ++v) sum[i][v] = zero();
  for (int64_t r = 0; r < rows; ++r) {
    const int32_t* const x = inputs + r * inputRow;
    const int32_t* y[V];
    for (int v = 0; v < V; ++v) y[v] = outputs[v] + r * outputRow;
    for (int64_t j = 0; j < elements; ++j) {
      typename Type::Elements vector[V];
#pragma GCC unroll 3
      for (int v = 0; v < V; ++v) vector[v] = Type::loadElements(y[v] + j * outputPanel);
#pragma GCC unroll 8
      for (int i = 0; i < inputRows; ++i)
#pragma GCC unroll 3
        for (int v = 0; v < V; ++v) sum[i][v] = Type::addProducts(sum[i][v], vector[v], x + j * inputPanel + i);
    }
  }
  for (int i = 0; i < inputRows; ++i)
    for (int v = 0; v < V; ++v) {
      float* const place = sums[v] + i * sumRow;
      store(place, add(load(place), sum[i][v]));
    }
}

/// How the work is cut: blocks of channels, and slabs of rows whose sums are added at the end. The second-level cache
/// holds a block's sums for a 3 x 3 kernel and what a task packs at a time, as many rows of both blocks as fit.
struct Plan {
  /// @param copies how many times the gradient is packed
  Plan(const Convolution& c, int64_t valueBytes, int64_t copies)
      : block(blockOf(9, caches().level2 * 9 / 32)),
        pixelBytes(valueBytes * (std::min(c.inputs, block.inputs) + copies * std::min(c.outputs, block.outputs))),
        rangeRows(std::min(c.height, std::max<int64_t>(1, caches().level2 * 5 / 8 / pixelBytes / c.width))),
        rangesInImage(pieces(c.height, rangeRows)),
        cut(cutOf(c, block, c.batch * rangesInImage)) {}

  const Block block;
  const int64_t pixelBytes, rangeRows, rangesInImage;
  const Cut cut;
};

/// One block of inputs with one block of outputs over one slab, into `[size, size, inputs, outputs]`.
template <class Type>
class Task {
 public:
  using Value = typename Type::Value;

  Task(const Convolution& convolution, const Plan& plan, int64_t index)
      : c_(convolution),
        plan_(plan),
        piece_(plan.cut[index]),
        inputs_(piece_.inputs),
        outputs_(piece_.outputs),
        padding_(c_.size / 2),
        inputElements_(pieces(c_.width, Type::values)),
        inputRow_(inputElements_ * inputPanel),
        inputPanelSize_(inputRow_ * plan.rangeRows),
        outputRow_((inputElements_ + pieces(2 * padding_, Type::values)) * outputPanel),
        outputPanelSize_(outputRow_ * (plan.rangeRows + 2 * padding_)) {
    // whole cache lines each, since outputs are loaded by the line
    const int64_t line = cacheLine / sizeof(int32_t);
    const int64_t allInputs = pieces(inputPanelSize_ * (inputs_ / inputPanel), line) * line;
    const int64_t allOutputs = outputPanelSize_ * (outputs_ / outputPanel);
    const bool paired = Type::values == 2 && c_.size > 1;
    const int64_t sums = c_.size * c_.size * inputs_ * outputs_;
    x_ = threadMemory<int32_t>(static_cast<size_t>(allInputs + (paired ? 2 : 1) * allOutputs + sums));
    even_ = x_ + allInputs;
    odd_ = paired ? even_ + allOutputs : nullptr;
    sums_ = reinterpret_cast<float*>(even_ + (paired ? 2 : 1) * allOutputs);
    std::memset(sums_, 0, static_cast<size_t>(sums) * sizeof(float));
  }

  void run(const Value* x, const Value* dy, float* partial) {
    for (int64_t range = piece_.firstRange; range < piece_.endRange; ++range) {
      const int64_t image = range / plan_.rangesInImage, top = range % plan_.rangesInImage * plan_.rangeRows;
      const int64_t rows = std::min(plan_.rangeRows, c_.height - top);
      packInputs(x, image, top, rows);
      packOutputs(dy, image, top, rows);
      multiply(rows);
    }
    float* const out = partial + piece_.slab * c_.size * c_.size * c_.inputs * c_.outputs;
    for (int64_t k = 0; k < c_.size * c_.size; ++k)
      for (int64_t i = 0; i < inputs_; ++i)
        std::memcpy(out + (k * c_.inputs + piece_.firstInput + i) * c_.outputs + piece_.firstOutput,
                    sums_ + (k * inputs_ + i) * outputs_, static_cast<size_t>(outputs_) * sizeof(float));
  }

 private:
  void packInputs(const Value* x, int64_t image, int64_t top, int64_t rows) {
    for (int64_t p = 0; p < inputs_ / inputPanel; ++p)
      for (int64_t r = 0; r < rows; ++r)
        Type::packInputs(x + (image * c_.height + top + r) * c_.width * c_.inputs + piece_.firstInput + p * inputPanel,
                         c_.width, c_.inputs, x_ + p * inputPanelSize_ + r * inputRow_);
  }

  void packOutputs(const Value* dy, int64_t image, int64_t top, int64_t rows) {
    for (int64_t p = 0; p < outputs_ / outputPanel; ++p)
      for (int64_t r = 0; r < rows + 2 * padding_; ++r) {
        int32_t* const even = even_ + p * outputPanelSize_ + r * outputRow_;
        int32_t* const odd = odd_ == nullptr ? nullptr : odd_ + p * outputPanelSize_ + r * outputRow_;
        const int64_t y = top + r - padding_;
        if (y >= 0 && y < c_.height) {
          Type::packOutputs(dy + (image * c_.height + y) * c_.width * c_.outputs + piece_.firstOutput + p * outputPanel,
                            c_.width, c_.outputs, padding_, even, odd);
        } else {
          const size_t bytes = static_cast<size_t>(outputRow_) * sizeof(int32_t);
          std::memset(even, 0, bytes);
          if (odd != nullptr) std::memset(odd, 0, bytes);
        }
      }
  }

  /// An input pixel at (r, q) meets, through the kernel's (ky, kx), the output at (r - ky + padding, q - kx + padding),
  /// which the padded panel holds at (r - ky + 2 padding, q - kx + 2 padding).
  void multiply(int64_t rows) {
    const int64_t vectors = outputs_ / lanes * c_.size;
    const int64_t group = c_.size % 3 == 0 || lanes < outputPanel ? 3 : 2;
    for (int64_t ky = 0; ky < c_.size; ++ky)
      for (int64_t first = 0; first < vectors; first += group) {
        const int64_t count = std::min(group, vectors - first);
        const int32_t* dy[3];
        float* sums[3];
        for (int64_t v = 0; v < count; ++v) {
          const int64_t output = (first + v) / c_.size * lanes, kx = (first + v) % c_.size, shift = 2 * padding_ - kx;
          dy[v] = (Type::values == 2 && shift % 2 == 1 ? odd_ : even_) + output / outputPanel * outputPanelSize_ +
                  output % outputPanel + (2 * padding_ - ky) * outputRow_ + shift / Type::values * outputPanel;
          sums[v] = sums_ + (ky * c_.size + kx) * inputs_ * outputs_ + output;
        }
        const auto kernel = count == 3   ? multiplyPanels<Type, 3>
                            : count == 2 ? multiplyPanels<Type, 2>
                                         : multiplyPanels<Type, 1>;
        for (int64_t i = 0; i < inputs_; i += inputRows) {
          kernel(x_ + i / inputPanel * inputPanelSize_ + i % inputPanel, inputRow_, dy, outputRow_, rows,
                 inputElements_, sums, outputs_);
          for (int64_t v = 0; v < count; ++v) sums[v] += inputRows * outputs_;
        }
      }
  }

  const Convolution& c_;
  const Plan& plan_;
  const Piece piece_;
  const int64_t inputs_, outputs_, padding_;
  const int64_t inputElements_, inputRow_, inputPanelSize_, outputRow_, outputPanelSize_;
  int32_t *x_, *even_, *odd_;
  float* sums_;
};

template <class Type>
void run(const Convolution& c, const typename Type::Value* x, const typename Type::Value* dy, float* dw) {
  const int64_t weights = c.size * c.size * c.inputs * c.outputs;
  if (c.batch * c.height * c.width == 0) {
    std::memset(dw, 0, static_cast<size_t>(weights) * sizeof(float));
    return;
  }
  const bool paired = Type::values == 2 && c.size > 1;
  const Plan plan(c, sizeof(typename Type::Value), paired ? 2 : 1);
  sumSlabs(plan.cut.slabs, weights, dw, [&](float* partial) {
    parallelFor(static_cast<int>(plan.cut.count()), [&](int index) { Task<Type>(c, plan, index).run(x, dy, partial); });
  });
}

template <class Type>
void gradient(const Convolution& c, const std::vector<Part<typename Type::Value>>& x, const typename Type::Value* dy,
              float* dw) {
  if (winogradGradientPays(c))
    winogradGradient(c, x, dy, dw);
  else if (x.size() > 1)
    throw std::invalid_argument("x has more than one part in a convolution that is not Winograd's");
  else
    run<Type>(c, x[0].values, dy, dw);
}

}  // namespace

void weightGradient(const Convolution& c, const std::vector<Part<float>>& x, const float* dy, float* dw) {
  gradient<Float32>(c, x, dy, dw);
}

#if defined(__AVX512BF16__)
void weightGradient(const Convolution& c, const std::vector<Part<uint16_t>>& x, const uint16_t* dy, float* dw) {
  gradient<Bfloat16>(c, x, dy, dw);
}
#endif

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
