#pragma once

#include <immintrin.h>

namespace unetlab {

// The points that F(4, 3) stands on: 0, a, -a, b, -b and infinity, with a b = 1.
constexpr double pointA = 0.70710678118654752440, pointB = 1.41421356237309504880;
constexpr double squareA = 0.5, squareB = 2, squares = squareA + squareB;

/// B' for six neighbouring inputs, in place.
inline void inputBasis4(__m512& d0, __m512& d1, __m512& d2, __m512& d3, __m512& d4, __m512& d5) {
  const __m512 sum = _mm512_set1_ps(static_cast<float>(squares));
  const __m512 a2 = _mm512_set1_ps(static_cast<float>(squareA)), b2 = _mm512_set1_ps(static_cast<float>(squareB));
  const __m512 a = _mm512_set1_ps(static_cast<float>(pointA)), b = _mm512_set1_ps(static_cast<float>(pointB));
  const __m512 evenA = _mm512_fnmadd_ps(b2, d2, d4), oddA = _mm512_fnmadd_ps(b2, d1, d3);
  const __m512 evenB = _mm512_fnmadd_ps(a2, d2, d4), oddB = _mm512_fnmadd_ps(a2, d1, d3);
  const __m512 first = _mm512_fnmadd_ps(sum, d2, _mm512_add_ps(d0, d4));
  const __m512 last = _mm512_fnmadd_ps(sum, d3, _mm512_add_ps(d1, d5));
  d0 = first;
  d1 = _mm512_fmadd_ps(a, oddA, evenA);
  d2 = _mm512_fnmadd_ps(a, oddA, evenA);
  d3 = _mm512_fmadd_ps(b, oddB, evenB);
  d4 = _mm512_fnmadd_ps(b, oddB, evenB);
  d5 = last;
}

/// A' for six places: four neighbouring outputs.
inline void outputBasis4(const __m512 (&m)[6], __m512 (&y)[4]) {
  const __m512 a = _mm512_set1_ps(static_cast<float>(pointA)), b = _mm512_set1_ps(static_cast<float>(pointB));
  const __m512 a2 = _mm512_set1_ps(static_cast<float>(squareA)), b2 = _mm512_set1_ps(static_cast<float>(squareB));
  const __m512 a3 = _mm512_set1_ps(static_cast<float>(pointA * squareA));
  const __m512 b3 = _mm512_set1_ps(static_cast<float>(pointB * squareB));
  const __m512 evenA = _mm512_add_ps(m[1], m[2]), oddA = _mm512_sub_ps(m[1], m[2]);
  const __m512 evenB = _mm512_add_ps(m[3], m[4]), oddB = _mm512_sub_ps(m[3], m[4]);
  y[0] = _mm512_add_ps(_mm512_add_ps(evenA, evenB), m[0]);
  y[1] = _mm512_fmadd_ps(a, oddA, _mm512_mul_ps(b, oddB));
  y[2] = _mm512_fmadd_ps(a2, evenA, _mm512_mul_ps(b2, evenB));
  y[3] = _mm512_fmadd_ps(a3, oddA, _mm512_fmadd_ps(b3, oddB, m[5]));
}

/// G for three neighbouring weights: six places.
inline void weightBasis4(__m512 w0, __m512 w1, __m512 w2, __m512 (&u)[6]) {
  constexpr double scaleA = 1 / (2 * squareA * (squareA - squareB)), scaleB = 1 / (2 * squareB * (squareB - squareA));
  const auto of = [&](double scale, double point) {
    const __m512 inner = _mm512_fmadd_ps(_mm512_set1_ps(static_cast<float>(scale * point * point)), w2,
                                         _mm512_mul_ps(_mm512_set1_ps(static_cast<float>(scale)), w0));
    return _mm512_fmadd_ps(_mm512_set1_ps(static_cast<float>(scale * point)), w1, inner);
  };
  u[0] = w0;
  u[1] = of(scaleA, pointA);
  u[2] = of(scaleA, -pointA);
  u[3] = of(scaleB, pointB);
  u[4] = of(scaleB, -pointB);
  u[5] = w2;
}

}  // namespace unetlab
