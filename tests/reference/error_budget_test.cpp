#include "reference/error_budget.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "core/case.h"
#include "reference/precise_oracle.h"
#include "tests/reference/attained.h"
#include "tests/reference/honest.h"

namespace bncheck {
namespace {

using tests::adversarial;
using tests::as;
using tests::Attained;
using tests::Honest;
using tests::kCases;
using tests::Manner;
using tests::record;
using tests::widen;

template <class Element, class Accumulator, class Stored, class Applied, class Data>
Attained attain(DType dtype, Contract contract, const Manner& manner) {
  const Honest<Element, Accumulator, Stored, Applied, Data> honest(manner);
  contract.variance = manner.variance;
  contract.apply = manner.apply;
  const reference::PreciseOracle oracle;
  const reference::ErrorBudget model;
  const Dialect dialect;
  Attained attained;
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const Case c = adversarial(i, dtype, Mode::training);
    const Problem problem = expand(c);
    const auto x = as<Data>(problem.x);
    const auto dy = as<Data>(problem.dy);
    const auto kept = honest.statistics(x, static_cast<Data>(problem.eps));
    const Statistics<Ball> exact = oracle.statistics(problem);
    const Forward<Ball> truth = oracle.forward(problem, dialect);
    const auto budget = model.forward(problem, contract, dialect, exact);
    const auto weight = static_cast<Data>(problem.weight[0]);
    const auto bias = static_cast<Data>(problem.bias[0]);
    const auto momentum = static_cast<Data>(problem.momentum);
    record(attained, "save_mean", {Data(kept.mean)}, truth.save_mean, budget.save_mean, c);
    record(attained, "save_invstd", {Data(kept.invstd)}, truth.save_invstd, budget.save_invstd, c);
    record(attained, "y", widen(honest.apply(x, kept, weight, bias)), truth.y, budget.y, c);
    const auto mean =
        honest.updated(static_cast<Data>(problem.running_mean[0]), kept.mean, momentum);
    record(attained, "running_mean", {mean}, truth.running_mean, budget.running_mean, c);
    const auto m = static_cast<Stored>(x.size());
    const auto var = honest.updated(static_cast<Data>(problem.running_var[0]),
                                    kept.var * (m / (m - 1)), momentum);
    record(attained, "running_var", {var}, truth.running_var, budget.running_var, c);
    const auto gradient = honest.gradient(x, dy, Data(kept.mean), Data(kept.invstd), weight);
    const Backward<Ball> derivative = oracle.backward(problem);
    const auto slack = model.backward(problem, contract, exact);
    record(attained, "dx", widen(gradient.dx), derivative.dx, slack.dx, c);
    record(attained, "dweight", {gradient.dweight}, derivative.dweight, slack.dweight, c);
    record(attained, "dbias", {gradient.dbias}, derivative.dbias, slack.dbias, c);
  }
  return attained;
}

/// The same in evaluation, where the statistics are given.
template <class Real, class Data>
Attained attain_evaluation(DType dtype, Contract contract, const Manner& manner) {
  const Honest<Real, Real, Real, Real, Data> honest(manner);
  contract.apply = manner.apply;
  const reference::PreciseOracle oracle;
  const reference::ErrorBudget model;
  Attained attained;
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const Case c = adversarial(i, dtype, Mode::evaluation);
    const Problem problem = expand(c);
    const auto mean = static_cast<Data>(problem.running_mean[0]);
    const auto var = static_cast<Data>(problem.running_var[0]);
    const auto weight = static_cast<Data>(problem.weight[0]);
    const Real invstd =
        Real(1) / std::sqrt(Real(var) + static_cast<Real>(static_cast<Data>(problem.eps)));
    const Statistics<Ball> exact = oracle.statistics(problem);
    const auto budget = model.forward(problem, contract, Dialect(), exact);
    const auto y = honest.apply(as<Data>(problem.x), {Real(mean), Real(var), invstd}, weight,
                                static_cast<Data>(problem.bias[0]));
    record(attained, "y", widen(y), oracle.forward(problem, Dialect()).y, budget.y, c);
    std::vector<double> dx;
    for (double dy : problem.dy) {
      dx.push_back(static_cast<Data>(static_cast<Real>(dy) * invstd * static_cast<Real>(weight)));
    }
    record(attained, "dx", dx, oracle.backward(problem).dx,
           model.backward(problem, contract, exact).dx, c);
  }
  return attained;
}

void print(const char* name, const Attained& attained) {
  std::printf("%-28s", name);
  for (const char* each :
       {"save_mean", "save_invstd", "y", "running_mean", "running_var", "dx", "dweight", "dbias"}) {
    std::printf(" %s %.2f", each, attained.count(each) != 0 ? attained.at(each).ratio : 0.0);
  }
  std::printf("\n");
}

Attained all_float(const Manner& manner) {
  return attain<float, float, float, float, float>(DType::f32, default_contract(DType::f32),
                                                   manner);
}

void expect_sound(const char* name, const Attained& attained) {
  print(name, attained);
  for (const auto& [output, worst] : attained) {
    EXPECT_LE(worst.ratio, 1) << output << " in " << worst.shown_by;
  }
}

TEST(ErrorBudget, HoldsForTwoPassDirect) { expect_sound("two-pass direct", all_float({})); }

TEST(ErrorBudget, HoldsForTwoPassFolded) {
  Manner manner;
  manner.apply = ApplyForm::folded;
  manner.reciprocal = manner.moving_step = manner.product_of_sums = true;
  expect_sound("two-pass folded", all_float(manner));
}

TEST(ErrorBudget, HoldsForOnePass) {
  Manner manner;
  manner.variance = VarianceAlgorithm::one_pass;
  expect_sound("one-pass", all_float(manner));
}

TEST(ErrorBudget, HoldsForWelford) {
  Manner manner;
  manner.variance = VarianceAlgorithm::welford;
  expect_sound("Welford", all_float(manner));
}

TEST(ErrorBudget, HoldsForMergedWelford) {
  Manner manner;
  manner.variance = VarianceAlgorithm::welford;
  manner.pairwise = manner.reciprocal = true;
  expect_sound("Welford, eight lanes", all_float(manner));
}

TEST(ErrorBudget, HoldsForOtherProductOrders) {
  expect_sound("weight first, textbook dx", all_float({.weight_first = true, .cubed = true}));
}

TEST(ErrorBudget, HoldsForPairwiseSumsOfDeclaredHeight) {
  Contract contract = default_contract(DType::f32);
  contract.summation = Summation::tree;
  contract.summation_height = 12;  // ceil(log2 m) for every m of the cases
  Manner manner;
  manner.pairwise = true;
  expect_sound("two-pass, height 12",
               attain<float, float, float, float, float>(DType::f32, contract, manner));
}

TEST(ErrorBudget, HoldsForDoubleSumsWithFloatStatistics) {
  Contract contract = default_contract(DType::f32);
  contract.accumulator = DType::f64;
  Manner manner;
  manner.apply = ApplyForm::folded;
  expect_sound("double sums, float rest",
               attain<float, double, float, float, float>(DType::f32, contract, manner));
}

TEST(ErrorBudget, HoldsForDoubleThroughout) {
  Contract contract = default_contract(DType::f32);
  contract.element = contract.accumulator = contract.stored = contract.applied = DType::f64;
  expect_sound("double throughout",
               attain<double, double, double, double, float>(DType::f32, contract, {}));
}

TEST(ErrorBudget, HoldsForDoubleTensors) {
  expect_sound("f64 tensors", attain<double, double, double, double, double>(
                                  DType::f64, default_contract(DType::f64), {}));
}

TEST(ErrorBudget, HoldsForDirectEvaluation) {
  expect_sound("evaluation, direct",
               attain_evaluation<float, float>(DType::f32, default_contract(DType::f32), {}));
}

TEST(ErrorBudget, HoldsForFoldedEvaluation) {
  expect_sound("evaluation, folded",
               attain_evaluation<float, float>(DType::f32, default_contract(DType::f32),
                                               {.apply = ApplyForm::folded}));
}

// A budget that no lie exceeds would be worth nothing: each false declaration must be refuted.

TEST(ErrorBudget, RefutesFloatSumsDeclaredDouble) {
  Contract contract = default_contract(DType::f32);
  contract.accumulator = DType::f64;
  const Attained attained = attain<float, float, float, float, float>(DType::f32, contract, {});
  for (const char* name : {"save_mean", "save_invstd", "dx", "dweight", "dbias"}) {
    EXPECT_GT(attained.at(name).ratio, 1) << name;
  }
}

TEST(ErrorBudget, RefutesOnePassDeclaredTwoPass) {
  const Honest<float, float, float, float, float> honest({.variance = VarianceAlgorithm::one_pass});
  const reference::PreciseOracle oracle;
  const Case c = parse_case(
      "f32 8x1 nchw training eps=1e-5 momentum=0.1 weight=none bias=none running_mean=none "
      "running_var=none x=bell*2^0+1000@1 dy=bell*2^0+0@2");
  const Problem problem = expand(c);
  const auto kept = honest.statistics(as<float>(problem.x), 1e-5F);
  const Statistics<Ball> exact = oracle.statistics(problem);
  const auto budget =
      reference::ErrorBudget().forward(problem, default_contract(DType::f32), Dialect(), exact);
  const Judgement judgement =
      judge("save_invstd", std::vector<double>{kept.invstd}, exact.invstd, budget.save_invstd);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
}

TEST(ErrorBudget, RefutesSequentialSumsDeclaredAsTree) {
  Contract contract = default_contract(DType::f32);
  contract.summation_height = 4;
  const Attained attained = attain<float, float, float, float, float>(DType::f32, contract, {});
  EXPECT_GT(attained.at("dbias").ratio, 1);
  EXPECT_GT(attained.at("save_mean").ratio, 1);
}

}  // namespace
}  // namespace bncheck
