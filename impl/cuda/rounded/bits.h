#pragma once

#ifndef __CUDACC__
#include <bit>
#endif

#include <cstdint>

#include "device.h"

namespace cuda {

/// Returns how many bits above the highest 1 are 0, of a number that is not 0.
BN_DEVICE int leading_zeros(std::uint32_t value) {
#ifdef __CUDACC__
  return __clz(static_cast<int>(value));
#else
  return std::countl_zero(value);
#endif
}

/// Returns how many bits below the lowest 1 are 0, of a number that is not 0.
BN_DEVICE int trailing_zeros(std::uint64_t value) {
#ifdef __CUDACC__
  return __ffsll(static_cast<long long>(value)) - 1;
#else
  return std::countr_zero(value);
#endif
}

}  // namespace cuda
