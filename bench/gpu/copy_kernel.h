#pragma once

#include <cstdint>

#include "cuda/tensor.h"

namespace bncheck::gpu_bench {

/// Copies so many 16-byte vectors, four in flight for each thread.
struct CopyVectors {
  using Vector = cuda::Pack<float>;
  static constexpr int kInFlight = 4;

  const Vector* from;
  Vector* to;
  std::int64_t count;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const std::int64_t step = std::int64_t{cx.blocks()} * cx.threads();
    std::int64_t i = std::int64_t{cx.block()} * cx.threads() + cx.thread();
    for (; i + (kInFlight - 1) * step < count; i += kInFlight * step) {
      Vector some[kInFlight];
      for (int j = 0; j < kInFlight; ++j) some[j] = cx.load_once(from + i + j * step);
      for (int j = 0; j < kInFlight; ++j) cx.store_once(to + i + j * step, some[j]);
    }
    for (; i < count; i += step) cx.store_once(to + i, cx.load_once(from + i));
  }
};

}  // namespace bncheck::gpu_bench
