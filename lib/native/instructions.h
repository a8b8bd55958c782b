#pragma once

#include <string>

#include "kernels/table.h"

namespace unetlab {

/// The set of instructions whose kernels run.
struct Instructions {
  /// `AVX-512` or `AVX2`; empty where there are none.
  std::string name;
  /// Null where there are none.
  const Kernels* kernels;
  /// Whether the kernels for bfloat16 are there.
  bool bfloat16;
  /// Whether the kernels for bfloat16 are to leave products of matrices to others, which do them in tiles (AMX).
  bool tiles;
  /// Why some or all kernels are missing, in words; empty where none is.
  std::string missing;
};

/// Chosen once: the widest that the processor has and that was compiled. UNETLAB_ISA (`avx512` or `avx2`; for tests)
/// asks for one of them: `avx512` has the kernels for bfloat16 whole, even beside AMX.
const Instructions& instructions();

}  // namespace unetlab
