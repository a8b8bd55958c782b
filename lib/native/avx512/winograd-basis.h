#pragma once

#include <immintrin.h>

namespace unetlab {

/// One step of Winograd's change of basis for four neighbouring inputs, in place: B' for both F(2, 3) and F(3, 2),
/// which stand on the points 0, 1, -1 and infinity.
inline void inputBasis(__m512& a, __m512& b, __m512& c, __m512& d) {
  const __m512 first = _mm512_sub_ps(a, c), second = _mm512_add_ps(b, c);
  const __m512 third = _mm512_sub_ps(c, b), fourth = _mm512_sub_ps(b, d);
  a = first, b = second, c = third, d = fourth;
}

/// The two steps for four by four inputs: B' x B.
inline void inputBasis(__m512 (&x)[4][4]) {
  for (int j = 0; j < 4; ++j) inputBasis(x[0][j], x[1][j], x[2][j], x[3][j]);
  for (int i = 0; i < 4; ++i) inputBasis(x[i][0], x[i][1], x[i][2], x[i][3]);
}

}  // namespace unetlab
