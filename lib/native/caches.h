#pragma once

#include <cstdint>

namespace unetlab {

/// The processor's caches, in bytes.
struct Caches {
  /// What one thread has of the second level where all processors are busy: those that share one have a part each, and
  /// the smallest part counts, so that it does not matter on which of unequal cores a thread runs.
  int64_t level2;
  /// The last level, which all threads share.
  int64_t level3;
};

/// Read once: from UNETLAB_CACHES (two numbers of KiB, `1024,32768`; for tests), else from the system. What neither
/// knows is taken as 1 MiB and 32 MiB. Sums are cut by these sizes, so they have to be the same in every run on a
/// machine.
const Caches& caches();

}  // namespace unetlab
