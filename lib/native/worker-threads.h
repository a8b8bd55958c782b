#pragma once

#include <functional>

namespace unetlab {

/// Calls `work(0)` to `work(count - 1)`, each once, on the calling thread and on helpers, as many as there are further
/// processors; returns when all are done, and then throws what `work` threw. Several threads may call at the same time:
/// the helpers then serve the call that came first. Which thread does what is left to chance, so `work` has to write
/// where no other index writes.
void parallelFor(int count, const std::function<void(int)>& work);

}  // namespace unetlab
