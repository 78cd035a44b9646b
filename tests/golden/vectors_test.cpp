// What the committed vectors hold: each fact is exact, and shows that the reader puts every tensor
// in its place.
#include <gmock/gmock.h>

#include <algorithm>
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
  EXPECT_GE(all().size(), 25U);
}

TEST(Vectors, HaveValuesForEveryElement) {
  for (const TestVector& each : all()) {
    const auto size = static_cast<std::size_t>(each.problem.shape.size());
    EXPECT_EQ(each.problem.x.size(), size) << each.id;
    EXPECT_EQ(each.forward.y.size(), size) << each.id;
    ASSERT_TRUE(each.backward.has_value()) << each.id;
    EXPECT_EQ(each.backward->dx.size(), size) << each.id;
    EXPECT_EQ(each.forward.save_mean.empty(), each.problem.mode == Mode::evaluation) << each.id;
  }
}

TEST(Vectors, CoverTypesLayoutsAndModes) {
  std::map<std::string, int> seen;
  for (const TestVector& each : all()) {
    ++seen[std::string(to_string(each.problem.dtype)) + " " +
           std::string(to_string(each.problem.layout)) + " " +
           std::string(to_string(each.problem.mode))];
  }
  EXPECT_EQ(seen.size(), 8U);  // two of each
}

TEST(Vectors, NameWhoAnswered) {
  for (const TestVector& each : all()) {
    EXPECT_EQ(each.provenance, "PyTorch 2.13.0, cpu, 1 thread, capability default");
    EXPECT_EQ(each.dialect, parse_dialect("pytorch"));
    EXPECT_EQ(each.contract.accumulator, each.problem.dtype);
    EXPECT_EQ(each.contract.apply, ApplyForm::folded);
  }
}

/// With a constant dy, the gradient of x vanishes in training and would show nothing.
TEST(Vectors, HaveGradientsThatVary) {
  for (const TestVector& each : all()) {
    const std::vector<double>& dy = each.problem.dy;
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

}  // namespace
}  // namespace bncheck::golden
