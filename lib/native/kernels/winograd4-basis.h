#pragma once

#include "values.h"

namespace unetlab {
namespace UNETLAB_KERNELS {

// The points that F(4, 3) stands on: 0, a, -a, b, -b and infinity, with a b = 1.
constexpr double pointA = 0.70710678118654752440, pointB = 1.41421356237309504880;
constexpr double squareA = 0.5, squareB = 2, squares = squareA + squareB;

/// B' for six neighbouring inputs, in place.
inline void inputBasis4(Vector& d0, Vector& d1, Vector& d2, Vector& d3, Vector& d4, Vector& d5) {
  const Vector sum = all(static_cast<float>(squares));
  const Vector a2 = all(static_cast<float>(squareA)), b2 = all(static_cast<float>(squareB));
  const Vector a = all(static_cast<float>(pointA)), b = all(static_cast<float>(pointB));
  const Vector evenA = multiplySubtract(b2, d2, d4), oddA = multiplySubtract(b2, d1, d3);
  const Vector evenB = multiplySubtract(a2, d2, d4), oddB = multiplySubtract(a2, d1, d3);
  const Vector first = multiplySubtract(sum, d2, add(d0, d4));
  const Vector last = multiplySubtract(sum, d3, add(d1, d5));
  d0 = first;
  d1 = multiplyAdd(a, oddA, evenA);
  d2 = multiplySubtract(a, oddA, evenA);
  d3 = multiplyAdd(b, oddB, evenB);
  d4 = multiplySubtract(b, oddB, evenB);
  d5 = last;
}

/// B' x B for six by six inputs.
/// @param at the inputs of row i and column j
/// @param keep takes row i and column j of the places
template <class At, class Keep>
inline void inputPlaces4(At at, Keep keep) {
  Vector half[6][6];
#pragma GCC unroll 6
  for (int j = 0; j < 6; ++j) {
    Vector d[6];
#pragma GCC unroll 6
    for (int i = 0; i < 6; ++i) d[i] = at(i, j);
    inputBasis4(d[0], d[1], d[2], d[3], d[4], d[5]);
#pragma GCC unroll 6
    for (int i = 0; i < 6; ++i) half[i][j] = d[i];
  }
#pragma GCC unroll 6
  for (int i = 0; i < 6; ++i) {
    inputBasis4(half[i][0], half[i][1], half[i][2], half[i][3], half[i][4], half[i][5]);
#pragma GCC unroll 6
    for (int j = 0; j < 6; ++j) keep(i, j, half[i][j]);
  }
}

/// A' for six places: four neighbouring outputs.
inline void outputBasis4(const Vector (&m)[6], Vector (&y)[4]) {
  const Vector a = all(static_cast<float>(pointA)), b = all(static_cast<float>(pointB));
  const Vector a2 = all(static_cast<float>(squareA)), b2 = all(static_cast<float>(squareB));
  const Vector a3 = all(static_cast<float>(pointA * squareA));
  const Vector b3 = all(static_cast<float>(pointB * squareB));
  const Vector evenA = add(m[1], m[2]), oddA = subtract(m[1], m[2]);
  const Vector evenB = add(m[3], m[4]), oddB = subtract(m[3], m[4]);
  y[0] = add(add(evenA, evenB), m[0]);
  y[1] = multiplyAdd(a, oddA, multiply(b, oddB));
  y[2] = multiplyAdd(a2, evenA, multiply(b2, evenB));
  y[3] = multiplyAdd(a3, oddA, multiplyAdd(b3, oddB, m[5]));
}

// One over the product of the differences from the other finite points.
constexpr double scaleA = 1 / (2 * squareA * (squareA - squareB)), scaleB = 1 / (2 * squareB * (squareB - squareA));

/// G for three neighbouring weights: six places.
inline void weightBasis4(Vector w0, Vector w1, Vector w2, Vector (&u)[6]) {
  const auto of = [&](double scale, double point) {
    const Vector inner =
        multiplyAdd(all(static_cast<float>(scale * point * point)), w2, multiply(all(static_cast<float>(scale)), w0));
    return multiplyAdd(all(static_cast<float>(scale * point)), w1, inner);
  };
  u[0] = w0;
  u[1] = of(scaleA, pointA);
  u[2] = of(scaleA, -pointA);
  u[3] = of(scaleB, pointB);
  u[4] = of(scaleB, -pointB);
  u[5] = w2;
}

/// G of F(3, 4) for four neighbouring gradients: six places.
inline void gradientBasis4(const Vector (&y)[4], Vector (&u)[6]) {
  const auto of = [&](double scale, double point, double square, Vector& plus, Vector& minus) {
    const auto times = [](double factor, Vector value) { return multiply(all(static_cast<float>(factor)), value); };
    const Vector even = multiplyAdd(all(static_cast<float>(scale * square)), y[2], times(scale, y[0]));
    const Vector odd = multiplyAdd(all(static_cast<float>(scale * point * square)), y[3], times(scale * point, y[1]));
    plus = add(even, odd), minus = subtract(even, odd);
  };
  u[0] = y[0];
  of(scaleA, pointA, squareA, u[1], u[2]);
  of(scaleB, pointB, squareB, u[3], u[4]);
  u[5] = y[3];
}

/// G dy G' for four by four gradients.
/// @param at the gradients of row i and column j
/// @param keep takes row i and column j of the places
template <class At, class Keep>
inline void gradientPlaces4(At at, Keep keep) {
  Vector half[6][4];
#pragma GCC unroll 4
  for (int j = 0; j < 4; ++j) {
    Vector y[4], u[6];
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) y[i] = at(i, j);
    gradientBasis4(y, u);
#pragma GCC unroll 6
    for (int i = 0; i < 6; ++i) half[i][j] = u[i];
  }
#pragma GCC unroll 6
  for (int i = 0; i < 6; ++i) {
    Vector u[6];
    gradientBasis4(half[i], u);
#pragma GCC unroll 6
    for (int j = 0; j < 6; ++j) keep(i, j, u[j]);
  }
}

/// A' of F(3, 4) for six places: three neighbouring weights.
inline void weightOf4(const Vector (&m)[6], Vector (&w)[3]) {
  const Vector a2 = all(static_cast<float>(squareA)), b2 = all(static_cast<float>(squareB));
  const Vector a = all(static_cast<float>(pointA)), b = all(static_cast<float>(pointB));
  const Vector evenA = add(m[1], m[2]), evenB = add(m[3], m[4]);
  w[0] = add(add(evenA, evenB), m[0]);
  w[1] = multiplyAdd(a, subtract(m[1], m[2]), multiply(b, subtract(m[3], m[4])));
  w[2] = multiplyAdd(a2, evenA, multiplyAdd(b2, evenB, m[5]));
}

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
