// The library's own part of native TensorFlow, as a Node addon. Loading it tells the C library to keep freed memory and
// adds ops to TensorFlow; it exports `true` for each op and element type that is there.
//
// Node-API is C and its types are pointers, so its headers are not needed.
#include "keep-memory.h"
#include "ops.h"

extern "C" {
int napi_get_boolean(void* environment, bool value, void** result);
int napi_set_named_property(void* environment, void* object, const char* name, void* value);
}

extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void* environment, void* exports) {
  static const std::vector<std::string> ops = [] {
    unetlab::keepMemory();
    return unetlab::registerOps();
  }();
  void* yes = nullptr;
  if (napi_get_boolean(environment, true, &yes) != 0) return exports;
  for (const std::string& name : ops) napi_set_named_property(environment, exports, name.c_str(), yes);
  return exports;
}
