// Chooses among the copies of the kernels.
#include "dispatch.h"

#include <atomic>

#include "cpu/rounded/certified_kernels.h"
#include "cpu/rounded/f64_kernels.h"
#include "kernels.h"

#define BN_CPU_DECLARE(target)                  \
  namespace cpu::target {                       \
  template <class T>                            \
  const Kernels<T>& table();                    \
  template <class T>                            \
  const CertifiedKernels<T>& certified_table(); \
  const DoubleKernels& double_table();          \
  }

BN_CPU_DECLARE(baseline)
#ifdef BN_CPU_X86
BN_CPU_DECLARE(x86_64_v3)
BN_CPU_DECLARE(x86_64_v4)
#endif

namespace cpu {
namespace {

/// Whether this machine runs the target. The levels are those of the x86-64 psABI; the features
/// stand for what came with them.
bool runs(Target target) {
#ifdef BN_CPU_X86
  switch (target) {
    case Target::baseline: return true;
    case Target::x86_64_v3:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("bmi2");
    case Target::x86_64_v4:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  }
#endif
  return target == Target::baseline;
}

std::atomic<Target>& target() {
  static std::atomic<Target> target = targets().back();
  return target;
}

}  // namespace

const char* name(Target target) {
  switch (target) {
    case Target::x86_64_v4: return "x86_64_v4";
    case Target::x86_64_v3: return "x86_64_v3";
    case Target::baseline: break;
  }
  return "baseline";
}

std::vector<Target> targets() {
  std::vector<Target> found;
  for (const Target each : {Target::baseline, Target::x86_64_v3, Target::x86_64_v4}) {
    if (runs(each)) found.push_back(each);
  }
  return found;
}

void use(Target chosen) { target() = chosen; }

template <class T>
const Kernels<T>& kernels() {
#ifdef BN_CPU_X86
  switch (target()) {
    case Target::x86_64_v4: return x86_64_v4::table<T>();
    case Target::x86_64_v3: return x86_64_v3::table<T>();
    case Target::baseline: break;
  }
#endif
  return baseline::table<T>();
}

template <class T>
const CertifiedKernels<T>& certified_kernels() {
#ifdef BN_CPU_X86
  switch (target()) {
    case Target::x86_64_v4: return x86_64_v4::certified_table<T>();
    case Target::x86_64_v3: return x86_64_v3::certified_table<T>();
    case Target::baseline: break;
  }
#endif
  return baseline::certified_table<T>();
}

const DoubleKernels& double_kernels() {
#ifdef BN_CPU_X86
  switch (target()) {
    case Target::x86_64_v4: return x86_64_v4::double_table();
    case Target::x86_64_v3: return x86_64_v3::double_table();
    case Target::baseline: break;
  }
#endif
  return baseline::double_table();
}

template const Kernels<float>& kernels();
template const Kernels<double>& kernels();
template const Kernels<Float16>& kernels();
template const Kernels<BFloat16>& kernels();
template const CertifiedKernels<float>& certified_kernels();
template const CertifiedKernels<Float16>& certified_kernels();
template const CertifiedKernels<BFloat16>& certified_kernels();

}  // namespace cpu
