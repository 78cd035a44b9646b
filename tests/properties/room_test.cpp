#include "properties/room.h"

#include <gtest/gtest.h>

#include "core/case.h"
#include "properties/binades.h"
#include "properties/scaled_answers.h"
#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

TEST(Binades, HoldEveryValueButZero) {
  const Binades held = binades_of(std::vector<double>{0, -3, 0.25});
  EXPECT_EQ(held.low, -2);
  EXPECT_EQ(held.high, 2);
}

TEST(Binades, HoldEveryProductAndRoot) {
  const Binades held = products({{-3, 2}, {4, 5}});
  EXPECT_LE(held.low, -3);
  EXPECT_GE(held.high, 7);
  for (int exponent : {-9, -8, 0, 7, 8}) {
    const Binades root = inverse_root({exponent, exponent + 1});
    EXPECT_LE(2 * root.low, -(exponent + 1)) << exponent;
    EXPECT_GE(2 * root.high, -exponent) << exponent;
  }
}

/// Returns whether the law of dx has room on the line, by an honest answer under this contract.
bool has_room(const char* line, bool flushes = false) {
  class Contracted : public Saboteur {
   public:
    explicit Contracted(bool flushes) : Saboteur(nullptr), flushes_(flushes) {}
    Contract contract(const Problem& problem) override {
      Contract contract = Saboteur::contract(problem);
      contract.flushes_subnormals = flushes_;
      return contract;
    }

   private:
    bool flushes_;
  };
  Contracted implementation(flushes);
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, {}};
  Trial trial(court, expand(parse_case(line)));
  return smallest_roomy_gradient(trial).has_value();
}

constexpr const char* kTiny =
    "f32 8x1 nchw training eps=1e-30 momentum=0.1 weight=1 bias=1 running_mean=none "
    "running_var=none x=bell*2^-60+0@1 dy=uniform*2^0+0@3";
constexpr const char* kNoEps =
    "f32 8x1 nchw training eps=0 momentum=0.1 weight=1 bias=1 running_mean=none "
    "running_var=none x=bell*2^0+0@1 dy=uniform*2^0+0@3";

TEST(Room, IsWhereNoProductUnderflows) {
  EXPECT_TRUE(has_room(kTrainingLine));
  EXPECT_FALSE(has_room(kTiny));
  EXPECT_FALSE(has_room(kNoEps));
  EXPECT_FALSE(has_room(kTrainingLine, /*flushes=*/true));
}

TEST(Room, InEvaluationEndsWhereProductsUnderflow) {
  Problem problem = expand(parse_case(kEvaluationLine));
  const Contract contract = default_contract(problem.dtype);
  EXPECT_TRUE(has_room_in_evaluation(problem, contract));
  problem.weight.assign(problem.weight.size(), 0x1p-120);
  EXPECT_FALSE(has_room_in_evaluation(problem, contract));
}

TEST(ScaledAnswers, LeaveOutWhatUnderflowsOnBothSides) {
  const std::vector<double> got = {8, 0x1p-149}, expected = {1, 0x1p-149};
  const double floor = smallest_normal(DType::f32);
  const Answers a{got, floor, DType::f32}, b{expected, floor, DType::f32};
  EXPECT_EQ(judge_scaled("dx", a, b, 3).verdict, Verdict::pass);
  EXPECT_EQ(judge_scaled("dx", a, b, 2).verdict, Verdict::fail);
}

TEST(ScaledAnswers, DoNotTakeALostValueForAnUnderflow) {
  const std::vector<double> got = {0}, expected = {1};
  const double floor = smallest_normal(DType::f32);
  EXPECT_EQ(judge_scaled("dx", {got, floor, DType::f32}, {expected, floor, DType::f32}, 3).verdict,
            Verdict::fail);
}

}  // namespace
}  // namespace bncheck::properties
