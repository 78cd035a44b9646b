#include "bncheck/bench/measurement.h"

#include <algorithm>

namespace bncheck::bench {
namespace {

/// Returns the shortest median of the implementations but one; nothing if there is none.
std::optional<double> fastest_but(const std::vector<Measurement>& all, const Measurement& one) {
  std::optional<double> least;
  for (const Measurement& each : all) {
    if (&each == &one || each.is_limit || !each.is_timed()) continue;
    least = std::min(least.value_or(median(each)), median(each));
  }
  return least;
}

}  // namespace

double quantile(const Measurement& measurement, double part) {
  const std::size_t count = measurement.seconds.size();
  const auto at = static_cast<std::size_t>(part * static_cast<double>(count));
  return measurement.seconds[std::min(at, count - 1)];
}

void rate(std::vector<Measurement>& at_one_workload, const Workload& workload) {
  // A copy moves two tensors.
  const double part_of_copy = tensors_moved(workload.operation) / 2.0;
  const auto limit = std::find_if(at_one_workload.begin(), at_one_workload.end(),
                                  [](const Measurement& each) { return each.is_limit; });
  for (Measurement& each : at_one_workload) {
    if (!each.is_timed() || each.is_limit) continue;
    if (limit != at_one_workload.end() && limit->is_timed()) {
      each.of_limit = part_of_copy * median(*limit) / median(each);
    }
    const std::optional<double> peer = fastest_but(at_one_workload, each);
    if (peer) each.against_peers = *peer / median(each);
  }
}

}  // namespace bncheck::bench
