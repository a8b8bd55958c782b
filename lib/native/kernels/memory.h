#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace unetlab {
namespace UNETLAB_KERNELS {

constexpr size_t cacheLine = 64;  // bytes

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};
using Buffer = std::unique_ptr<void, Free>;

/// Memory that starts at a cache line, freed with the buffer. Throws std::bad_alloc.
inline Buffer allocate(size_t bytes) {
  Buffer buffer(std::aligned_alloc(cacheLine, (bytes + cacheLine - 1) / cacheLine * cacheLine));
  if (buffer == nullptr) throw std::bad_alloc();
  return buffer;
}

/// Scratch memory of the calling thread, kept for its next call; what it held is lost. The kernels of one thread run
/// one after the other, so they share it.
template <class Value>
Value* threadMemory(size_t count) {
  static thread_local Buffer buffer;
  static thread_local size_t size = 0;
  if (count > size) {
    size = 0;
    buffer.reset();
    buffer = allocate(count * sizeof(Value));
    size = count;
  }
  return static_cast<Value*>(buffer.get());
}

}  // namespace UNETLAB_KERNELS
}  // namespace unetlab
