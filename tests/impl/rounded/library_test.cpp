// The library's own functions: what the plug-in answers, and what they refuse.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <stdexcept>
#include <vector>

#include "batch_norm/batch_norm.h"

#ifdef __x86_64__
#include <xmmintrin.h>
#endif

namespace batch_norm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;
using Shape = std::vector<std::int64_t>;

const Shape kShape = {2, 2, 2}, kStrides = {4, 2, 1}, kChannels = {2}, kOne = {1};
// Deviations -3 -1 1 3 and -6 -2 2 6: variances 5 and 20.
const std::vector<float> kX = {-3, -1, 10, 14, 1, 3, 18, 22};

Input input(const std::vector<float>& values, const Shape& shape = kShape,
            const Shape& strides = kStrides) {
  return {values.data(), Type::f32, shape, strides};
}
Output output(std::vector<float>& values, const Shape& shape = kShape,
              const Shape& strides = kStrides) {
  return {values.data(), Type::f32, shape, strides};
}
Input parameter(const std::vector<float>& values) { return input(values, kChannels, kOne); }
Output statistic(std::vector<float>& values) { return output(values, kChannels, kOne); }

class Library : public testing::Test {
 protected:
  std::vector<float> y = std::vector<float>(8), mean = {0, 0}, var = {1, 1};
  std::vector<float> weight = {3, 1}, bias = {1, 0};
};

TEST_F(Library, TrainsAndUpdatesTheRunningStatistics) {
  std::vector<float> saved(2), invstd(2);
  forward(Training{.x = input(kX),
                   .weight = parameter(weight),
                   .bias = parameter(bias),
                   .y = output(y),
                   .running_mean = statistic(mean),
                   .running_var = statistic(var),
                   .save_mean = statistic(saved),
                   .save_invstd = statistic(invstd),
                   .eps = 4,
                   .momentum = 0.5});
  EXPECT_THAT(std::vector(y.begin(), y.begin() + 2), ElementsAre(-2, 0));  // var + eps = 9
  EXPECT_THAT(saved, ElementsAre(0, 16));
  EXPECT_THAT(invstd, ElementsAre(1 / 3.0f, static_cast<float>(1 / std::sqrt(24.0))));
  EXPECT_THAT(mean, ElementsAre(0, 8));
  EXPECT_THAT(var,
              ElementsAre(static_cast<float>(0.5 + 10 / 3.0), static_cast<float>(0.5 + 40 / 3.0)));
}

TEST_F(Library, Evaluates) {
  mean = {1, 10};
  var = {3, 15};
  forward(Evaluation{.x = input(kX),
                     .running_mean = parameter(mean),
                     .running_var = parameter(var),
                     .y = output(y),
                     .eps = 1});
  EXPECT_THAT(y, ElementsAre(-2, -1, 0, 1, 0, 1, 2, 3));
}

TEST_F(Library, DifferentiatesOnceAndTwice) {
  const std::vector<float> ones(8, 1), zeros = {0, 0}, roots = {3, 15};
  std::vector<float> dx(8, 9), dweight(2, 9), dbias(2, 9), d_x(8, 9), d_dy(8, 9);
  backward(Backward{.dy = input(ones),
                    .x = input(kX),
                    .dx = output(dx),
                    .dweight = statistic(dweight),
                    .dbias = statistic(dbias)});
  EXPECT_THAT(dx, testing::Each(0));
  EXPECT_THAT(dweight, ElementsAre(0, 0));
  EXPECT_THAT(dbias, ElementsAre(4, 4));
  double_backward(DoubleBackward{.dy = input(ones),
                                 .x = input(kX),
                                 .ddx = input(ones),
                                 .ddbias = parameter(weight),
                                 .d_dy = output(d_dy),
                                 .d_x = output(d_x)});
  EXPECT_THAT(d_dy, ElementsAre(3, 3, 1, 1, 3, 3, 1, 1));
  EXPECT_THAT(d_x, testing::Each(0));
  backward(Backward{.dy = input(ones),
                    .x = input(kX),
                    .running_mean = parameter(zeros),
                    .running_var = parameter(roots),
                    .dx = output(dx),
                    .eps = 1});
  EXPECT_THAT(dx, ElementsAre(0.5f, 0.5f, 0.25f, 0.25f, 0.5f, 0.5f, 0.25f, 0.25f));
}

/// Expects the call to be refused for a reason that says this, and nothing to be written.
template <class Arguments>
void expect_refusal(const Arguments& arguments, const char* reason, const std::vector<float>& y) {
  EXPECT_THAT([&] { forward(arguments); }, ThrowsMessage<std::invalid_argument>(HasSubstr(reason)));
  EXPECT_THAT(y, testing::Each(0));
}

TEST_F(Library, RefusesArgumentsThatDoNotGoTogether) {
  const Training good = {.x = input(kX), .y = output(y)};
  const auto refuse = [&](const char* reason, auto change) {
    Training bad = good;
    change(bad);
    expect_refusal(bad, reason, y);
  };
  const Shape shorter = {2, 2}, three = {3}, negative = {-1, 2, 2};
  refuse("x has no data", [](Training& bad) { bad.x.data = nullptr; });
  refuse("y is absent", [](Training& bad) { bad.y.data = nullptr; });
  refuse("x needs one stride for each axis", [&](Training& bad) { bad.x.strides = shorter; });
  refuse("two axes at least", [&](Training& bad) { bad.x.shape = bad.x.strides = kChannels; });
  refuse("negative length", [&](Training& bad) { bad.x.shape = negative; });
  refuse("the type of x is not one of", [](Training& bad) { bad.x.type = static_cast<Type>(7); });
  refuse("y needs the type and the shape of x", [](Training& bad) { bad.y.type = Type::f16; });
  refuse("y needs the type and the shape of x",
         [&](Training& bad) { bad.y.shape = bad.y.strides = shorter; });
  refuse("weight needs one axis, with a value for each channel",
         [&](Training& bad) { bad.weight = input(weight, three, kOne); });
  refuse("bias must be f64 where x is, and f32 beside all other x", [&](Training& bad) {
    bad.bias = parameter(bias);
    bad.bias.type = Type::f64;
  });
  refuse("both or neither", [&](Training& bad) { bad.running_mean = statistic(mean); });
  refuse("threads is negative", [](Training& bad) { bad.threads = -1; });
  const Shape single = {1, 2, 1};
  refuse("one value in a channel has no variance",
         [&](Training& bad) { bad.x.shape = bad.y.shape = single; });
}

TEST_F(Library, RefusesOutputsThatOverwriteInputs) {
  const auto refused = [](const char* why) {
    return ThrowsMessage<std::invalid_argument>(HasSubstr(why));
  };
  std::vector<float> x = kX, dy = kX;
  const Shape columns = {4, 1, 2};
  EXPECT_THAT([&] { forward(Training{.x = input(x), .y = output(x, kShape, columns)}); },
              refused("y may be x with the same strides only"));
  EXPECT_THAT([&] { backward(Backward{.dy = input(dy), .x = input(x), .dx = output(x)}); },
              refused("dx overwrites x"));
  EXPECT_THAT([&] { backward(Backward{.dy = input(x), .x = input(x), .dx = output(x)}); },
              refused("dx overwrites x"));
  EXPECT_THAT(
      [&] { double_backward(DoubleBackward{.dy = input(dy), .x = input(x), .d_x = output(x)}); },
      refused("d_x overwrites x"));
  EXPECT_EQ(x, kX);
  std::vector<double> context(context_size(2));
  const Training in_place = {.x = input(x), .y = output(x), .context = context};
  EXPECT_THAT([&] { forward(in_place); }, refused("a context is of x, which y overwrites here"));
  EXPECT_THAT([] { context_size(-1); }, refused("fewer channels than none"));
}

#ifdef __x86_64__
/// Sets a mode of arithmetic, and checks at the end that it has been left as it was.
class Mode {
 public:
  explicit Mode(unsigned bits) : before_(_mm_getcsr()), set_(before_ | bits) { _mm_setcsr(set_); }
  ~Mode() {
    EXPECT_EQ(_mm_getcsr() & kModes, set_ & kModes);
    _mm_setcsr(before_);
  }
  static constexpr unsigned kUpward = 0x4000, kDownward = 0x2000, kZero = 0x6000;
  static constexpr unsigned kFlush = 0x8040;  // subnormal results and operands

 private:
  static constexpr unsigned kModes = 0xe040;
  unsigned before_, set_;
};

TEST_F(Library, AnswersTheSameInAnyMode) {
  weight = {1e-39f, 1 / 3.0f};
  bias = {0, 0.1f};
  const Training training = {.x = input(kX),
                             .weight = parameter(weight),
                             .bias = parameter(bias),
                             .y = output(y),
                             .threads = 2};
  forward(training);
  const std::vector<float> right = y;
  EXPECT_NE(right[0], 0);
  for (const unsigned bits : {Mode::kUpward, Mode::kDownward, Mode::kZero, Mode::kFlush}) {
    const Mode mode(bits);
    std::fill(y.begin(), y.end(), 7.0f);
    forward(training);
    // Bits: a comparison of numbers would be made in that mode.
    EXPECT_EQ(std::memcmp(y.data(), right.data(), y.size() * sizeof(float)), 0) << std::hex << bits;
  }
}
#endif

TEST_F(Library, RefusesAnEvaluationWithoutStatistics) {
  expect_refusal(Evaluation{.x = input(kX), .y = output(y)}, "evaluation needs running_mean", y);
}

}  // namespace
}  // namespace batch_norm
