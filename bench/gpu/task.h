#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "bncheck/bench/workload.h"

namespace bncheck::gpu_bench {

// The batch of the production shapes in docs/benchmarks.md.
inline constexpr std::int64_t kUsualBatch = 256;
inline constexpr double kUsualSeconds = 120;

/// What every implementation is timed at, and how many layers of a network do that.
struct Task {
  bench::Workload workload;
  int layers = 1;
};

/// Returns whether one of the words, separated by commas, is a set of shapes that takes a batch.
bool names_a_batched_set(std::string_view words);

/// Combines all with all. `words` named the shapes: layers are counted by the sets among them.
std::vector<Task> make_tasks(std::string_view words, const std::vector<Shape>& shapes,
                             const std::vector<DType>& dtypes, const std::vector<Layout>& layouts,
                             const std::vector<bench::Operation>& operations);

/// Returns how many sets of tensors a measurement goes through, one after the other, so that all
/// together are more than twice the cache: what a call finds there is not what it reads. There are
/// never more than some hundred sets, so that small tensors do stay in the cache.
int buffer_sets(const bench::Workload& workload, double cache_bytes);

bool stay_in_the_cache(const bench::Workload& workload, double cache_bytes);

/// Returns how many calls are timed together: whole rounds through the sets, of a millisecond
/// if calls take so many seconds, and never more than some hundred calls if one round has less.
int calls_together(int sets, double seconds_of_a_call);

}  // namespace bncheck::gpu_bench
