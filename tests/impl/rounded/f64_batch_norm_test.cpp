// The whole operation in f64 against the certified oracle, and double backward against integers,
// where rounding correctly is hard.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>

#include "cpu/dispatch.h"
#include "cpu/rounded/fixed_sum.h"
#include "tests/impl/rounded/nearest.h"

namespace bncheck {
namespace {

const bn_plugin& plugin() { return *bn_plugin_entry(BN_PLUGIN_ABI_VERSION); }

const Example kExamples[] = {
    {"ill-conditioned", 1e12, 1, 1e-5, {4, 8, {31}}},
    {"hardly more than constant", 1, 1e-14, 0, {4, 3, {25}}},
    {"constant", 0.1, 0, 1e-5, {6, 3, {11}}},
    {"without eps", 3, 2, 0, {2, 24, {5}}},
    {"two values", 1, 1, 0, {2, 24, {}}},
    {"squares underflow", 0, 1e-170, 1e-300, {5, 8, {7}}},
    {"subnormal", 0, 1e-315, 1e-320, {5, 8, {3}}},
    {"subnormal results", 0, 1e-306, 1, {5, 8, {3}}},
    {"squares overflow", 0, 1e200, 1e-5, {5, 8, {7}}},
    {"huge", 0, 1e307, 1e-5, {5, 8, {3}}},
    {"large eps", 0, 1e-3, 1e300, {5, 4, {7}}},
    {"long rows", 5, 2, 1e-5, {2, 2, {3, 2000}}},
};

/// In every mode.
void expect_correct(Problem problem, Calling calling = {}) {
  for (const Mode mode : {Mode::training, Mode::evaluation}) {
    problem.mode = mode;
    SCOPED_TRACE(to_string(mode));
    expect_correctly_rounded(problem, calling);
  }
}

Problem problem_of(const Example& example) {
  return problem_of(example, DType::f64, Mode::training);
}

class DoubleBatchNorm : public testing::TestWithParam<cpu::Target> {
 protected:
  void SetUp() override { cpu::use(GetParam()); }
  void TearDown() override { cpu::use(cpu::targets().back()); }
};

TEST_P(DoubleBatchNorm, IsCorrectWhereItIsHard) {
  for (const Example& example : kExamples) {
    SCOPED_TRACE(example.name);
    expect_correct(problem_of(example));
  }
}

TEST_P(DoubleBatchNorm, IsCorrectWithAnyNumberOfThreadsInEveryLayoutAndInPlace) {
  for (const Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided, Layout::permuted}) {
    for (const int threads : {1, 2, 3, 16}) {
      for (const bool in_place : {false, true}) {
        SCOPED_TRACE(std::string(to_string(layout)) + " " + std::to_string(threads));
        Problem problem = problem_of({"", 1, 1, 1e-5, {8, 16, {9, 7}}});
        problem.layout = layout;
        expect_correct(problem, {.threads = threads, .in_place = in_place});
      }
    }
  }
}

TEST_P(DoubleBatchNorm, SettlesAWholeChannelOfTies) {
  Problem problem = problem_of({"", 0, 0, 0, {8, 8, {4}}});
  for (std::size_t i = 0; i < problem.x.size(); ++i) problem.x[i] = i / 4 / 8 % 2 == 0 ? -1 : 1;
  problem.weight.assign(8, 1);
  problem.bias.assign(8, 0x1p-53);
  problem.running_mean.assign(8, 0);
  problem.running_var.assign(8, 1);
  for (const Layout layout : {Layout::nchw, Layout::nhwc}) {
    problem.layout = layout;
    for (const bool in_place : {false, true}) expect_correct(problem, {.in_place = in_place});
  }
}

TEST_P(DoubleBatchNorm, HasGradientsThatCancel) {
  Problem problem = problem_of({"", 1, 1, 1e-5, {8, 4, {9, 7}}});
  problem.dy = problem.x;  // dx is what eps leaves of it
  expect_correct(problem, {.in_place = true});
  problem.eps = 0;  // dx is zero
  expect_correct(problem);
  problem.dy.assign(problem.x.size(), 0.3);
  expect_correct(problem, {.in_place = true});
  problem.dy = normal(problem.shape.size(), 1e9, 1e-6, 3, DType::f64);
  expect_correct(problem);
}

TEST_P(DoubleBatchNorm, IsCorrectForParametersAtTheEndsOfTheRange) {
  for (const double weight : {0.0, 5e-324, 1e-200, 1e308}) {
    for (const double bias : {0.0, 5e-324, -1e308}) {
      Problem problem = problem_of({"", 1, 1, 1e-5, {5, 4, {7}}});
      problem.weight.assign(4, weight);
      problem.bias.assign(4, bias);
      problem.running_var = {0, 1e-320, 1, 1.7e308};
      expect_correct(problem);
    }
  }
}

TEST_P(DoubleBatchNorm, TakesWhatIsOneThroughoutForWhatItIs) {
  // The next number to a constant makes a variance that only integers know.
  Problem problem = problem_of({"", 0.1, 0, 0, {6, 3, {11}}});
  problem.x[5] = std::nextafter(problem.x[5], 1);
  expect_correct(problem);
}

TEST_P(DoubleBatchNorm, KeepsToItselfWhatHasNoValue) {
  for (const Layout layout : {Layout::nchw, Layout::nhwc}) {
    for (const double hole : {std::nan(""), -std::numeric_limits<double>::infinity()}) {
      Problem problem = problem_of({"", 1, 1, 1e-5, {2, 8, {3}}}, DType::f64, Mode::evaluation);
      problem.layout = layout;
      problem.x[1] = problem.dy[1] = hole;
      const std::vector<double> y = forward_of(plugin(), problem).y;
      const Backward<double> gradients = backward_of(plugin(), problem);
      expect_correctly_rounded(problem, {});
      for (std::size_t i = 0; i < y.size(); ++i) {
        EXPECT_EQ(std::isfinite(y[i]), i != 1);
        EXPECT_EQ(std::isfinite(gradients.dx[i]), i != 1);
      }
      EXPECT_FALSE(std::isfinite(gradients.dweight[0]));
      EXPECT_TRUE(std::isfinite(gradients.dweight[1]));
      problem.mode = Mode::training;  // the channel has no value: positions 0 to 2 and 24 to 26
      const std::vector<double> trained = forward_of(plugin(), problem).y;
      for (std::size_t i = 0; i < y.size(); ++i) EXPECT_EQ(std::isnan(trained[i]), i / 3 % 8 == 0);
      expect_correctly_rounded(problem, {.in_place = true});
    }
  }
}

/// Sums without error of one channel; ddx and dy in the order of x.
cpu::ExactChannel exact_channel(const Problem& problem, const std::vector<double>& ddx,
                                std::int64_t c) {
  const auto sums = std::make_unique<cpu::DoubleChannelSums>();
  const std::int64_t channels = problem.shape.c;
  const std::int64_t positions = problem.shape.size() / channels / problem.shape.n;
  for (std::int64_t i = 0; i < problem.shape.size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (i / positions % channels == c) sums->add(problem.x[at], problem.dy[at], ddx[at]);
  }
  const auto at = static_cast<std::size_t>(c);
  if (problem.mode == Mode::training) {
    return {sums->totals(), problem.shape.size() / channels, problem.eps};
  }
  return {sums->totals(), problem.running_mean[at], problem.running_var[at], problem.eps};
}

void expect_correct_second_derivatives(const Problem& problem) {
  const std::int64_t channels = problem.shape.c;
  const std::int64_t positions = problem.shape.size() / channels / problem.shape.n;
  const Directions along = {normal(problem.shape.size(), 0.2, 1, 11, DType::f64),
                            normal(channels, 0, 1, 12, DType::f64),
                            normal(channels, 0, 1, 13, DType::f64)};
  const SecondDerivatives got = double_backward_of(plugin(), problem, along);
  for (std::int64_t c = 0; c < channels; ++c) {
    const cpu::ExactChannel exact = exact_channel(problem, along.ddx, c);
    const auto k = static_cast<std::size_t>(c);
    const double w = problem.weight[k], v = along.ddweight[k];
    EXPECT_EQ(got.d_weight[k], exact.d_weight<double>());
    for (std::int64_t i = 0; i < problem.shape.size(); ++i) {
      if (i / positions % channels != c) continue;
      const auto at = static_cast<std::size_t>(i);
      EXPECT_EQ(got.d_x[at], exact.d_x(along.ddx[at], problem.dy[at], problem.x[at], w, v));
      EXPECT_EQ(got.d_dy[at], exact.d_dy(along.ddx[at], problem.x[at], w, v, along.ddbias[k]));
    }
  }
}

TEST_P(DoubleBatchNorm, HasSecondDerivativesThatAreCorrect) {
  for (const Example& example : kExamples) {
    if (example.deviation == 0) continue;
    for (const Mode mode : {Mode::training, Mode::evaluation}) {
      SCOPED_TRACE(example.name);
      Problem problem = problem_of(example, DType::f64, mode);
      if (problem.x.size() > 2000) problem = problem_of({"", 5, 2, 1e-5, {2, 2, {333}}});
      expect_correct_second_derivatives(problem);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(On, DoubleBatchNorm, testing::ValuesIn(cpu::targets()),
                         [](const auto& target) { return std::string(cpu::name(target.param)); });

}  // namespace
}  // namespace bncheck
