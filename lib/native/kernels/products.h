#pragma once

#include <cstdint>

#include "values.h"

namespace unetlab {
namespace UNETLAB_KERNELS {

// What a sum of products runs over, in elements of 32 bits: one value in float32. With AVX-512 BF16 the processor
// multiplies bfloat16 in pairs and adds the two products to a float32, so that an element is two values of the sum.

template <class Value>
struct Products;

template <>
struct Products<float> {
  using Elements = Vector;
  static constexpr int64_t values = 1;  // in an element

  static Elements loadElements(const int32_t* from) { return load(reinterpret_cast<const float*>(from)); }
  /// Joins what the values of an element have in common vectors, and writes the elements.
  static void storeElements(int32_t* to, const Vector (&parts)[values]) {
    store(reinterpret_cast<float*>(to), parts[0]);
  }
  /// Adds the products of one input with a vector of outputs.
  static Vector addProducts(Vector sum, Elements outputs, const int32_t* input) {
    return multiplyAdd(outputs, all(*reinterpret_cast<const float*>(input)), sum);
  }
};

#if defined(__AVX512BF16__)

template <>
struct Products<uint16_t> {
  using Elements = __m512i;
  static constexpr int64_t values = 2;

  static Elements loadElements(const int32_t* from) { return _mm512_loadu_si512(from); }
  static void storeElements(int32_t* to, const Vector (&parts)[values]) {
    const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6,
                                           21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    _mm512_storeu_si512(to, _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(parts[1], parts[0])));
  }
  static Vector addProducts(Vector sum, Elements outputs, const int32_t* input) {
    return _mm512_dpbf16_ps(sum, (__m512bh)outputs, (__m512bh)_mm512_set1_epi32(*input));
  }
};

#endif

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
