#pragma once

#include <string>
#include <vector>

namespace unetlab {

/// The library's ops that TensorFlow has now.
struct OwnOps {
  /// With their element types, as `UnetlabConvWeightGradient float32`.
  std::vector<std::string> names;
  /// What their kernels are written for, as `AVX-512`; empty where there are none.
  std::string instructions;
  /// Why some are missing, in words; empty where none is.
  std::string missing;
};

/// Adds the library's ops to TensorFlow, where the processor has what their kernels need.
OwnOps registerOps();

}  // namespace unetlab
