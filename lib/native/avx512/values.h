#pragma once

#include <immintrin.h>

#include <cstdint>

namespace unetlab {

/// Sixteen neighbouring values as float32.
inline __m512 load16(const float* from) { return _mm512_loadu_ps(from); }

inline __m512 load16(const uint16_t* from) {
  const __m256i halves = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(halves), 16));
}

/// Writes sixteen values, rounded to the nearest where they are bfloat16.
inline void store16(float* to, __m512 values) { _mm512_storeu_ps(to, values); }

inline void store16(uint16_t* to, __m512 values) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), (__m256i)_mm512_cvtneps_pbh(values));
}

}  // namespace unetlab
