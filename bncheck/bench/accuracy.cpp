#include "bncheck/bench/accuracy.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bncheck/runner/slices.h"
#include "core/ulp.h"
#include "reference/certified_oracle.h"

namespace bncheck::bench {
namespace {

/// One output of one channel: enclosed, and correctly rounded.
struct Truth {
  std::vector<Ball> enclosed;
  std::vector<double> rounded;
};

Truth truth_of(const Problem& channel, Operation operation) {
  const reference::CertifiedOracle oracle;
  if (operation == Operation::backward) {
    return {oracle.backward(channel).dx, oracle.rounded_backward(channel).outputs.dx};
  }
  return {oracle.forward(channel, {}).y, oracle.rounded_forward(channel, {}).outputs.y};
}

double largest(const std::vector<Ball>& truth) {
  double most = 0;
  for (const Ball& each : truth) most = std::max(most, std::abs(each.middle.hi));
  return most;
}

void add(Accuracy& sum, const std::vector<double>& got, const Truth& truth, DType dtype) {
  const double unit = ulp(dtype, largest(truth.enclosed));
  for (std::size_t i = 0; i < got.size(); ++i) {
    const DoubleDouble exact = truth.enclosed[i].middle;
    const double error = std::abs((got[i] - exact.hi) - exact.lo) / unit;
    const bool is_number = std::isfinite(error);
    sum.worst = std::max(sum.worst, is_number ? error : std::numeric_limits<double>::infinity());
    sum.rounded_correctly += same(got[i], truth.rounded[i]) ? 1U : 0U;
  }
  sum.compared += got.size();
}

}  // namespace

Accuracy compare(const std::vector<std::vector<double>>& channels, Operation operation,
                 const Stage& stage) {
  Accuracy sum;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    Problem channel = runner::part_of(stage.problem(), {stage.sampled()[i], 1});
    channel.mode = operation == Operation::evaluation ? Mode::evaluation : Mode::training;
    add(sum, channels[i], truth_of(channel, operation), channel.dtype);
  }
  return sum;
}

}  // namespace bncheck::bench
