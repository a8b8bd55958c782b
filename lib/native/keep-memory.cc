// A Node addon whose loading tells the C library to keep the memory that a program frees.
//
// By default glibc gives large blocks back to the system at once, and the next step of a training asks for them anew:
// every page is then cleared and mapped again, a tenth of a step at 512 x 512. With these two settings the blocks are
// reused. The peak stays what it was; between trainings the process keeps what it had.
//
// Node-API is C and its types are pointers, so no header is needed.
#include <malloc.h>

extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void*, void* exports) {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 0x7fffffff);
#endif
  return exports;
}
