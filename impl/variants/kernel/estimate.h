#pragma once

#include <xmmintrin.h>

#include <cmath>

namespace variants {

/// Whether the estimate and half of the number are what they should be: not of subnormals.
inline bool has_estimate(float a) { return a >= 0x1p-124F && std::isfinite(a); }

/// 1/sqrt(a) with a relative error of at most 1.5 * 2^-12 (Intel's Software Developer's Manual,
/// RSQRTSS; AMD's manual promises the same).
inline float estimate(float a) { return _mm_cvtss_f32(_mm_rsqrt_ss(_mm_set_ss(a))); }

}  // namespace variants
