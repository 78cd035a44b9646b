// The budgets of double backward hold for honest implementations of several arithmetics and forms,
// and refute false declarations.
#include <gtest/gtest.h>

#include <cstdio>

#include "reference/error_budget.h"
#include "reference/precise_oracle.h"
#include "tests/reference/attained.h"
#include "tests/reference/honest.h"
#include "tests/reference/honest_second.h"

namespace bncheck {
namespace {

using tests::adversarial;
using tests::as;
using tests::Attained;
using tests::Honest;
using tests::HonestSecond;
using tests::kCases;
using tests::record;
using tests::SecondAnswer;
using tests::SecondManner;
using tests::SecondQuestion;
using tests::widen;

/// Returns a ddx as hard as dy: another case's dy, or dy in the opposite order, which makes large
/// means meet.
SecondGradients second_for(std::uint64_t i, const Problem& problem) {
  SecondGradients second;
  second.ddx = problem.dy;
  std::reverse(second.ddx.begin(), second.ddx.end());
  if (i % 3 != 0) {
    for (std::size_t j = 0; j < second.ddx.size(); ++j) {
      if (counter_random(i, 77, j) % 2 == 0) second.ddx[j] = -second.ddx[j];
    }
  }
  second.ddweight = {i % 4 == 0 ? 0.0 : static_cast<float>(problem.dy.front())};
  second.ddbias = {i % 5 == 0 ? 0.0 : static_cast<float>(problem.dy.back())};
  return second;
}

template <class Data>
void judge_answer(const Case& input, const Problem& problem, const SecondGradients& second,
                  const Contract& contract, const SecondAnswer<Data>& answer, Attained& attained) {
  const reference::PreciseOracle oracle;
  const DoubleBackward<Ball> truth = oracle.double_backward(problem, second);
  const auto budget = reference::ErrorBudget().double_backward(problem, second, contract,
                                                               oracle.statistics(problem));
  record(attained, "d_dy", widen(answer.d_dy), truth.d_dy, budget.d_dy, input);
  record(attained, "d_x", widen(answer.d_x), truth.d_x, budget.d_x, input);
  record(attained, "d_weight", {answer.d_weight}, truth.d_weight, budget.d_weight, input);
}

template <class Data>
SecondQuestion<Data> question(const Problem& problem, const SecondGradients& second) {
  SecondQuestion<Data> asked;
  asked.x = as<Data>(problem.x);
  asked.dy = as<Data>(problem.dy);
  asked.ddx = as<Data>(second.ddx);
  asked.weight = static_cast<Data>(problem.weight[0]);
  asked.ddweight = static_cast<Data>(second.ddweight[0]);
  asked.ddbias = static_cast<Data>(second.ddbias[0]);
  return asked;
}

template <class Element, class Accumulator, class Stored, class Data>
Attained attain(DType dtype, const Contract& contract, SecondManner manner) {
  const Honest<Element, Accumulator, Stored, Element, Data> first({});
  Attained attained;
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const Case c = adversarial(i, dtype, Mode::training);
    const Problem problem = expand(c);
    const SecondGradients second = second_for(i, problem);
    SecondQuestion<Data> asked = question<Data>(problem, second);
    const auto kept = first.statistics(asked.x, static_cast<Data>(problem.eps));
    asked.mean = Data(kept.mean);
    asked.invstd = Data(kept.invstd);
    const auto answer = HonestSecond<Element, Accumulator, Data>(asked).train(manner);
    judge_answer(c, problem, second, contract, answer, attained);
  }
  return attained;
}

template <class Data>
Attained attain_evaluation(DType dtype) {
  Attained attained;
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const Case c = adversarial(i, dtype, Mode::evaluation);
    const Problem problem = expand(c);
    const SecondGradients second = second_for(i, problem);
    SecondQuestion<Data> asked = question<Data>(problem, second);
    asked.mean = static_cast<Data>(problem.running_mean[0]);
    const auto var = static_cast<Data>(problem.running_var[0]);
    asked.invstd = Data(1) / std::sqrt(Data(var + static_cast<Data>(problem.eps)));
    const auto answer = HonestSecond<Data, Data, Data>(asked).evaluate();
    judge_answer(c, problem, second, default_contract(dtype), answer, attained);
  }
  return attained;
}

void expect_sound(const char* name, const Attained& attained) {
  std::printf("%-28s", name);
  for (const char* each : {"d_dy", "d_x", "d_weight"}) {
    std::printf(" %s %.2f", each, attained.count(each) != 0 ? attained.at(each).ratio : 0.0);
  }
  std::printf("\n");
  for (const auto& [output, worst] : attained) {
    EXPECT_LE(worst.ratio, 1) << output << " in " << worst.shown_by;
  }
}

Contract direct(DType dtype) {
  Contract contract = default_contract(dtype);
  contract.apply = ApplyForm::direct;
  return contract;
}

TEST(SecondBudget, HoldsForCenteredSums) {
  expect_sound("centered", attain<float, float, float, float>(DType::f32, direct(DType::f32),
                                                              SecondManner::centered));
}

TEST(SecondBudget, HoldsForThePublishedFormula) {
  expect_sound("published", attain<float, float, float, float>(DType::f32, direct(DType::f32),
                                                               SecondManner::published));
}

TEST(SecondBudget, HoldsForDoubleSumsWithFloatStatistics) {
  Contract contract = direct(DType::f32);
  contract.accumulator = DType::f64;
  expect_sound("double sums, float rest",
               attain<float, double, float, float>(DType::f32, contract, SecondManner::centered));
}

TEST(SecondBudget, HoldsForDoubleThroughout) {
  Contract contract = direct(DType::f32);
  contract.element = contract.accumulator = contract.stored = contract.applied = DType::f64;
  expect_sound("double throughout", attain<double, double, double, float>(DType::f32, contract,
                                                                          SecondManner::published));
}

TEST(SecondBudget, HoldsForDoubleTensors) {
  expect_sound("f64 tensors", attain<double, double, double, double>(DType::f64, direct(DType::f64),
                                                                     SecondManner::published));
}

TEST(SecondBudget, HoldsForEvaluation) {
  expect_sound("evaluation", attain_evaluation<float>(DType::f32));
  expect_sound("evaluation, f64", attain_evaluation<double>(DType::f64));
}

TEST(SecondBudget, RefutesFloatSumsDeclaredDouble) {
  Contract contract = direct(DType::f32);
  contract.accumulator = DType::f64;
  const Attained attained =
      attain<float, float, float, float>(DType::f32, contract, SecondManner::centered);
  for (const char* name : {"d_dy", "d_x", "d_weight"}) {
    EXPECT_GT(attained.at(name).ratio, 1) << name;
  }
}

TEST(SecondBudget, RefutesFloatArithmeticDeclaredDouble) {
  Contract contract = direct(DType::f32);
  contract.element = contract.accumulator = contract.stored = contract.applied = DType::f64;
  contract.backward_statistics = BackwardStatistics::recomputed;
  const Attained attained =
      attain<float, float, float, float>(DType::f32, contract, SecondManner::published);
  for (const char* name : {"d_dy", "d_x", "d_weight"}) {
    EXPECT_GT(attained.at(name).ratio, 1) << name;
  }
}

}  // namespace
}  // namespace bncheck
