// What forward keeps spares backward the statistics, and changes no bit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <vector>

#include "batch_norm/batch_norm.h"

namespace batch_norm {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;
using Shape = std::vector<std::int64_t>;

std::vector<float> normal(std::int64_t count, double mean, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> distribution(mean, 1);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(distribution(random));
  return values;
}

/// A problem in memory, with everything that backward writes.
struct Case {
  Shape shape, strides, channels, one = {1};
  std::vector<float> x, dy, weight, y, dx, dweight, dbias;
  std::vector<double> context;

  Case(const Shape& extents, bool channels_last, double mean)
      : shape(extents), channels({extents[1]}) {
    const std::int64_t n = extents[0], c = extents[1], p = extents[2];
    strides = channels_last ? Shape{c * p, 1, c} : Shape{c * p, p, 1};
    x = normal(n * c * p, mean, 1);
    dy = normal(n * c * p, 0.25, 2);
    weight = normal(c, 1, 3);
    y = dx = x;
    dweight = dbias = weight;
    context.resize(context_size(c));
  }

  Input input(const std::vector<float>& values) const {
    return {values.data(), Type::f32, shape, strides};
  }
  Output output(std::vector<float>& values) const {
    return {values.data(), Type::f32, shape, strides};
  }
  Output parameter(std::vector<float>& values) const {
    return {values.data(), Type::f32, channels, one};
  }
  Training training() { return {.x = input(x), .y = output(y), .threads = 1, .context = context}; }
  Backward gradient() {
    return {.dy = input(dy),
            .x = input(x),
            .weight = {weight.data(), Type::f32, channels, one},
            .dx = output(dx),
            .dweight = parameter(dweight),
            .dbias = parameter(dbias),
            .threads = 1};
  }
};

TEST(Context, ChangesNoBit) {
  for (const Shape& shape : {Shape{4, 16, 49}, Shape{2, 3, 1500}, Shape{64, 24, 1}}) {
    for (const bool channels_last : {false, true}) {
      for (const double mean : {0.0, 1e5}) {  // the second one has to be cut
        Case from_x(shape, channels_last, mean), kept(shape, channels_last, mean);
        backward(from_x.gradient());
        forward(kept.training());
        Backward gradient = kept.gradient();
        gradient.context = kept.context;
        for (const int threads : {1, 3}) {
          gradient.threads = threads;
          std::fill(kept.dx.begin(), kept.dx.end(), 0.0f);
          backward(gradient);
          EXPECT_EQ(kept.dx, from_x.dx);
          EXPECT_EQ(kept.dweight, from_x.dweight);
          EXPECT_EQ(kept.dbias, from_x.dbias);
        }
      }
    }
  }
}

// Sums of numbers on a grid are near ties of f32, or ties: those of channels-last memory wait.
TEST(Layout, ChangesNoParameterOfNumbersOnAGrid) {
  std::vector<std::vector<float>> answers[2];
  for (const bool channels_last : {false, true}) {
    Case grid({128, 64, 9}, channels_last, 0.5);
    for (std::size_t i = 0; i < grid.x.size(); ++i) {
      const std::size_t c = i / 9 % 64, n = i / (9 * 64), p = i % 9;
      const std::size_t at = channels_last ? (n * 9 + p) * 64 + c : i;
      std::minstd_rand random(static_cast<unsigned>(i + 1));
      random.discard(3);
      grid.x[at] = static_cast<float>(random() % 64) / 8;
      grid.dy[at] = static_cast<float>(random() % 4096) * 0x1p-18f + 8;
    }
    std::vector<float> mean(64, 0.3f), var(64, 1.1f), save_mean(64), save_invstd(64);
    Training training = grid.training();
    training.running_mean = grid.parameter(mean);
    training.running_var = grid.parameter(var);
    training.save_mean = grid.parameter(save_mean);
    training.save_invstd = grid.parameter(save_invstd);
    forward(training);
    backward(grid.gradient());
    answers[channels_last ? 1 : 0] = {mean, var, save_mean, save_invstd, grid.dweight, grid.dbias};
  }
  EXPECT_EQ(answers[0], answers[1]);
  EXPECT_NE(answers[0][0], std::vector<float>(64, 0.3f));
}

TEST(Context, IsBelieved) {
  Case given({4, 16, 49}, false, 0), other({4, 16, 49}, false, 3);
  forward(other.training());
  backward(given.gradient());
  const std::vector<float> right = given.dx;
  Backward gradient = given.gradient();
  gradient.context = other.context;
  backward(gradient);
  EXPECT_NE(given.dx, right);
}

TEST(Context, IsOfItsSizeAndOfTraining) {
  Case small({4, 16, 49}, false, 0);
  small.context.resize(79);
  const auto refused = [](const char* why) {
    return ThrowsMessage<std::invalid_argument>(HasSubstr(why));
  };
  EXPECT_THAT([&] { forward(small.training()); }, refused("context needs 80 doubles"));
  Backward gradient = small.gradient();
  gradient.context = small.context;
  EXPECT_THAT([&] { backward(gradient); }, refused("context needs 80 doubles"));
  small.context.resize(80);
  gradient.context = small.context;
  gradient.running_mean = gradient.running_var = gradient.weight;
  EXPECT_THAT([&] { backward(gradient); }, refused("a context is of training"));
}

}  // namespace
}  // namespace batch_norm
