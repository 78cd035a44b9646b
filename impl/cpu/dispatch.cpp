// Chooses among the copies of kernels.cpp.
#include "kernels.h"

#define BN_CPU_DECLARE(target) \
  namespace cpu::target {      \
  template <class T>           \
  const Kernels<T>& table();   \
  }

BN_CPU_DECLARE(baseline)
#ifdef BN_CPU_X86
BN_CPU_DECLARE(x86_64_v3)
BN_CPU_DECLARE(x86_64_v4)
#endif

namespace cpu {

template <class T>
const Kernels<T>& kernels() {
#ifdef BN_CPU_X86
  // The levels are those of the x86-64 psABI; the features stand for what came with them.
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")) {
    return x86_64_v4::table<T>();
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi2")) {
    return x86_64_v3::table<T>();
  }
#endif
  return baseline::table<T>();
}

template const Kernels<float>& kernels();
template const Kernels<double>& kernels();
template const Kernels<Float16>& kernels();
template const Kernels<BFloat16>& kernels();

}  // namespace cpu
