#pragma once

#include <vector>

#include "bncheck/bench/accuracy.h"
#include "bncheck/bench/workload.h"

namespace bncheck::gpu_bench {

/// How far the answers of one channel are from the truth at most, infinitely if one is no number;
/// and the largest true value.
struct Distance {
  double largest, worst;
};

/// Returns the largest error in units in the last place of the largest true value of its channel,
/// as bench::Accuracy has it; how many values are correctly rounded was not counted.
bench::Accuracy accuracy_of(const std::vector<Distance>& channels, const bench::Workload& workload);

}  // namespace bncheck::gpu_bench
