#include "keep-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace unetlab {

void keepMemory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 0x7fffffff);
#endif
}

}  // namespace unetlab
