#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

void forget_variance_term(Saboteur&, const Problem& problem, Backward<double>& out) {
  out.dx = TestImplementation(Defect::misses_variance_term).backward(problem, {}).outputs.dx;
}

void forget_mean_term(Saboteur&, const Problem& problem, Backward<double>& out) {
  out.dx = TestImplementation(Defect::misses_mean_term).backward(problem, {}).outputs.dx;
}

void average_dbias(Saboteur&, const Problem& problem, Backward<double>& out) {
  for (double& each : out.dbias) each /= static_cast<double>(problem.shape.values_per_channel());
}

void sum_dweight_without_mean(Saboteur&, const Problem& problem, Backward<double>& out) {
  out = TestImplementation(Defect::sums_dweight_without_mean).backward(problem, {}).outputs;
}

void ignore_eps(Saboteur& self, const Problem& problem, Backward<double>& out) {
  Problem seen = problem;
  seen.eps = 0;
  out = self.honest_gradients(seen);
}

void negate(Saboteur&, const Problem&, Backward<double>& out) {
  for (double& each : out.dx) each = -each;
}

void lengthen(Saboteur&, const Problem&, Backward<double>& out) {
  for (double& each : out.dx) each *= 4;
}

constexpr Sabotage kSabotages[] = {
    {"gradient_along_input", kTrainingLine, "no variance term", nullptr, forget_variance_term},
    {"gradient_along_input", kTrainingLine, "eps lost", nullptr, ignore_eps},
    {"gradient_energy", kTrainingLine, "no mean term", nullptr, forget_mean_term},
    {"gradient_energy", kTrainingLine, "dbias a mean", nullptr, average_dbias},
    {"gradient_energy", kTrainingLine, "uncentred dweight", nullptr, sum_dweight_without_mean},
    {"gradient_gauge", kTrainingLine, "no mean term", nullptr, forget_mean_term},
    {"gradient_gauge", kTrainingLine, "no variance term", nullptr, forget_variance_term},
    {"gradient_gauge", kTrainingLine, "uncentred dweight", nullptr, sum_dweight_without_mean},
    {"gradient_gauge", kTrainingLine, "eps lost", nullptr, ignore_eps},
    {"gradient_of_constant", kTrainingLine, "no mean term", nullptr, forget_mean_term},
    {"gradient_of_constant", kTrainingLine, "uncentred dweight", nullptr, sum_dweight_without_mean},
    {"gradient_sign", kTrainingLine, "dx negated", nullptr, negate},
    {"gradient_sign", kTrainingLine, "dx too long", nullptr, lengthen},
};

}  // namespace

std::span<const Sabotage> gradient_sabotages() { return kSabotages; }

}  // namespace bncheck::properties
