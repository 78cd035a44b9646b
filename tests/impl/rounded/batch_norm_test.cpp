// The whole operation against the certified oracle, whatever the instruction set, the number of
// threads and the layout, where rounding correctly is hard.
#include <gtest/gtest.h>

#include "core/layout.h"
#include "cpu/dispatch.h"
#include "tests/impl/rounded/nearest.h"

namespace bncheck {
namespace {

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

class RoundedBatchNorm : public testing::TestWithParam<cpu::Target> {
 protected:
  void SetUp() override { cpu::use(GetParam()); }
  void TearDown() override { cpu::use(cpu::targets().back()); }
};

TEST_P(RoundedBatchNorm, IsCorrectInEveryTypeAndMode) {
  for (const Example& example : kExamples) {
    for (const DType dtype : {DType::f64, DType::f32, DType::f16, DType::bf16}) {
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
