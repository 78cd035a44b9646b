// Corners where a bound overflows, a zero has a sign, or nothing has a value.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <new>
#include <vector>

#include "batch_norm/batch_norm.h"
#include "cpu/parallel.h"

namespace batch_norm {
namespace {

using testing::Each;
using testing::ElementsAre;
using Shape = std::vector<std::int64_t>;

/// An evaluation or a training of 8 channels of one kind, in rows or channels-last.
struct Corner {
  std::int64_t positions;
  bool channels_last = false;
  Shape shape = {1, 8, positions}, channels = {8}, one = {1};
  Shape strides = channels_last ? Shape{8 * positions, 1, 8} : Shape{8 * positions, positions, 1};

  template <class T>
  std::vector<T> spread(const std::vector<T>& values) const {
    std::vector<T> all(8 * values.size());
    for (std::size_t c = 0; c < 8; ++c) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        all[channels_last ? i * 8 + c : c * values.size() + i] = values[i];
      }
    }
    return all;
  }
  /// Returns channel c.
  template <class T>
  std::vector<T> channel(const std::vector<T>& all, std::size_t c) const {
    std::vector<T> values;
    const auto count = static_cast<std::size_t>(positions);
    for (std::size_t i = 0; i < count; ++i) {
      values.push_back(all[channels_last ? i * 8 + c : c * count + i]);
    }
    return values;
  }
};

TEST(Corner, AnEpsThatNearlyUnderflowsHasValues) {
  for (const bool last : {false, true}) {
    const Corner corner = {.positions = 2, .channels_last = last};
    std::vector<float> x = corner.spread<float>({1, 2}), y(16);
    const std::vector<float> mean(8, 1), var(8, 0);
    forward(Evaluation{.x = {x.data(), Type::f32, corner.shape, corner.strides},
                       .running_mean = {mean.data(), Type::f32, corner.channels, corner.one},
                       .running_var = {var.data(), Type::f32, corner.channels, corner.one},
                       .y = {y.data(), Type::f32, corner.shape, corner.strides},
                       .eps = 1e-320});
    EXPECT_THAT(corner.channel(y, 3), ElementsAre(0, INFINITY));
  }
}

TEST(Corner, WhatHasNoValueIsTheSameInEveryLayout) {
  std::vector<std::vector<float>> answers;
  for (const bool last : {false, true}) {
    const Corner corner = {.positions = 12, .channels_last = last};
    const std::vector<float> x = corner.spread<float>({1, 2, -3, 0, 5, 6, 7, -8, 9, 1, 2, 3}),
                             dy = corner.spread<float>({1, -1, 2, 3, 0, 1, 1, 4, -2, 1, 2, 5});
    std::vector<float> y(96), dx(96), weight(8, INFINITY);
    const Input in = {x.data(), Type::f32, corner.shape, corner.strides};
    const Input parameter = {weight.data(), Type::f32, corner.channels, corner.one};
    const Output out = {y.data(), Type::f32, corner.shape, corner.strides};
    forward(Training{.x = in, .weight = parameter, .y = out});
    answers.push_back(corner.channel(y, 5));
    backward(Backward{.dy = {dy.data(), Type::f32, corner.shape, corner.strides},
                      .x = in,
                      .weight = parameter,
                      .dx = {dx.data(), Type::f32, corner.shape, corner.strides}});
    answers.push_back(corner.channel(dx, 5));
  }
  EXPECT_EQ(answers[0], answers[2]);  // infinities, so that they can be compared
  EXPECT_THAT(answers[0], Each(testing::Truly([](float value) { return std::isinf(value); })));
  EXPECT_EQ(answers[1], answers[3]);
}

TEST(Corner, AZeroHasNoSign) {
  for (const bool last : {false, true}) {
    const Corner corner = {.positions = 32, .channels_last = last};
    std::vector<std::uint16_t> values(32, 0);
    values[0] = 0x5640;  // 100
    const std::vector<std::uint16_t> x = corner.spread(values);
    std::vector<std::uint16_t> y(x.size());
    const std::vector<float> mean(8, 0), var(8, 1);
    forward(Evaluation{.x = {x.data(), Type::f16, corner.shape, corner.strides},
                       .running_mean = {mean.data(), Type::f32, corner.channels, corner.one},
                       .running_var = {var.data(), Type::f32, corner.channels, corner.one},
                       .y = {y.data(), Type::f16, corner.shape, corner.strides}});
    const std::vector<std::uint16_t> channel = corner.channel(y, 6);
    EXPECT_THAT(std::vector(channel.begin() + 1, channel.end()), Each(0)) << last;
  }
}

TEST(Corner, AMomentumThatOverflowsMovesToInfinity) {
  const Corner corner = {.positions = 4};
  const std::vector<float> x = corner.spread<float>({5, 5, 5, 5});
  std::vector<float> y(x.size()), mean(8, 3e38f), var(8, 1);
  forward(Training{.x = {x.data(), Type::f32, corner.shape, corner.strides},
                   .y = {y.data(), Type::f32, corner.shape, corner.strides},
                   .running_mean = {mean.data(), Type::f32, corner.channels, corner.one},
                   .running_var = {var.data(), Type::f32, corner.channels, corner.one},
                   .momentum = 1e308});
  EXPECT_THAT(mean, Each(-INFINITY));
}

// Sums of three blocks of which the first words cancel.
TEST(Corner, SumsThatCancelAreKnownInTwoWords) {
  std::vector<double> x(3 * 4096), y(x.size());
  x[100] = 0x1p60;
  x[6144] = 7;
  x[12188] = -0x1p60;
  const Shape shape = {1, 1, 3 * 4096}, strides = {3 * 4096, 3 * 4096, 1};
  forward(Training{.x = {x.data(), Type::f64, shape, strides},
                   .y = {y.data(), Type::f64, shape, strides}});
  EXPECT_EQ(y[0], -0x1.6dca5c20aa6b6p-65);
}

TEST(Corner, WhatATaskThrowsIsThrownWhenAllThreadsHaveEnded) {
  for (const int threads : {1, 3}) {
    std::atomic<int> done = 0;
    const auto task = [&](std::int64_t i) {
      if (i == 5) throw std::bad_alloc();
      ++done;
    };
    EXPECT_THROW(cpu::parallel_for(1000, threads, task), std::bad_alloc);
    EXPECT_LT(done, 1000);
    cpu::parallel_for(1000, threads, [&](std::int64_t) { ++done; });
  }
}

}  // namespace
}  // namespace batch_norm
