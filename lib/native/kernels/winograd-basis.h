#pragma once

#include "values.h"

namespace unetlab {
namespace UNETLAB_KERNELS {

/// One step of Winograd's change of basis for four neighbouring inputs, in place: B' for both F(2, 3) and F(3, 2),
/// which stand on the points 0, 1, -1 and infinity.
inline void inputBasis(Vector& a, Vector& b, Vector& c, Vector& d) {
  const Vector first = subtract(a, c), second = add(b, c);
  const Vector third = subtract(c, b), fourth = subtract(b, d);
  a = first, b = second, c = third, d = fourth;
}

/// The two steps for four by four inputs: B' x B.
inline void inputBasis(Vector (&x)[4][4]) {
  for (int j = 0; j < 4; ++j) inputBasis(x[0][j], x[1][j], x[2][j], x[3][j]);
  for (int i = 0; i < 4; ++i) inputBasis(x[i][0], x[i][1], x[i][2], x[i][3]);
}

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
