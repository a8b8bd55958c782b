#include "caches.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace unetlab {
namespace {

constexpr int64_t kibi = 1024, mebi = 1024 * kibi;
constexpr int64_t unknown = 0;

std::string lineOf(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

/// How many processors a list such as `0-3,8` names.
int64_t countOf(const std::string& list) {
  int64_t count = 0;
  for (const char* at = list.c_str(); *at >= '0' && *at <= '9';) {
    char* end = nullptr;
    const int64_t first = std::strtoll(at, &end, 10);
    const int64_t last = *end == '-' ? std::strtoll(end + 1, &end, 10) : first;
    count += last - first + 1;
    at = *end == ',' ? end + 1 : end;
  }
  return std::max<int64_t>(count, 1);
}

/// A processor's cache of a level as Linux describes it, whole or its part of a shared one.
int64_t ofProcessor(int processor, const char* level, bool part) {
  const std::string folder = "/sys/devices/system/cpu/cpu" + std::to_string(processor) + "/cache/index";
  for (int index = 0; index < 8; ++index) {
    const std::string cache = folder + std::to_string(index) + '/', found = lineOf(cache + "level");
    if (found.empty()) break;
    if (found != level || lineOf(cache + "type") == "Instruction") continue;
    const int64_t size = std::strtoll(lineOf(cache + "size").c_str(), nullptr, 10) * kibi;
    return part ? size / countOf(lineOf(cache + "shared_cpu_list")) : size;
  }
  return unknown;
}

int64_t level2() {
  int64_t smallest = unknown;
  for (int processor = 0; processor < 1024; ++processor) {
    const int64_t size = ofProcessor(processor, "2", true);
    if (size == unknown) break;
    smallest = smallest == unknown ? size : std::min(smallest, size);
  }
#ifdef _SC_LEVEL2_CACHE_SIZE
  if (smallest == unknown) smallest = sysconf(_SC_LEVEL2_CACHE_SIZE);
#endif
  return smallest > 0 ? smallest : mebi;
}

int64_t level3() {
  // not from sysconf, which multiplies it by the sockets or cores that it believes in
  const int64_t size = ofProcessor(0, "3", false);
  return size == unknown ? 32 * mebi : size;
}

Caches read() {
  long long second = 0, third = 0;
  const char* const given = std::getenv("UNETLAB_CACHES");
  const bool both = given != nullptr && std::sscanf(given, "%lld,%lld", &second, &third) == 2;
  const Caches found = both ? Caches{second * kibi, third * kibi} : Caches{level2(), level3()};
  // Outside of these, blocks would be of no use, or scratch memory a burden.
  return {std::clamp(found.level2, 64 * kibi, 8 * mebi), std::clamp(found.level3, mebi, 128 * mebi)};
}

}  // namespace

const Caches& caches() {
  static const Caches found = read();
  return found;
}

}  // namespace unetlab
