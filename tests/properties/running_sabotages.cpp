#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

void swap_momentum(Saboteur&, const Problem& problem, Forward<double>& out) {
  Problem seen = problem;
  seen.momentum = 1 - problem.momentum;
  const Forward<double> swapped = TestImplementation().forward(seen, true).outputs;
  out.running_mean = swapped.running_mean;
  out.running_var = swapped.running_var;
}

void add_eps_to_variance(Saboteur&, const Problem& problem, Forward<double>& out) {
  for (double& each : out.running_var) each += problem.eps;
}

void overshoot(Saboteur&, const Problem& problem, Forward<double>& out) {
  for (std::size_t c = 0; c < out.running_mean.size(); ++c) {
    out.running_mean[c] += 16 * (out.running_mean[c] - problem.running_mean[c]);
  }
}

void negate_variance(Saboteur&, const Problem&, Forward<double>& out) {
  for (double& each : out.running_var) each = -each;
}

void lose_third_update(Saboteur& self, const Problem& problem, Forward<double>& out) {
  if (self.forward_calls != 3) return;
  out.running_mean = problem.running_mean;
  out.running_var = problem.running_var;
}

void add_bias_to_mean(Saboteur&, const Problem& problem, Forward<double>& out) {
  for (std::size_t c = 0; c < out.running_mean.size(); ++c) {
    out.running_mean[c] += problem.bias_of(static_cast<std::int64_t>(c));
  }
}

void update_in_evaluation(Saboteur& self, const Problem&, Forward<double>& out) {
  for (double& each : out.running_mean) each += self.evaluations;
}

void update_in_backward(Saboteur& self, const Problem&, Forward<double>& out) {
  for (double& each : out.running_var) each += self.backward_calls;
}

constexpr Sabotage kSabotages[] = {
    {"running_extremes", kTrainingLine, "momentum swapped", swap_momentum, nullptr},
    {"running_extremes", kTrainingLine, "eps stored", add_eps_to_variance, nullptr},
    {"running_repetition", kTrainingLine, "momentum swapped", swap_momentum, nullptr},
    {"running_repetition", kTrainingLine, "third update lost", lose_third_update, nullptr},
    {"running_hull", kTrainingLine, "beyond the batch's mean", overshoot, nullptr},
    {"running_hull", kTrainingLine, "negative variance", negate_variance, nullptr},
    {"running_independence", kTrainingLine, "eps stored", add_eps_to_variance, nullptr},
    {"running_independence", kTrainingLine, "bias stored", add_bias_to_mean, nullptr},
    {"running_untouched", kTrainingLine, "evaluation updates", update_in_evaluation, nullptr},
    {"running_untouched", kTrainingLine, "backward updates", update_in_backward, nullptr},
};

}  // namespace

std::span<const Sabotage> running_sabotages() { return kSabotages; }

}  // namespace bncheck::properties
