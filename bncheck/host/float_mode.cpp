#include "bncheck/host/float_mode.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bncheck::host {
namespace {

// Bits of MXCSR: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 1, 10.2.3.
constexpr std::uint32_t kDenormalsAreZero = 0x0040;
constexpr std::uint32_t kExceptionMasks = 0x1f80;
constexpr std::uint32_t kRoundingControl = 0x6000;
constexpr std::uint32_t kFlushToZero = 0x8000;

std::uint32_t control_word() {
#if defined(__x86_64__)
  return _mm_getcsr() & (kDenormalsAreZero | kExceptionMasks | kRoundingControl | kFlushToZero);
#else
  return 0;
#endif
}

}  // namespace

FloatMode::FloatMode() : environment_(), rounding_(std::fegetround()), control_(control_word()) {
  std::fegetenv(&environment_);
}

std::uint32_t FloatMode::changes() const {
  const std::uint32_t differing = control_word() ^ control_;
  std::uint32_t changes = 0;
  if (std::fegetround() != rounding_ || (differing & kRoundingControl) != 0) changes |= kRounding;
  if ((differing & kFlushToZero) != 0) changes |= kFlush;
  if ((differing & kDenormalsAreZero) != 0) changes |= kDenormals;
  if ((differing & kExceptionMasks) != 0) changes |= kTraps;
  return changes;
}

void FloatMode::restore() const { std::fesetenv(&environment_); }

std::string describe_mode_changes(std::uint32_t changes) {
  std::string text;
  const auto add = [&](std::uint32_t bit, const char* words) {
    if ((changes & bit) == 0) return;
    text.append(text.empty() ? "" : " and ").append(words);
  };
  add(FloatMode::kRounding, "changed the floating-point rounding mode");
  add(FloatMode::kFlush, "set flush-to-zero");
  add(FloatMode::kDenormals, "set denormals-are-zero");
  add(FloatMode::kTraps, "changed which floating-point exceptions trap");
  return text;
}

}  // namespace bncheck::host
