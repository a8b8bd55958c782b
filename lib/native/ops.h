#pragma once

#include <string>
#include <vector>

namespace unetlab {

/// Adds the library's ops to TensorFlow, where the processor has AVX-512, and returns those that are there with their
/// element types, as `UnetlabConvWeightGradient float32`.
std::vector<std::string> registerOps();

}  // namespace unetlab
