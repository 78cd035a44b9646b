// Double backward of the plug-ins cpu and fast against the formula as published with PyTorch, on
// numbers for which both are exact.
#include <gtest/gtest.h>

#include "tests/impl/cpu_call.h"
#include "tests/impl/plugin_call.h"

namespace bncheck {
namespace {

class CpuDoubleBackward : public testing::TestWithParam<const char*> {
 protected:
  const bn_plugin& cpu = *load_plugin(std::string(BNCHECK_PLUGINS) + "/" + GetParam() + ".so");
};
INSTANTIATE_TEST_SUITE_P(Plugins, CpuDoubleBackward, testing::Values("cpu", "fast"),
                         [](const auto& plugin) { return std::string(plugin.param); });

/// Two channels of eight values. The deviations are 3 -3 1 -1 3 -3 1 -1 and seven times that: the
/// variances are 5 and 245, and with eps = 11 invstd is 1/4 and 1/16. In evaluation the running
/// statistics are the same numbers.
Problem example(DType dtype, Layout layout, Mode mode) {
  Problem problem;
  problem.dtype = dtype;
  problem.shape = {2, 2, {4}};
  problem.layout = layout;
  problem.mode = mode;
  problem.eps = 11;
  problem.x = {13, 7, 11, 9, 17, -25, 3, -11, 13, 7, 11, 9, 17, -25, 3, -11};  // means 10, -4
  problem.dy = {6, 0, 3, 1, 0, -2, 2, 1, 0, 3, 5, -1, 4, 4, -3, 2};
  problem.weight = {2, -4};
  problem.running_mean = {10, -4};
  problem.running_var = {5, 245};
  return problem;
}

const Directions kDirections = {
    {1, 2, -3, 4, 0, 1, 1, -2, 5, 0, 2, -1, 3, -1, 0, 2}, {3, -2}, {0.5, 8}};

/// The sums of one channel, uncentered but for x.
struct Sums {
  long double v = 0, g = 0, gv = 0, gx = 0, vx = 0;
};

struct Formula {
  const Problem& problem;
  const Directions& along;
  std::int64_t c;
  long double r = c == 0 ? 0.25L : 0.0625L, w = problem.weight[static_cast<std::size_t>(c)];
  long double m = 8, gg = along.ddweight[static_cast<std::size_t>(c)];
  long double gb = along.ddbias[static_cast<std::size_t>(c)];

  std::size_t at(std::int64_t j) const {
    return static_cast<std::size_t>(problem.shape.index(c, j));
  }
  long double d(std::int64_t j) const { return problem.x[at(j)] - (c == 0 ? 10 : -4); }
  long double g(std::int64_t j) const { return problem.dy[at(j)]; }
  long double v(std::int64_t j) const { return along.ddx[at(j)]; }

  Sums sums() const {
    Sums s;
    for (std::int64_t j = 0; j < 8; ++j) {
      s = {s.v + v(j), s.g + g(j), s.gv + g(j) * v(j), s.gx + g(j) * d(j), s.vx + v(j) * d(j)};
    }
    return s;
  }

  void train(SecondDerivatives& answer) const {
    const Sums s = sums();
    const long double r2 = r * r, r3 = r2 * r;
    for (std::int64_t j = 0; j < 8; ++j) {
      const long double all = s.v * s.g / m - s.gv + 3 / m * r2 * s.gx * s.vx;
      const long double own = r3 * s.vx * (s.g / m - g(j)) + r3 * s.gx * (s.v / m - v(j));
      answer.d_x[at(j)] = static_cast<double>(w / m * (d(j) * r3 * all + own) +
                                              gg * (r * g(j) - r * s.g / m - d(j) * r3 * s.gx / m));
      answer.d_dy[at(j)] =
          static_cast<double>(w * r * (v(j) - s.v / m - d(j) * r2 * s.vx / m) + gg * d(j) * r + gb);
    }
    answer.d_weight.push_back(
        static_cast<double>(r * (s.gv - s.g * s.v / m - r2 * s.gx * s.vx / m)));
  }

  void evaluate(SecondDerivatives& answer) const {
    for (std::int64_t j = 0; j < 8; ++j) {
      answer.d_x[at(j)] = static_cast<double>(gg * r * g(j));
      answer.d_dy[at(j)] = static_cast<double>(v(j) * r * w + gg * d(j) * r + gb);
    }
    answer.d_weight.push_back(static_cast<double>(sums().gv * r));
  }
};

SecondDerivatives expected(const Problem& problem, const Directions& along) {
  SecondDerivatives answer{std::vector<double>(16), std::vector<double>(16), {}};
  for (std::int64_t c = 0; c < 2; ++c) {
    const Formula formula{problem, along, c};
    problem.mode == Mode::training ? formula.train(answer) : formula.evaluate(answer);
  }
  return answer;
}

TEST_P(CpuDoubleBackward, IsTheFormulaWhereBothAreExact) {
  for (DType dtype : {DType::f32, DType::f64}) {
    for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided}) {
      for (Mode mode : {Mode::training, Mode::evaluation}) {
        const Problem problem = example(dtype, layout, mode);
        const SecondDerivatives got = double_backward_of(cpu, problem, kDirections);
        const SecondDerivatives truth = expected(problem, kDirections);
        EXPECT_EQ(got.d_dy, truth.d_dy);
        EXPECT_EQ(got.d_x, truth.d_x);
        EXPECT_EQ(got.d_weight, truth.d_weight);
      }
    }
  }
}

TEST_P(CpuDoubleBackward, TakesAbsentDirectionsAsZero) {
  const Problem problem = example(DType::f32, Layout::nchw, Mode::training);
  const Directions zero = {std::vector<double>(16, 0), {0, 0}, {0, 0}};
  const SecondDerivatives nothing = double_backward_of(cpu, problem, {});
  EXPECT_EQ(nothing, double_backward_of(cpu, problem, zero));
  EXPECT_EQ(nothing.d_x, std::vector<double>(16, 0));
}

/// Backward is linear in dy, and its dx a symmetric map of it: along ddx alone, d_dy is what
/// backward answers to ddx.
TEST_P(CpuDoubleBackward, IsBackwardAlongDdxAlone) {
  Problem problem = example(DType::f32, Layout::nchw, Mode::training);
  const Directions along = {kDirections.ddx, {}, {}};
  const SecondDerivatives second = double_backward_of(cpu, problem, along);
  problem.dy = kDirections.ddx;
  EXPECT_EQ(second.d_dy, backward_of(cpu, problem).dx);
}

TEST_P(CpuDoubleBackward, CallsOneValuePerChannelInvalid) {
  Problem problem = example(DType::f32, Layout::nchw, Mode::training);
  problem.shape = {1, 2, {}};
  problem.x = problem.dy = {1, 2};
  EXPECT_THROW(double_backward_of(cpu, problem, {}), std::runtime_error);
}

}  // namespace
}  // namespace bncheck
