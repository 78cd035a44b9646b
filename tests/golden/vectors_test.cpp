// What the committed vectors hold: each fact is exact, and shows that the reader puts every tensor
// in its place.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/error.h"
#include "golden/test_vector.h"

namespace bncheck::golden {
namespace {

const std::vector<TestVector>& all() {
  static const std::vector<TestVector> vectors = read_vectors(BNCHECK_GOLDEN_FOLDER);
  return vectors;
}

const TestVector& titled(std::string_view title) {
  const auto found = std::find_if(all().begin(), all().end(),
                                  [&](const TestVector& each) { return each.title == title; });
  if (found == all().end()) throw UsageError("no vector is titled " + std::string(title));
  return *found;
}

TEST(Vectors, AreAllRead) {
  std::set<std::string> ids;
  for (const TestVector& each : all()) ids.insert(each.id);
  EXPECT_EQ(ids.size(), all().size());
  EXPECT_GE(all().size(), 600U);
}

TEST(Vectors, HaveValuesForEveryElement) {
  for (const TestVector& each : all()) {
    const auto size = static_cast<std::size_t>(each.problem.shape.size());
    EXPECT_EQ(each.problem.x.size(), size) << each.id;
    if (each.refusal) continue;
    EXPECT_EQ(each.forward.y.size(), size) << each.id;
    ASSERT_TRUE(each.backward.has_value()) << each.id;
    EXPECT_EQ(each.backward->dx.size(), size) << each.id;
    const bool saves = each.problem.mode == Mode::training && size > 0;
    EXPECT_EQ(each.forward.save_mean.empty(), !saves) << each.id;
  }
}

TEST(Vectors, CoverTypesLayoutsAndModes) {
  std::map<std::string, int> seen;
  for (const TestVector& each : all()) {
    ++seen[std::string(to_string(each.problem.dtype)) + " " +
           std::string(to_string(each.problem.layout)) + " " +
           std::string(to_string(each.problem.mode))];
  }
  EXPECT_EQ(seen.size(), 24U);  // four types, three layouts, two modes
}

TEST(Vectors, NameWhoAnswered) {
  for (const TestVector& each : all()) {
    EXPECT_EQ(each.provenance, "PyTorch 2.13.0, cpu, 1 thread, capability default");
    EXPECT_EQ(each.dialect, parse_dialect("pytorch"));
    EXPECT_EQ(each.contract.accumulator, each.problem.parameters());
    const bool strided = each.problem.layout == Layout::strided;
    EXPECT_EQ(each.contract.apply, strided ? ApplyForm::direct : ApplyForm::folded);
  }
}

/// With a constant dy, the gradient of x vanishes in training and would show nothing.
TEST(Vectors, HaveGradientsThatVary) {
  for (const TestVector& each : all()) {
    const std::vector<double>& dy = each.problem.dy;
    if (dy.empty()) continue;
    EXPECT_TRUE(std::any_of(dy.begin(), dy.end(), [&](double g) { return g != dy[0]; })) << each.id;
  }
}

TEST(Vectors, ContinueFromStepToStep) {
  for (int step = 1; step < 3; ++step) {
    const TestVector& one = titled("Small network, training step " + std::to_string(step));
    const TestVector& next = titled("Small network, training step " + std::to_string(step + 1));
    EXPECT_EQ(one.forward.running_mean, next.problem.running_mean);
    EXPECT_EQ(one.forward.running_var, next.problem.running_var);
    EXPECT_NE(one.problem.weight, next.problem.weight);
  }
  EXPECT_EQ(titled("Small network, training step 3").forward.running_var,
            titled("Small network, evaluated").problem.running_var);
}

TEST(Vectors, ObeyTheBoundariesOfMomentum) {
  const TestVector& kept = titled("momentum 0");
  EXPECT_EQ(kept.forward.running_mean, kept.problem.running_mean);
  EXPECT_EQ(kept.forward.running_var, kept.problem.running_var);
  const TestVector& replaced = titled("momentum 1");
  EXPECT_EQ(replaced.forward.running_mean, replaced.forward.save_mean);
}

TEST(Vectors, HoldValuesInLogicalOrderWhateverTheLayout) {
  EXPECT_EQ(titled("Large mean, contiguous").problem.x,
            titled("Large mean, channels last").problem.x);
}

TEST(Vectors, GiveTheBiasWhereTheWeightIsZero) {
  const TestVector& vector = titled("Weights negative, zero and large");
  for (std::int64_t j = 0; j < vector.problem.shape.values_per_channel(); ++j) {
    const auto i = static_cast<std::size_t>(vector.problem.shape.index(1, j));
    EXPECT_EQ(vector.forward.y[i], vector.problem.bias[1]);
    EXPECT_EQ(vector.backward->dx[i], 0);
  }
}

TEST(Vectors, LeaveAbsentWhatIsAbsent) {
  const TestVector& bare = titled("Bare module, put into evaluation");
  EXPECT_EQ(bare.problem.mode, Mode::training);
  EXPECT_TRUE(bare.problem.weight.empty());
  EXPECT_FALSE(bare.problem.has_running());
  EXPECT_TRUE(bare.forward.running_mean.empty());
  EXPECT_TRUE(bare.backward->dweight.empty());
  EXPECT_FALSE(bare.forward.save_invstd.empty());
}

TEST(Vectors, SayWhatIsSpecial) {
  const TestVector& vector = titled("Large mean, contiguous");
  ASSERT_EQ(vector.flags.size(), 1U);
  EXPECT_EQ(vector.flags[0].name, "LargeMean");
  EXPECT_FALSE(vector.flags[0].reason.empty());
}

/// Cumulative averages: step k weighs the new batch with 1/k, so that the first replaces
/// everything.
TEST(Vectors, WeighTheStepsOfACumulativeAverageAlike) {
  for (int step = 1; step <= 4; ++step) {
    const TestVector& vector = titled("Cumulative average, step " + std::to_string(step));
    EXPECT_EQ(vector.problem.momentum, 1.0 / step);
    if (step == 1) {
      EXPECT_EQ(vector.forward.running_mean, vector.forward.save_mean);
    }
    const std::string next =
        step < 4 ? "step " + std::to_string(step + 1) : std::string("evaluated");
    EXPECT_EQ(vector.forward.running_var,
              titled("Cumulative average, " + next).problem.running_var);
  }
}

/// What a step leaves is what the next one gets, in the sequences that end with an evaluation.
TEST(Vectors, HandTheRunningStatisticsOnFromStepToStep) {
  const std::map<std::string, int> sequences = {
      {"momentum 0.01", 5},          {"momentum 0.9", 4},    {"Cumulative average, float16", 4},
      {"Batches of other sizes", 4}, {"A drifting mean", 4}, {"A drifting mean, float64", 3},
      {"One batch is empty", 4}};
  for (const auto& [title, steps] : sequences) {
    for (int step = 1; step <= steps; ++step) {
      const std::string next = step < steps ? "step " + std::to_string(step + 1) : "evaluated";
      const TestVector& left = titled(title + ", step " + std::to_string(step));
      const TestVector& given = titled(title + ", " + next);
      EXPECT_EQ(left.forward.running_mean, given.problem.running_mean) << left.id;
      EXPECT_EQ(left.forward.running_var, given.problem.running_var) << left.id;
    }
  }
}

/// The k-th process's rows lie around 10k, so that its part can be told from the union.
TEST(Vectors, HoldTheUnionOfTheProcessesBatches) {
  const TestVector& vector = titled("1 + 7 rows of 2 processes, nchw, f32, 2 axes");
  ASSERT_NE(vector.flag("SplitBatch"), nullptr);
  EXPECT_EQ(vector.problem.shape.n, 8);
  for (std::int64_t row = 0; row < 8; ++row) {
    const double x = vector.problem.x[static_cast<std::size_t>(vector.problem.shape.index(0, row))];
    EXPECT_EQ(x > 5, row >= 1) << row;
  }
}

/// One value of channel 1 is not finite; whatever becomes of it, channel 0 is as it would have
/// been.
TEST(Vectors, KeepWhatIsNotFiniteInItsChannel) {
  int seen = 0;
  for (const TestVector& each : all()) {
    if (each.title.find(" in x, ") == std::string::npos) continue;
    ++seen;
    bool spoilt = false;
    for (std::int64_t j = 0; j < each.problem.shape.values_per_channel(); ++j) {
      const auto clean = static_cast<std::size_t>(each.problem.shape.index(0, j));
      const auto other = static_cast<std::size_t>(each.problem.shape.index(1, j));
      EXPECT_TRUE(std::isfinite(each.forward.y[clean])) << each.id;
      EXPECT_TRUE(std::isfinite(each.backward->dx[clean])) << each.id;
      spoilt = spoilt || !std::isfinite(each.forward.y[other]);
    }
    EXPECT_TRUE(spoilt) << each.id;
  }
  EXPECT_GE(seen, 10);
}

TEST(Vectors, LeaveTheRunningStatisticsOfAnEmptyBatchAlone) {
  const TestVector& vector = titled("No values, 0x3, f32, training");
  EXPECT_EQ(vector.forward.running_mean, vector.problem.running_mean);
  EXPECT_EQ(vector.forward.running_var, vector.problem.running_var);
  EXPECT_EQ(vector.backward->dweight, std::vector<double>(3, 0));
}

TEST(Vectors, RefuseOneValuePerChannelAndNoEpsInTrainingOnly) {
  int one_value = 0, no_eps = 0;
  for (const TestVector& each : all()) {
    const bool training = each.problem.mode == Mode::training;
    const bool one = training && each.problem.shape.values_per_channel() == 1;
    const bool none = training && each.problem.eps == 0;
    EXPECT_EQ(each.refusal.has_value(), one || none) << each.id;
    one_value += one ? 1 : 0;
    no_eps += none ? 1 : 0;
  }
  EXPECT_GE(one_value, 6);
  EXPECT_GE(no_eps, 6);
}

TEST(Vectors, MissSecondDerivativesWhereTheyVanish) {
  const TestVector& bare =
      titled("Double backward, 4 axes, nchw, f64, evaluation, without weight and bias");
  EXPECT_TRUE(bare.double_backward->ddweight.empty());
  EXPECT_TRUE(bare.double_backward->d_x.empty());
  EXPECT_FALSE(bare.double_backward->d_dy.empty());
}

TEST(Vectors, GiveTheBiasWhereTheSquareOverflows) {
  const TestVector& vector = titled("Squares out of range, 1e+30, nchw, f32, 4 axes, training");
  EXPECT_EQ(vector.forward.save_invstd[1], 0);
  EXPECT_TRUE(std::isinf(vector.forward.running_var[1]));
  for (std::int64_t j = 0; j < vector.problem.shape.values_per_channel(); ++j) {
    const auto i = static_cast<std::size_t>(vector.problem.shape.index(1, j));
    EXPECT_EQ(vector.forward.y[i], vector.problem.bias[1]);
  }
}

}  // namespace
}  // namespace bncheck::golden
