#pragma once

#include <vector>

#include "kernel-support.h"

namespace unetlab {

/// Ops for prediction alone, without gradients. They live as long as the process.
const std::vector<Op>& inferenceOps();

}  // namespace unetlab
