#include "instructions.h"

#include <cstdlib>

#ifdef __x86_64__
#include <cpuid.h>
#endif

namespace unetlab {
namespace {

#ifdef __x86_64__

/// The processor's features that matter here (Intel's manual, CPUID leaf 7).
struct Features {
  bool avx2, avx512, bfloat16, tiles;
};

Features features() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  __builtin_cpu_init();
  // these look at the operating system's support too
  Features found{
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"),
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"),
      false, false};
  if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) found.tiles = (edx >> 22 & 1) != 0;
  if (__get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx)) found.bfloat16 = found.avx512 && (eax >> 5 & 1) != 0;
  return found;
}

#ifdef UNETLAB_AVX512
const Kernels* const forAvx512 = &avx512::kernels;
#else
const Kernels* const forAvx512 = nullptr;
#endif
#ifdef UNETLAB_AVX2
const Kernels* const forAvx2 = &avx2::kernels;
#else
const Kernels* const forAvx2 = nullptr;
#endif

Instructions choose() {
  const Features found = features();
  const char* const set = std::getenv("UNETLAB_ISA");
  const std::string asked = set == nullptr ? "" : set;
  const std::string notCompiled = "kernels did not compile here (.setup/own-addon.log)";
  if (asked != "avx2" && found.avx512 && forAvx512 != nullptr) {
    const bool tiles = found.tiles && asked.empty();
    return {"AVX-512", forAvx512, found.bfloat16, tiles,
            !found.bfloat16 ? "in bfloat16 this processor has no AVX-512 BF16"
            : tiles         ? "in bfloat16 oneDNN multiplies matrices, with AMX"
                            : ""};
  }
  if (asked != "avx512" && found.avx2 && forAvx2 != nullptr)
    return {"AVX2", forAvx2, false, false,
            !asked.empty()  ? "UNETLAB_ISA=avx2 is set"
            : !found.avx512 ? "this processor has no AVX-512"
                            : "for AVX-512 the " + notCompiled};
  const std::string missing = !asked.empty() ? "there are none for UNETLAB_ISA=" + asked + " here"
                              : found.avx2   ? "the " + notCompiled
                                             : "this processor has no AVX2";
  return {"", nullptr, false, false, missing};
}

#else

Instructions choose() { return {"", nullptr, false, false, "the kernels are written for x86-64"}; }

#endif

}  // namespace

const Instructions& instructions() {
  static const Instructions chosen = choose();
  return chosen;
}

}  // namespace unetlab
