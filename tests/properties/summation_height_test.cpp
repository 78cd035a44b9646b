// What summation_height makes of honest declarations, and of false ones.
#include <gtest/gtest.h>

#include "core/case.h"
#include "tests/properties/test_court.h"

namespace bncheck::properties {
namespace {

using Sum = double (*)(const std::vector<double>&);

/// Adds dy in its own way, and declares what it is told to.
class Summing : public TestImplementation {
 public:
  Summing(Sum sum, const Contract& contract) : sum_(sum), contract_(contract) {}

  Contract contract(const Problem&) override { return contract_; }
  Outcome<Backward<double>> backward(const Problem& problem,
                                     const SavedStatistics& saved) override {
    ++calls;
    auto outcome = TestImplementation::backward(problem, saved);
    for (std::size_t c = 0; c < outcome.outputs.dbias.size(); ++c) {
      const auto channel = static_cast<std::int64_t>(c);
      outcome.outputs.dbias[c] = sum_(channel_of(problem.dy, problem.shape, channel));
    }
    return outcome;
  }

  int calls = 0;

 private:
  Sum sum_;
  Contract contract_;
};

template <class Real>
double in_order(const std::vector<double>& values) {
  Real sum = 0;
  for (double value : values) sum += static_cast<Real>(value);
  return static_cast<double>(sum);
}

double pairwise(const std::vector<double>& values) {
  std::vector<float> sums(values.begin(), values.end());
  for (; sums.size() > 1; sums.resize((sums.size() + 1) / 2)) {
    for (std::size_t i = 0; i + 1 < sums.size(); i += 2) sums[i / 2] = sums[i] + sums[i + 1];
    if (sums.size() % 2 == 1) sums[sums.size() / 2] = sums.back();
  }
  return double{sums[0]};
}

/// Exact for what these tests add: large numbers cancel, and are added apart.
double exact(const std::vector<double>& values) {
  double large = 0, small = 0;
  for (double value : values) (value * value > 1 ? large : small) += value;
  return large + small;
}

Contract declared(Summation summation, std::int64_t height, DType accumulator = DType::f32) {
  Contract contract;
  contract.deterministic = true;
  contract.summation = summation;
  contract.summation_height = height;
  contract.accumulator = accumulator;
  return contract;
}

struct Judged {
  Judgement judgement;
  int calls;
};

Judged judged(Sum sum, const Contract& contract, const char* shape = "8x2",
              const char* dtype = "f32", const char* bias = "bias=1") {
  const std::string line = std::string(dtype) + " " + shape + " nchw training eps=1e-3 " +
                           "momentum=0.1 weight=2 " + bias + " running_mean=0.5 running_var=2 " +
                           "x=bell*2^0+1@1 dy=uniform*2^0+0.25@3";
  Summing implementation(sum, contract);
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, {}};
  Trial trial(court, expand(parse_case(line)));
  const Property& property = law("summation_height");
  if (!property.applies_to(trial)) return {skipped("does not apply"), 0};
  return {property.check(trial), implementation.calls};
}

TEST(SummationHeight, AcceptsTheDeclaredTree) {
  const Judged result = judged(pairwise, declared(Summation::tree, 3));
  EXPECT_EQ(result.judgement.verdict, Verdict::pass) << result.judgement.reason;
  EXPECT_EQ(result.calls, 28);
  EXPECT_EQ(judged(pairwise, declared(Summation::unspecified, 3), "7x1").judgement.verdict,
            Verdict::pass);
  EXPECT_EQ(judged(in_order<float>, declared(Summation::tree, 3), "4x1").judgement.verdict,
            Verdict::skip)
      << "three additions of four values are all there are";
}

TEST(SummationHeight, RejectsAHigherTree) {
  const Judgement judgement = judged(in_order<float>, declared(Summation::tree, 6)).judgement;
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  ASSERT_TRUE(judgement.evidence.has_value());
  EXPECT_EQ(judgement.evidence->got, 7);
  EXPECT_EQ(judgement.evidence->truth.middle.hi, 6);
  EXPECT_EQ(judged(pairwise, declared(Summation::tree, 2)).judgement.verdict, Verdict::fail);
  EXPECT_EQ(judged(in_order<float>, declared(Summation::tree, 2), "2x2x2", "bf16", "bias=none")
                .judgement.verdict,
            Verdict::fail);
  EXPECT_EQ(judged(in_order<float>, declared(Summation::tree, 2), "5x2", "f16").judgement.verdict,
            Verdict::fail);
  EXPECT_EQ(judged(in_order<double>, declared(Summation::tree, 3, DType::f64), "5x2", "f64")
                .judgement.verdict,
            Verdict::fail);
}

TEST(SummationHeight, AsksForOnePlaceOfMany) {
  Judged result = judged(pairwise, declared(Summation::tree, 5), "32x2");
  EXPECT_EQ(result.judgement.verdict, Verdict::pass) << result.judgement.reason;
  EXPECT_EQ(result.calls, 31);
  result = judged(in_order<float>, declared(Summation::tree, 5), "32x2");
  EXPECT_EQ(result.judgement.verdict, Verdict::fail) << "unless one of the last is drawn";
}

TEST(SummationHeight, AcceptsSumsThatAreWiderThanDeclared) {
  EXPECT_EQ(judged(in_order<double>, declared(Summation::tree, 3)).judgement.verdict,
            Verdict::pass);
}

TEST(SummationHeight, AsksNothingWhereNothingIsPromised) {
  const Contract nothing[] = {declared(Summation::unspecified, 0),
                              declared(Summation::sequential, 0),
                              declared(Summation::tree, 7),
                              declared(Summation::tree, 100),
                              {}};
  for (const Contract& contract : nothing) {
    const Judged result = judged(in_order<float>, contract);
    EXPECT_EQ(result.judgement.verdict, Verdict::skip);
    EXPECT_EQ(result.calls, 0);
  }
  Contract in_any_order = declared(Summation::tree, 3);
  in_any_order.deterministic = false;
  EXPECT_EQ(judged(in_order<float>, in_any_order).judgement.verdict, Verdict::skip);
  EXPECT_EQ(judged(in_order<double>, declared(Summation::tree, 3, DType::f64), "8x2", "f16")
                .judgement.verdict,
            Verdict::skip)
      << "no two f16 are so far apart";
  for (const char* shape : {"2x2", "33x2"}) {
    EXPECT_EQ(judged(in_order<float>, declared(Summation::tree, 1), shape).calls, 0);
  }
}

TEST(SummationHeight, HoldsExactSumsToTheirWord) {
  const Contract contract = declared(Summation::exact, 0);
  EXPECT_EQ(judged(exact, contract).judgement.verdict, Verdict::pass);
  EXPECT_EQ(judged(exact, contract, "8x2", "f16").judgement.verdict, Verdict::pass);
  EXPECT_EQ(judged(in_order<float>, contract).judgement.verdict, Verdict::fail);
  EXPECT_EQ(judged(in_order<double>, contract).judgement.verdict, Verdict::fail)
      << "wide is not exact";
  EXPECT_EQ(judged(in_order<long double>, contract, "3x1").judgement.verdict, Verdict::fail);
  EXPECT_EQ(judged(in_order<float>, contract, "8x2", "f16").judgement.verdict, Verdict::fail);
}

}  // namespace
}  // namespace bncheck::properties
