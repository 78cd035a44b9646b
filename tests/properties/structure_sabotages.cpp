#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

void grow(Saboteur& self, const Problem&, Forward<double>& out) {
  for (double& each : out.y) each *= self.forward_calls;
}

void lose_last_value(Saboteur&, const Problem& problem, Forward<double>& out) {
  if (problem.manner.threads == 3) out.y.back() = 0;
}

void lose_part_of_sum(Saboteur&, const Problem& problem, Backward<double>& out) {
  if (problem.manner.threads != 3) return;
  for (double& each : out.dbias) each *= 2. / 3;
}

void read_after_writing(Saboteur&, const Problem& problem, Forward<double>& out) {
  if (!problem.manner.in_place) return;
  Problem seen = problem;
  seen.x = out.y;
  out.y = TestImplementation().forward(seen, false).outputs.y;
}

void sum_after_writing(Saboteur& self, const Problem& problem, Backward<double>& out) {
  if (!problem.manner.in_place) return;
  Problem seen = problem;
  seen.dy = out.dx;
  out.dbias = self.honest_gradients(seen).dbias;
}

void sum_in_order(Saboteur&, const Problem& problem, Backward<double>& out) {
  for (std::size_t c = 0; c < out.dbias.size(); ++c) {
    const auto dy = channel_of(problem.dy, problem.shape, static_cast<std::int64_t>(c));
    out.dbias[c] = std::accumulate(dy.begin(), dy.end(), 0.F, [](float sum, double each) {
      return sum + static_cast<float>(each);
    });
  }
}

void forget_unwanted_sums(Saboteur&, const Problem& problem, Backward<double>& out) {
  if (problem.manner.dweight) return;
  TestImplementation hasty(Defect::misses_variance_term);
  out.dx = hasty.backward(problem, {}).outputs.dx;
}

void track_only_what_is_saved(Saboteur&, const Problem& problem, Forward<double>& out) {
  if (!problem.manner.saved) out.running_mean = problem.running_mean;
}

/// Returns the next number of f32 away from zero.
double next(double value) {
  return std::nextafter(static_cast<float>(value), static_cast<float>(2 * value));
}

void be_off_in_last_place(Saboteur&, const Problem&, Forward<double>& out) {
  out.y.back() = next(out.y.back());
}

void sum_off_in_last_place(Saboteur&, const Problem&, Backward<double>& out) {
  out.dweight.back() = next(out.dweight.back());
}

void bend_off_in_last_place(Saboteur&, const Problem&, const SecondGradients&,
                            DoubleBackward<double>& out) {
  out.d_x.front() = next(out.d_x.front());
}

constexpr const char* kEightValues =
    "f32 8x3 nchw training eps=1e-3 momentum=0.125 weight=2,-1,0.5 bias=1,0.25 running_mean=0.5 "
    "running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";

constexpr Sabotage kSabotages[] = {
    {"repetition", kTrainingLine, "grows with every forward", grow, nullptr},
    {"repetition", kEvaluationLine, "grows with every forward", grow, nullptr},
    {"thread_independence", kTrainingLine, "the last value lost to three threads", lose_last_value,
     nullptr},
    {"thread_independence", kTrainingLine, "a third of the sum lost to three threads", nullptr,
     lose_part_of_sum},
    {"in_place", kTrainingLine, "statistics of what was overwritten", read_after_writing, nullptr},
    {"in_place", kEvaluationLine, "sums of what was overwritten", nullptr, sum_after_writing},
    {"summation_height", kEightValues, "dbias summed one after the other", nullptr, sum_in_order},
    {"correct_rounding", kTrainingLine, "one unit in the last place of y", be_off_in_last_place,
     nullptr},
    {"correct_rounding", kEvaluationLine, "one unit in the last place of dweight", nullptr,
     sum_off_in_last_place},
    {"correct_rounding", kTrainingLine, "one unit in the last place of d_x", nullptr, nullptr,
     bend_off_in_last_place},
    {"output_selection", kTrainingLine, "dx without the sums that nobody wanted", nullptr,
     forget_unwanted_sums},
    {"output_selection", kTrainingLine, "nothing tracked unless saved", track_only_what_is_saved,
     nullptr},
};

}  // namespace

std::span<const Sabotage> structure_sabotages() { return kSabotages; }

}  // namespace bncheck::properties
