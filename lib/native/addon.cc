// The library's own part of native TensorFlow, as a Node addon. Loading it tells the C library to keep freed memory and
// adds ops to TensorFlow; it exports `true` for each op and element type that is there, and the texts `instructions`,
// `missing` and `caches` (KiB, as UNETLAB_CACHES has them).
//
// Node-API is C and its types are pointers, so its headers are not needed.
#include <cstddef>

#include "caches.h"
#include "keep-memory.h"
#include "ops.h"

extern "C" {
int napi_get_boolean(void* environment, bool value, void** result);
int napi_create_string_utf8(void* environment, const char* text, size_t length, void** result);
int napi_set_named_property(void* environment, void* object, const char* name, void* value);
}

extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void* environment, void* exports) {
  static const unetlab::OwnOps ops = [] {
    unetlab::keepMemory();
    return unetlab::registerOps();
  }();
  void* value = nullptr;
  const auto add = [&](const char* name, const std::string& text) {
    if (napi_create_string_utf8(environment, text.data(), text.size(), &value) == 0)
      napi_set_named_property(environment, exports, name, value);
  };
  add("instructions", ops.instructions);
  add("missing", ops.missing);
  const unetlab::Caches& caches = unetlab::caches();
  add("caches", std::to_string(caches.level2 / 1024) + ',' + std::to_string(caches.level3 / 1024));
  if (napi_get_boolean(environment, true, &value) != 0) return exports;
  for (const std::string& name : ops.names) napi_set_named_property(environment, exports, name.c_str(), value);
  return exports;
}
