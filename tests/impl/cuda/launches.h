#pragma once

#include <string>
#include <vector>

#include "cuda/emulation/executor.h"

// The kernels of kernels.h on the CPU, right or with a bug.
namespace emulation {

/// A kernel of a function.
template <class Function>
struct Each {
  Function function;
  void operator()(Context& cx) const { function(cx); }
};
template <class Function>
Each(Function) -> Each<Function>;

/// Integers: their sums are exact.
std::vector<float> whole_values(int count);
/// Every order of summation has a rounding of its own.
std::vector<float> rough_values(int count);
float total(const std::vector<float>& values);

/// The sums of 3 blocks, of 4 clusters of 3 blocks, and of 3 groups of 4: one for each block.
std::vector<float> block_sums(const std::vector<float>& x, int threads, const Schedule& schedule,
                              bool waits = true);
enum class Missing { nothing, barrier, last_barrier };
std::vector<float> cluster_sums(const std::vector<float>& x, int threads, const Schedule& schedule,
                                Missing missing = Missing::nothing);
std::vector<float> group_sums(const std::vector<float>& x, int threads, const Schedule& schedule,
                              bool waits = true, int awaited = 4);

/// What the Fault says; empty where there is none.
template <class Launch>
std::string fault_of(const Launch& launch) {
  try {
    launch();
    return "";
  } catch (const Fault& fault) {
    return fault.what();
  }
}
template <class Function>
std::string fault_of(const cuda::Grid& grid, const Function& function,
                     const Schedule& schedule = {}) {
  return fault_of([&] { launch(grid, Each{function}, schedule); });
}

}  // namespace emulation
