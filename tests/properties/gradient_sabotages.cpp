#include <cmath>

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

/// The gradient of NaN is 0.
void replace_nan(Saboteur&, const Problem&, Backward<double>& out) {
  for (double& each : out.dx) each = std::isnan(each) ? 0 : each;
}

/// Takes later places for more than earlier ones.
void favour_the_tail(Saboteur& self, const Problem& problem, Backward<double>& out) {
  Problem seen = problem;
  for (double& dy : seen.dy) dy *= 1 + 0x1p-10 * static_cast<double>(&dy - seen.dy.data());
  out = self.honest_gradients(seen);
}

constexpr const char* kSmallLine =
    "f32 2x3x3 nchw training eps=1e-3 momentum=0.125 weight=2,-1,0.5 bias=1,0.25 running_mean=0.5 "
    "running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";

// eps is the most that a variance may make of eps'.
constexpr const char* kLargeEpsLine =
    "f32 2x3x3 nchw training eps=1048576 momentum=0.125 weight=2,-1,0.5 bias=1,0.25 "
    "running_mean=0.5 running_var=2 x=bell*2^13+1@1|uniform*2^13+-3@2 dy=uniform*2^0+0.25@3";

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
    {"jacobian", kSmallLine, "no mean term", nullptr, forget_mean_term},
    {"jacobian", kSmallLine, "no variance term", nullptr, forget_variance_term},
    {"jacobian", kSmallLine, "eps lost", nullptr, ignore_eps},
    {"jacobian", kSmallLine, "later places count more", nullptr, favour_the_tail},
    {"euler", kTrainingLine, "eps lost", nullptr, ignore_eps},
    {"euler", kTrainingLine, "uncentred dweight", nullptr, sum_dweight_without_mean},
    {"euler", kLargeEpsLine, "eps lost where it is large", nullptr, ignore_eps},
    {"nan_stays_in_its_channel", kTrainingLine, "dx without NaN", nullptr, replace_nan},
    {"infinity_stays_in_its_channel", kTrainingLine, "dx without NaN", nullptr, replace_nan},
    {"gradient_sign", kTrainingLine, "dx negated", nullptr, negate},
    {"gradient_sign", kTrainingLine, "dx too long", nullptr, lengthen},
};

}  // namespace

std::span<const Sabotage> gradient_sabotages() { return kSabotages; }

}  // namespace bncheck::properties
