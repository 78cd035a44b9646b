#include "bench/gpu/distance.h"

#include <algorithm>

#include "core/ulp.h"

namespace bncheck::gpu_bench {

bench::Accuracy accuracy_of(const std::vector<Distance>& channels,
                            const bench::Workload& workload) {
  bench::Accuracy accuracy;
  for (const Distance& each : channels) {
    accuracy.worst = std::max(accuracy.worst, each.worst / ulp(workload.dtype, each.largest));
  }
  accuracy.compared = static_cast<std::uint64_t>(workload.shape.size());
  return accuracy;
}

}  // namespace bncheck::gpu_bench
