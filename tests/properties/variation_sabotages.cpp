#include <cmath>

#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

void scale(std::vector<double>& values, double factor) {
  for (double& each : values) each *= factor;
}

void weigh_by_place(Saboteur&, const Problem&, Backward<double>& out) {
  for (std::size_t i = 0; i < out.dx.size(); ++i) out.dx[i] *= i % 2 == 0 ? 1 : 0.75;
}

void saturate(Saboteur&, const Problem&, Backward<double>& out) {
  for (double& each : out.dx) each = std::fmin(each, 0.125);
  for (double& each : out.dbias) each = std::fabs(each);
}

void square_dweight(Saboteur&, const Problem&, Backward<double>& out) {
  for (double& each : out.dweight) each *= each;
}

void flush_small(Saboteur&, const Problem&, Backward<double>& out) {
  for (double& each : out.dx) each = std::fabs(each) < 0.125 ? 0 : each;
}

void round_up(Saboteur&, const Problem&, Backward<double>& out) {
  for (double& each : out.dx) each = std::nextafter(static_cast<float>(each), 1e9F);
}

void add_constant_to_eps(Saboteur& self, const Problem& problem, Backward<double>& out) {
  Problem seen = problem;
  seen.eps += 1e-3;
  out = self.honest_gradients(seen);
}

void forget_weight(Saboteur& self, const Problem& problem, Backward<double>& out) {
  Problem seen = problem;
  seen.weight.assign(seen.weight.size(), 1);
  out = self.honest_gradients(seen);
}

void leak_weight(Saboteur&, const Problem& problem, Backward<double>& out) {
  scale(out.dweight, problem.weight_of(0));
}

void leak_eps(Saboteur&, const Problem& problem, Backward<double>& out) {
  scale(out.dbias, 1 + problem.eps);
}

void leak_bias(Saboteur&, const Problem& problem, Backward<double>& out) {
  scale(out.dx, 1 + problem.bias_of(0));
}

void forget_eps(Saboteur& self, const Problem& problem, Backward<double>& out) {
  Problem seen = problem;
  seen.eps = 0;
  out = self.honest_gradients(seen);
}

void average_over_less_one(Saboteur&, const Problem& problem, Backward<double>& out) {
  const auto m = static_cast<double>(problem.shape.values_per_channel());
  scale(out.dx, m / (m - 1));
}

void average_dweight(Saboteur&, const Problem& problem, Backward<double>& out) {
  scale(out.dweight, 1 / static_cast<double>(problem.shape.values_per_channel()));
}

void use_the_last_forward(Saboteur& self, const Problem& problem, Backward<double>& out) {
  Problem seen = problem;
  seen.x = self.last.x;
  seen.eps = self.last.eps;
  out = self.honest_gradients(seen);
}

void drift(Saboteur& self, const Problem&, Backward<double>& out) {
  scale(out.dx, self.backward_calls);
}

void forget_variance_term(Saboteur&, const Problem& problem, Backward<double>& out) {
  out.dx = TestImplementation(Defect::misses_variance_term).backward(problem, {}).outputs.dx;
}

constexpr Sabotage kSabotages[] = {
    {"gradient_symmetry", kTrainingLine, "dx weighed by place", nullptr, weigh_by_place},
    {"gradient_linearity", kTrainingLine, "dx clipped", nullptr, saturate},
    {"gradient_linearity", kTrainingLine, "dweight squared", nullptr, square_dweight},
    {"gradient_scales_with_dy", kTrainingLine, "small dx flushed", nullptr, flush_small},
    {"gradient_scales_with_dy", kTrainingLine, "dx rounded upwards", nullptr, round_up},
    {"gradient_scales_with_input", kTrainingLine, "a hidden eps", nullptr, add_constant_to_eps},
    {"gradient_matches_output", kTrainingLine, "dweight of another eps", nullptr, forget_eps},
    {"gradient_matches_output", kTrainingLine, "dweight a mean", nullptr, average_dweight},
    {"gradient_independence", kTrainingLine, "bias in dx", nullptr, leak_bias},
    {"gradient_independence", kTrainingLine, "weight in dweight", nullptr, leak_weight},
    {"gradient_independence", kTrainingLine, "eps in dbias", nullptr, leak_eps},
    {"gradient_scales_with_weight", kTrainingLine, "weight forgotten", nullptr, forget_weight},
    {"gradient_scales_with_weight", kTrainingLine, "small dx flushed", nullptr, flush_small},
    {"gradient_duplication", kTrainingLine, "dx over m - 1", nullptr, average_over_less_one},
    {"gradient_duplication", kTrainingLine, "dweight a mean", nullptr, average_dweight},
    {"gradient_of_output", kTrainingLine, "no variance term", nullptr, forget_variance_term},
    {"gradient_of_output", kTrainingLine, "eps forgotten", nullptr, forget_eps},
    {"gradient_repetition", kTrainingLine, "the last forward's x", nullptr, use_the_last_forward},
    {"gradient_repetition", kTrainingLine, "dx grows with every call", nullptr, drift},
};

}  // namespace

std::span<const Sabotage> variation_sabotages() { return kSabotages; }

}  // namespace bncheck::properties
