#include "bncheck/bench/accuracy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/ulp.h"
#include "reference/certified_oracle.h"

namespace bncheck::bench {
namespace {

/// The correctly rounded y of the stage's sampled channels; there are as many as channels here.
std::vector<std::vector<double>> rounded_output(const Stage& stage) {
  const Problem& problem = stage.problem();
  const auto y = reference::CertifiedOracle().rounded_forward(problem, {}).outputs.y;
  std::vector<std::vector<double>> channels;
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    channels.emplace_back();
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
      channels.back().push_back(y[static_cast<std::size_t>(problem.shape.index(c, j))]);
    }
  }
  return channels;
}

TEST(Accuracy, IsHalfAnUlpAtMostIfCorrectlyRounded) {
  const Stage stage({4, 3, {5, 5}}, DType::f32, Layout::nchw);
  const Accuracy found = compare(rounded_output(stage), Operation::training, stage);
  EXPECT_LE(found.worst, 0.5);
  EXPECT_EQ(found.rounded_correctly, 300U);
  EXPECT_EQ(found.compared, 300U);
}

TEST(Accuracy, CountsUlpsOfTheLargestValueOfTheChannel) {
  const Stage stage({4, 3, {5, 5}}, DType::f32, Layout::nhwc);
  auto channels = rounded_output(stage);
  double largest = 0;
  for (const double value : channels[1]) largest = std::max(largest, std::abs(value));
  channels[1][7] += 1024 * ulp(DType::f32, largest);
  const Accuracy found = compare(channels, Operation::training, stage);
  EXPECT_GE(found.worst, 1023.5);
  EXPECT_LE(found.worst, 1024.5);
  EXPECT_EQ(found.rounded_correctly, 299U);
}

TEST(Accuracy, IsInfiniteWhereNothingWasWritten) {
  const Stage stage({4, 3, {}}, DType::f32, Layout::nchw);
  auto channels = rounded_output(stage);
  channels[2][0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isinf(compare(channels, Operation::training, stage).worst));
}

TEST(Stage, ComparesSomeChannelsOfALargeTensor) {
  const Stage stage({64, 10, {64, 64}}, DType::f32, Layout::nchw);
  EXPECT_EQ(stage.sampled(), (std::vector<std::int64_t>{0, 2, 5, 7}));
}

}  // namespace
}  // namespace bncheck::bench
