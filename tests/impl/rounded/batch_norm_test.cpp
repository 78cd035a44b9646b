// The whole operation against the certified oracle, whatever the instruction set, the number of
// threads and the layout, where rounding correctly is hard.
#include <gtest/gtest.h>

#include <random>

#include "core/layout.h"
#include "cpu/dispatch.h"
#include "reference/certified_oracle.h"
#include "tests/impl/cpu_call.h"

namespace bncheck {
namespace {

const bn_plugin& plugin() { return *bn_plugin_entry(BN_PLUGIN_ABI_VERSION); }

struct Example {
  const char* name;
  double mean, deviation, eps;
  Shape shape;
};

const Example kExamples[] = {
    {"ordinary", 0, 1, 1e-5, {8, 16, {9, 7}}},
    {"large mean", 1e6, 1, 1e-5, {4, 8, {31}}},
    {"hardly any variance", 1000, 1e-4, 0, {3, 16, {20}}},
    {"constant", 0.1, 0, 1e-5, {6, 3, {11}}},
    {"tiny", 0, 1e-42, 1e-30, {5, 8, {3}}},
    {"huge", 0, 1e37, 1e-5, {5, 8, {3}}},
    {"two values", 1, 1, 1e-3, {2, 24, {}}},
    {"long rows", -3, 2, 1e-5, {2, 2, {3, 2000}}},
};

std::vector<double> normal(std::int64_t count, double mean, double deviation, unsigned seed,
                           DType dtype) {
  std::mt19937 random(seed);
  std::normal_distribution<double> distribution;
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i) {
    values.push_back(round_to(dtype, mean + deviation * distribution(random)));
  }
  return values;
}

Problem problem_of(const Example& example, DType dtype, Mode mode) {
  Problem problem;
  problem.dtype = dtype;
  problem.mode = mode;
  problem.eps = example.eps;
  problem.momentum = 0.1;
  const std::int64_t c = example.shape.c;
  problem.x = normal(example.shape.size(), example.mean, example.deviation, 1, dtype);
  problem.dy = normal(example.shape.size(), 0.5, 2, 2, dtype);
  problem.weight = normal(c, 1, 0.5, 3, DType::f32);
  problem.bias = normal(c, 0, 1, 4, DType::f32);
  problem.running_mean = normal(c, 0, 1, 5, DType::f32);
  for (const double mean : problem.running_mean) {
    problem.running_var.push_back(round_to(DType::f32, mean * mean + 0.1));
  }
  problem.shape = example.shape;
  return problem;
}

void expect_nearest(const char* what, const std::vector<double>& got,
                    const std::vector<double>& nearest) {
  if (nearest.empty()) return;  // of the other mode
  ASSERT_EQ(got.size(), nearest.size()) << what;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (std::isnan(nearest[i])) continue;  // the definition has no value
    ASSERT_EQ(got[i], nearest[i]) << what << "[" << i << "]";
  }
}

void expect_correctly_rounded(const Problem& problem, Calling calling) {
  const reference::CertifiedOracle oracle;
  const Forward<double> y = forward_of(plugin(), problem, calling);
  const Forward<double> truth = oracle.rounded_forward(problem, Dialect{}).outputs;
  expect_nearest("y", y.y, truth.y);
  expect_nearest("save_mean", y.save_mean, truth.save_mean);
  expect_nearest("save_invstd", y.save_invstd, truth.save_invstd);
  expect_nearest("running_mean", y.running_mean, truth.running_mean);
  expect_nearest("running_var", y.running_var, truth.running_var);
  const Backward<double> got = backward_of(plugin(), problem, calling);
  const Backward<double> gradients = oracle.rounded_backward(problem).outputs;
  expect_nearest("dx", got.dx, gradients.dx);
  expect_nearest("dweight", got.dweight, gradients.dweight);
  expect_nearest("dbias", got.dbias, gradients.dbias);
}

class RoundedBatchNorm : public testing::TestWithParam<cpu::Target> {
 protected:
  void SetUp() override { cpu::use(GetParam()); }
  void TearDown() override { cpu::use(cpu::targets().back()); }
};

TEST_P(RoundedBatchNorm, IsCorrectInEveryTypeAndMode) {
  for (const Example& example : kExamples) {
    for (const DType dtype : {DType::f32, DType::f16, DType::bf16}) {
      for (const Mode mode : {Mode::training, Mode::evaluation}) {
        SCOPED_TRACE(std::string(example.name) + " " + std::string(to_string(dtype)));
        expect_correctly_rounded(problem_of(example, dtype, mode), {});
      }
    }
  }
}

TEST_P(RoundedBatchNorm, IsCorrectWithAnyNumberOfThreadsInEveryLayoutAndInPlace) {
  for (const Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided, Layout::permuted}) {
    for (const int threads : {1, 2, 3, 16}) {
      for (const bool in_place : {false, true}) {
        SCOPED_TRACE(std::string(to_string(layout)) + " " + std::to_string(threads));
        Problem problem = problem_of(kExamples[0], DType::f32, Mode::training);
        problem.layout = layout;
        expect_correctly_rounded(problem, {.threads = threads, .in_place = in_place});
      }
    }
  }
}

TEST_P(RoundedBatchNorm, SettlesAWholeChannelOfTies) {
  Problem problem = problem_of({"", 0, 0, 0, {8, 8, {4}}}, DType::f32, Mode::training);
  for (std::size_t i = 0; i < problem.x.size(); ++i) problem.x[i] = i / 4 / 8 % 2 == 0 ? -1 : 1;
  problem.eps = 0;
  problem.weight.assign(8, 1);
  problem.bias.assign(8, 0x1p-24);
  for (const Layout layout : {Layout::nchw, Layout::nhwc}) {
    problem.layout = layout;
    for (const bool in_place : {false, true}) {
      expect_correctly_rounded(problem, {.in_place = in_place});
    }
  }
}

TEST_P(RoundedBatchNorm, HasGradientsThatCancel) {
  // dy along the normalized x: dx is what eps leaves of it.
  Problem problem = problem_of(kExamples[0], DType::f32, Mode::training);
  problem.dy = problem.x;
  expect_correctly_rounded(problem, {});
  problem.dy.assign(problem.x.size(), 0.3f);
  expect_correctly_rounded(problem, {.in_place = true});
}

INSTANTIATE_TEST_SUITE_P(On, RoundedBatchNorm, testing::ValuesIn(cpu::targets()),
                         [](const auto& target) { return std::string(cpu::name(target.param)); });

}  // namespace
}  // namespace bncheck
