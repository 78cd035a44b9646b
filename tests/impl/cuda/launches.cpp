#include "tests/impl/cuda/launches.h"

#include <numeric>

#include "tests/impl/cuda/kernels.h"

namespace emulation {
namespace {

constexpr std::size_t kSharedBytes = 33 * sizeof(float);  // a sum for each warp, and the block's

int size(const std::vector<float>& x) { return static_cast<int>(x.size()); }

}  // namespace

std::vector<float> whole_values(int count) {
  std::vector<float> values(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i * 7 % 31);
  return values;
}

std::vector<float> rough_values(int count) {
  std::vector<float> values(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = 1 / static_cast<float>(1 + i * 7919 % 1009);
  return values;
}

float total(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0f);
}

std::vector<float> block_sums(const std::vector<float>& x, int threads, const Schedule& schedule,
                              bool waits) {
  const cuda::Grid grid{.blocks = 3, .threads = threads, .shared_bytes = kSharedBytes};
  std::vector<float> sums(3);
  launch(grid, cuda::BlockSums{x.data(), size(x), sums.data(), waits}, schedule);
  return sums;
}

std::vector<float> cluster_sums(const std::vector<float>& x, int threads, const Schedule& schedule,
                                Missing missing) {
  const cuda::Grid grid{
      .blocks = 12, .threads = threads, .cluster = 3, .shared_bytes = kSharedBytes};
  std::vector<float> sums(12);
  const cuda::ClusterSums kernel{x.data(), size(x), sums.data(), missing != Missing::barrier,
                                 missing != Missing::last_barrier};
  launch(grid, kernel, schedule);
  return sums;
}

std::vector<float> group_sums(const std::vector<float>& x, int threads, const Schedule& schedule,
                              bool waits, int awaited) {
  const cuda::Grid grid{
      .blocks = 12, .threads = threads, .shared_bytes = kSharedBytes, .cooperative = true};
  std::vector<float> parts(24), sums(12);
  std::vector<unsigned> counters(3);
  const cuda::GroupSums kernel{x.data(),    size(x), parts.data(), counters.data(),
                               sums.data(), 4,       awaited,      waits};
  launch(grid, kernel, schedule);
  return sums;
}

}  // namespace emulation
