#pragma once

#include <immintrin.h>

#include <cstdint>

// Every file of this folder is compiled once for each set of instructions, into the namespace UNETLAB_KERNELS.
namespace unetlab {
namespace UNETLAB_KERNELS {

/// Channels that the layouts of panels have side by side, whatever the width of a vector.
constexpr int64_t panelWidth = 16;

#if defined(__AVX512F__)

constexpr int64_t lanes = 16;
// What the registers hold in an inner loop: rows x vectors of sums. The rows are pixels or tiles in a convolution,
// input channels in a gradient of weights, where eight are side by side in memory and three vectors are a kernel's
// columns.
constexpr int64_t pixelRows = 8, pixelVectors = 3;
constexpr int64_t inputRows = 8;

/// Neighbouring values as float32.
using Vector = __m512;

inline Vector zero() { return _mm512_setzero_ps(); }
inline Vector all(float value) { return _mm512_set1_ps(value); }
inline Vector load(const float* from) { return _mm512_loadu_ps(from); }
inline void store(float* to, Vector values) { _mm512_storeu_ps(to, values); }
inline Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
inline Vector subtract(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
inline Vector multiply(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
/// a b + c
inline Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
/// c - a b
inline Vector multiplySubtract(Vector a, Vector b, Vector c) { return _mm512_fnmadd_ps(a, b, c); }
inline Vector larger(Vector a, Vector b) { return _mm512_max_ps(a, b); }
/// The values where `condition` is above 0, else 0.
inline Vector whereAboveZero(Vector condition, Vector values) {
  return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(condition, _mm512_setzero_ps(), _CMP_GT_OQ), values);
}
inline float sumOf(Vector values) { return _mm512_reduce_add_ps(values); }
/// Values `step` apart.
inline Vector gather(const float* from, int step) {
  const __m512i places = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  return _mm512_i32gather_ps(_mm512_mullo_epi32(places, _mm512_set1_epi32(step)), from, 4);
}

// bfloat16, rounded to the nearest where it is written
inline Vector load(const uint16_t* from) {
  const __m256i halves = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(halves), 16));
}
inline void store(uint16_t* to, Vector values) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), (__m256i)_mm512_cvtneps_pbh(values));
}

#else

constexpr int64_t lanes = 8;
constexpr int64_t pixelRows = 6, pixelVectors = 2;
constexpr int64_t inputRows = 4;

using Vector = __m256;

inline Vector zero() { return _mm256_setzero_ps(); }
inline Vector all(float value) { return _mm256_set1_ps(value); }
inline Vector load(const float* from) { return _mm256_loadu_ps(from); }
inline void store(float* to, Vector values) { _mm256_storeu_ps(to, values); }
inline Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
inline Vector subtract(Vector a, Vector b) { return _mm256_sub_ps(a, b); }
inline Vector multiply(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
inline Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
inline Vector multiplySubtract(Vector a, Vector b, Vector c) { return _mm256_fnmadd_ps(a, b, c); }
inline Vector larger(Vector a, Vector b) { return _mm256_max_ps(a, b); }
inline Vector whereAboveZero(Vector condition, Vector values) {
  return _mm256_and_ps(_mm256_cmp_ps(condition, _mm256_setzero_ps(), _CMP_GT_OQ), values);
}
inline float sumOf(Vector values) {
  __m128 half = _mm_add_ps(_mm256_castps256_ps128(values), _mm256_extractf128_ps(values, 1));
  half = _mm_add_ps(half, _mm_movehl_ps(half, half));
  return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}
inline Vector gather(const float* from, int step) {
  const __m256i places = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
  return _mm256_i32gather_ps(from, _mm256_mullo_epi32(places, _mm256_set1_epi32(step)), 4);
}

#endif

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
