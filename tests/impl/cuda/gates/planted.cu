// Kernels with one fault each, which the rules must see, and some without.
#include <cstdint>

namespace {

__device__ std::uint32_t first() { return blockIdx.x * blockDim.x + threadIdx.x; }
__device__ std::uint32_t step() { return gridDim.x * blockDim.x; }

/// Moves count packs through change(pack), and sums through the warp.
template <class Change>
__device__ void move(const uint4* from, uint4* to, std::uint32_t count, const Change& change) {
#pragma unroll 1
  for (std::uint32_t i = first(); i < count; i += step()) __stcs(to + i, change(__ldcs(from + i)));
  const unsigned all = __shfl_xor_sync(0xffffffffU, threadIdx.x, 16);
  if (all == 7) to[0].x = all;
}

__device__ uint4 same(uint4 pack) { return pack; }

}  // namespace

extern "C" {

__global__ void fine(const uint4* from, uint4* to, std::uint32_t count) {
  move(from, to, count, same);
}

__global__ void fine_NoWork() {}

/// A division for each thread, before the loop.
__global__ void fine_division(const uint4* from, uint4* to, std::uint32_t count, double a) {
  const auto shift = static_cast<unsigned>(1 / sqrt(a));
  move(from, to, count, [=](uint4 pack) {
    pack.x += shift;
    return pack;
  });
}

__global__ void fine_OfGrid(const uint4* from, uint4* to, std::uint32_t count, unsigned* counter) {
  const unsigned ticket = atomicAdd(counter, 1U);
  move(from, to, count, [=](uint4 pack) {
    pack.x += ticket;
    return pack;
  });
}

__global__ void fine_ForwardOnLines(const uint4* from, uint4* to, std::uint32_t count) {
#pragma unroll 1
  for (std::uint32_t i = first(); i < count; i += step()) __stcs(to + i, __ldcs(from + i));
}

__global__ void counts_outside_a_grid(const uint4* from, uint4* to, std::uint32_t count,
                                      unsigned* counter) {
  atomicAdd(counter, 1U);
  move(from, to, count, same);
}

__global__ void indexes_an_array_OfGrid(const uint4* from, uint4* to, std::uint32_t count, int n) {
  unsigned local[64];
  for (int i = 0; i < 64; ++i) local[i] = from[i].y;
  local[n] = 3;
  move(from, to, count, [&](uint4 pack) {
    pack.x = local[pack.y % 64];
    return pack;
  });
}

#define BN_ATOMIC(name, Type, action)                                                             \
  __global__ void name(const uint4* from, uint4* to, std::uint32_t count, Type* sum, Type term) { \
    action;                                                                                       \
    move(from, to, count, same);                                                                  \
  }
BN_ATOMIC(adds_f32_OfGrid, float, atomicAdd(sum, term))
BN_ATOMIC(adds_f64_OfGrid, double, atomicAdd(sum, term))
BN_ATOMIC(takes_f32_OfGrid, float, sum[threadIdx.x + 1] = atomicAdd(sum, term))
BN_ATOMIC(takes_f64_OfGrid, double, sum[threadIdx.x + 1] = atomicAdd(sum, term))
BN_ATOMIC(swaps_OfGrid, unsigned, sum[threadIdx.x + 1] = atomicCAS(sum, term, 3U))
BN_ATOMIC(adds_u64_OfGrid, unsigned long long, sum[threadIdx.x + 1] = atomicAdd(sum, term))

__global__ void adds_in_shared_memory_OfGrid(const uint4* from, uint4* to, std::uint32_t count) {
  __shared__ float sum;
  sum = 0;
  __syncthreads();
  atomicAdd(&sum, static_cast<float>(threadIdx.x));
  __syncthreads();
  move(from, to, count, [&](uint4 pack) {
    pack.x += static_cast<unsigned>(sum);
    return pack;
  });
}

__global__ void loads_words(const unsigned* from, uint4* to, std::uint32_t count) {
  const unsigned word = __shfl_xor_sync(0xffffffffU, threadIdx.x, 1);
#pragma unroll 1
  for (std::uint32_t i = first(); i < count; i += step()) to[i] = {from[i], word, word, word};
}

__global__ void stores_words(const uint4* from, unsigned* to, std::uint32_t count) {
  const unsigned word = __shfl_xor_sync(0xffffffffU, threadIdx.x, 1);
#pragma unroll 1
  for (std::uint32_t i = first(); i < count; i += step()) {
    const uint4 pack = from[i];
    to[i] = pack.x + pack.y + pack.z + pack.w + word;
  }
}

__global__ void sums_without_shuffles(const uint4* from, uint4* to, std::uint32_t count) {
#pragma unroll 1
  for (std::uint32_t i = first(); i < count; i += step()) __stcs(to + i, __ldcs(from + i));
}

__global__ void moves_once(const uint4* from, uint4* to) {
  const unsigned word = __shfl_xor_sync(0xffffffffU, threadIdx.x, 1);
  uint4 pack = from[first()];
  pack.x += word;
  to[first()] = pack;
}

#define BN_CHANGE(name, Type, action)                                                   \
  __global__ void name(const uint4* from, uint4* to, std::uint32_t count, Type value) { \
    move(from, to, count, [=](uint4 pack) {                                             \
      action;                                                                           \
      return pack;                                                                      \
    });                                                                                 \
  }
BN_CHANGE(divides_f32, float, pack.x = __float_as_uint(__uint_as_float(pack.x) / value))
BN_CHANGE(divides_f64, double, pack.x = static_cast<unsigned>(pack.x / value))
BN_CHANGE(roots_f64, double, pack.x = static_cast<unsigned>(sqrt(pack.x + value)))
BN_CHANGE(divides_u32, unsigned, pack.x /= pack.y + value)
BN_CHANGE(divides_u64, std::uint64_t,
          pack.x = (std::uint64_t{pack.x} << 32 | pack.y) % (value + pack.z))

/// Moves packs, adds up doubles and gives the whole of the sum to the digits, by add(digits, sum).
#define BN_TOTALS(name, Digit, change, add)                                                     \
  __global__ void name(const uint4* from, uint4* to, std::uint32_t count, const double* values, \
                       double divisor, Digit* digits) {                                         \
    __shared__ unsigned counter;                                                                \
    __shared__ float float_counter;                                                             \
    counter = 0;                                                                                \
    float_counter = 0;                                                                          \
    double sum = 0;                                                                             \
    move(from, to, count, same);                                                                \
    _Pragma("unroll 1") for (std::uint32_t i = first(); i < count; i += step()) sum += change;  \
    add;                                                                                        \
    __syncthreads();                                                                            \
    if (sum == 7) digits[threadIdx.x] = static_cast<Digit>(counter + float_counter + sum);      \
  }
BN_TOTALS(fine_TotalsPass, unsigned long long, values[i] * values[i],
          (atomicAdd(digits, static_cast<unsigned long long>(sum)),
           atomicAdd(&counter, static_cast<unsigned>(sum))))
BN_TOTALS(counts_TotalsPass, unsigned, values[i] * values[i],
          atomicAdd(digits, static_cast<unsigned>(sum)))
BN_TOTALS(adds_f32_TotalsPass, float, values[i], atomicAdd(digits, static_cast<float>(sum)))
BN_TOTALS(adds_f64_TotalsPass, double, values[i], atomicAdd(digits, sum))
BN_TOTALS(takes_f64_TotalsPass, double, values[i], digits[threadIdx.x + 1] = atomicAdd(digits, sum))
BN_TOTALS(swaps_u64_TotalsPass, unsigned long long, values[i],
          digits[threadIdx.x + 1] = atomicCAS(digits, 1, static_cast<unsigned long long>(sum)))
BN_TOTALS(adds_in_shared_memory_TotalsPass, float, values[i],
          atomicAdd(&float_counter, static_cast<float>(sum)))
BN_TOTALS(divides_TotalsPass, unsigned long long, values[i] / divisor, (void)0)
BN_TOTALS(roots_TotalsPass, unsigned long long, sqrt(values[i]), (void)0)
BN_TOTALS(forgets_TotalsPass, unsigned long long, fmax(sum, values[i]) - sum > 0 ? 0 : 0, (void)0)

/// Marks what is open: integers of shared memory, which in other kernels are nothing.
#define BN_MARK(name)                                                         \
  __global__ void name(const uint4* from, uint4* to, std::uint32_t count) {   \
    __shared__ unsigned marks[64];                                            \
    if (threadIdx.x < 64) marks[threadIdx.x] = 0;                             \
    __syncthreads();                                                          \
    move(from, to, count, [&](uint4 pack) {                                   \
      if (pack.x > pack.y) atomicAdd(marks + pack.x % 64, 1U << pack.y % 32); \
      return pack;                                                            \
    });                                                                       \
    __syncthreads();                                                          \
    if (marks[threadIdx.x % 64] != 0) to[count].x = marks[0];                 \
  }
BN_MARK(fine_RoundedForward)
BN_MARK(fine_RoundedBackward)
BN_MARK(marks_OfGrid)

/// Roundings: two without fused operations, and one with.
BN_CHANGE(fine_roundings, float, {
  const float x = __uint_as_float(pack.x);
  pack.x = __float_as_uint((x - 3) * value + 2);
})
BN_CHANGE(fuses, double, pack.x = static_cast<unsigned>(fma(value, value, double(pack.x))))
BN_CHANGE(fuses_RoundedForward, double,
          pack.x = static_cast<unsigned>(fma(value, value, double(pack.x))))
BN_CHANGE(fuses_RoundedLinesPass, double,
          pack.x = static_cast<unsigned>(fma(value, value, double(pack.x))))

}  // extern "C"
