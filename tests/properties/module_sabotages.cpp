#include <algorithm>

#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

/// Answers a training as if these had been the running statistics that it was given.
void track_from(const Forward<double>& state, const Problem& problem, Forward<double>& out) {
  Problem seen = problem;
  seen.running_mean = state.running_mean;
  seen.running_var = state.running_var;
  const Forward<double> answer = TestImplementation().forward(seen, false).outputs;
  out.running_mean = answer.running_mean;
  out.running_var = answer.running_var;
}

bool trains_again(const Saboteur& self, const Problem& problem) {
  return problem.mode == Mode::training && !self.kept.running_mean.empty();
}

void keep(Saboteur& self, const Problem& problem, const Forward<double>& out) {
  if (problem.mode == Mode::training) self.kept = out;
}

void share_state(Saboteur& self, const Problem& problem, Forward<double>& out) {
  if (trains_again(self, problem)) track_from(self.kept, problem, out);
  keep(self, problem, out);
}

bool is_reset(const Problem& problem) {
  const auto all = [](const std::vector<double>& values, double value) {
    return std::all_of(values.begin(), values.end(), [&](double v) { return v == value; });
  };
  return all(problem.running_mean, 0) && all(problem.running_var, 1);
}

void reset_late(Saboteur& self, const Problem& problem, Forward<double>& out) {
  if (trains_again(self, problem) && is_reset(problem)) track_from(self.kept, problem, out);
  keep(self, problem, out);
}

void keep_first_momentum(Saboteur& self, const Problem& problem, Forward<double>& out) {
  Problem seen = problem;
  seen.momentum = self.first.momentum;
  if (problem.mode != Mode::training) return;
  const Forward<double> answer = TestImplementation().forward(seen, false).outputs;
  out.running_mean = answer.running_mean;
  out.running_var = answer.running_var;
}

void update_in_evaluation(Saboteur& self, const Problem&, Forward<double>& out) {
  for (double& each : out.running_mean) each += self.evaluations;
}

void update_in_backward(Saboteur& self, const Problem&, Forward<double>& out) {
  for (double& each : out.running_var) each += self.backward_calls;
}

void evaluate_the_last(Saboteur& self, const Problem& problem, Forward<double>& out) {
  keep(self, problem, out);
  if (problem.mode == Mode::training || self.kept.running_mean.empty()) return;
  Problem seen = problem;
  seen.running_mean = self.kept.running_mean;
  seen.running_var = self.kept.running_var;
  out.y = TestImplementation().forward(seen, false).outputs.y;
}

// The commands that are drawn from a case depend on all its values: here on the seed of dy.
// train(second), reset, evaluate, save, train, ...
constexpr const char* kReset =
    "f32 4x3x2x2 nchw training eps=1e-3 momentum=0.125 weight=2,-1,0.5 bias=1,0.25 "
    "running_mean=0.5 running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@4";
// train, other module, train(second), ...
constexpr const char* kOtherModule =
    "f32 4x3x2x2 nchw training eps=1e-3 momentum=0.125 weight=2,-1,0.5 bias=1,0.25 "
    "running_mean=0.5 running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@19";
// train, set momentum 0.5, train(second), ...
constexpr const char* kMomentum =
    "f32 4x3x2x2 nchw training eps=1e-3 momentum=0.125 weight=2,-1,0.5 bias=1,0.25 "
    "running_mean=0.5 running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@38";
// train, backward, train(second), ...
constexpr const char* kBackward =
    "f32 4x3x2x2 nchw training eps=1e-3 momentum=0.125 weight=2,-1,0.5 bias=1,0.25 "
    "running_mean=0.5 running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@33";

constexpr Sabotage kSabotages[] = {
    {"module_state", kOtherModule, "one state for all modules", share_state, nullptr},
    {"module_state", kReset, "resets come too late", reset_late, nullptr},
    {"module_state", kMomentum, "momentum of the first call", keep_first_momentum, nullptr},
    {"module_state", kReset, "evaluation updates", update_in_evaluation, nullptr},
    {"module_state", kBackward, "backward updates", update_in_backward, nullptr},
    {"module_state", kReset, "evaluates the last state", evaluate_the_last, nullptr},
};

}  // namespace

std::span<const Sabotage> module_sabotages() { return kSabotages; }

}  // namespace bncheck::properties
