#pragma once

#include <cstdint>
#include <vector>

namespace unetlab {

/// Some of the channels that a convolution takes joined: all pixels' `channels`, a multiple of 16, one after the other.
template <class Value>
struct Part {
  const Value* values;
  int64_t channels;
};

template <class Value>
int64_t channelsOf(const std::vector<Part<Value>>& parts) {
  int64_t sum = 0;
  for (const Part<Value>& part : parts) sum += part.channels;
  return sum;
}

}  // namespace unetlab
