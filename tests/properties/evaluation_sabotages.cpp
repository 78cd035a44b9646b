#include <algorithm>
#include <cmath>

#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

// Two values of x only, so that every y has its equals.
constexpr const char* kTwoValues =
    "f32 4x1x3 nchw evaluation eps=1e-3 momentum=0.125 weight=2 bias=1 running_mean=0.5 "
    "running_var=2 x=alternating*2^0+1@1 dy=uniform*2^0+0.25@3";

void use_the_batch(Saboteur&, const Problem& problem, Forward<double>& out) {
  out.y = TestImplementation(Defect::evaluates_with_the_batch).forward(problem, false).outputs.y;
}

void use_the_batch_in_dx(Saboteur&, const Problem& problem, Backward<double>& out) {
  TestImplementation defective(Defect::evaluates_gradient_as_training);
  out.dx = defective.backward(problem, {}).outputs.dx;
}

void clamp(Saboteur&, const Problem&, Forward<double>& out) {
  for (double& each : out.y) each = std::clamp(each, 0.5, 1.5);
}

void negate(Saboteur&, const Problem&, Forward<double>& out) {
  for (double& each : out.y) each = -each;
}

void round_the_tail_otherwise(Saboteur&, const Problem&, Forward<double>& out) {
  out.y.back() = std::nextafter(static_cast<float>(out.y.back()), 9.0F);
}

void add_constant_to_eps(Saboteur&, const Problem& problem, Forward<double>& out) {
  Problem seen = problem;
  seen.eps += 1e-3;
  out.y = TestImplementation().forward(seen, false).outputs.y;
}

void add_one_to_weight(Saboteur&, const Problem& problem, Forward<double>& out) {
  Problem seen = problem;
  for (double& each : seen.weight) each += 1;
  out.y = TestImplementation().forward(seen, false).outputs.y;
}

void round_up(Saboteur&, const Problem&, Forward<double>& out) {
  for (double& each : out.y) each = std::nextafter(static_cast<float>(each), 9.0F);
}

constexpr Sabotage kSabotages[] = {
    {"evaluation_locality", kEvaluationLine, "the batch's statistics used", use_the_batch, nullptr},
    {"evaluation_locality", kEvaluationLine, "dx of training", nullptr, use_the_batch_in_dx},
    {"evaluation_affinity", kEvaluationLine, "y clamped", clamp, nullptr},
    {"evaluation_order", kEvaluationLine, "y negated", negate, nullptr},
    {"evaluation_order", kTwoValues, "the tail rounded otherwise", round_the_tail_otherwise,
     nullptr},
    {"evaluation_scaling", kEvaluationLine, "a hidden eps", add_constant_to_eps, nullptr},
    {"evaluation_scaling", kEvaluationLine, "weight + 1", add_one_to_weight, nullptr},
    {"evaluation_scaling", kEvaluationLine, "y rounded upwards", round_up, nullptr},
};

}  // namespace

std::span<const Sabotage> evaluation_sabotages() { return kSabotages; }

}  // namespace bncheck::properties
