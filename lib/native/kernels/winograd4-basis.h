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

/// G for three neighbouring weights: six places.
inline void weightBasis4(Vector w0, Vector w1, Vector w2, Vector (&u)[6]) {
  constexpr double scaleA = 1 / (2 * squareA * (squareA - squareB)), scaleB = 1 / (2 * squareB * (squareB - squareA));
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

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
