// The library's own part of native TensorFlow, as a Node addon. Loading it tells the C library to keep freed memory and
// adds one op to TensorFlow; what the addon exports says for which element types that op is there.
//
// Node-API is C and its types are pointers, so its headers are not needed.
#include "keep-memory.h"
#include "weight-gradient-op.h"

extern "C" {
int napi_get_boolean(void* environment, bool value, void** result);
int napi_set_named_property(void* environment, void* object, const char* name, void* value);
}

static void set(void* environment, void* exports, const char* name, bool value) {
  void* boolean = nullptr;
  if (napi_get_boolean(environment, value, &boolean) == 0)
    napi_set_named_property(environment, exports, name, boolean);
}

extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void* environment, void* exports) {
  static const unetlab::RegisteredTypes registered = [] {
    unetlab::keepMemory();
    return unetlab::registerWeightGradient();
  }();
  set(environment, exports, "float32WeightGradient", registered.float32);
  set(environment, exports, "bfloat16WeightGradient", registered.bfloat16);
  return exports;
}
