#include "tests/impl/cuda/batch.h"

namespace cuda {

double noise(std::uint64_t seed, std::int64_t i) {
  std::uint64_t bits = seed * 0x9e3779b97f4a7c15 + static_cast<std::uint64_t>(i);
  for (int round = 0; round < 3; ++round) {
    bits ^= bits >> 29;
    bits *= 0xbf58476d1ce4e5b9;
  }
  return static_cast<double>(bits >> 11) * 0x1p-52 - 1;
}

}  // namespace cuda
