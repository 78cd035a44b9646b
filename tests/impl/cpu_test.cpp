// The plug-ins cpu and fast: what the others are asked, and what their speed could have cost.
#include <gtest/gtest.h>

#include <cmath>

#include "core/layout.h"
#include "tests/impl/cpu_call.h"
#include "tests/impl/exact_example.h"
#include "tests/impl/plugin_call.h"

namespace bncheck {
namespace {

constexpr Layout kLayouts[] = {Layout::nchw, Layout::nhwc, Layout::strided, Layout::permuted,
                               Layout::sliced};

class Cpu : public testing::TestWithParam<const char*> {
 protected:
  const bn_plugin& cpu = *load_plugin(std::string(BNCHECK_PLUGINS) + "/" + GetParam() + ".so");
};
INSTANTIATE_TEST_SUITE_P(Plugins, Cpu, testing::Values("cpu", "fast"),
                         [](const auto& plugin) { return std::string(plugin.param); });

/// Numbers without pattern, of many sizes.
std::vector<double> noise(std::int64_t count, DType dtype, unsigned state) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    values.push_back(round_to(dtype, (state >> 8) * 0x1p-20 * (1 + (state & 7)) - 17));
  }
  return values;
}

Problem noisy(DType dtype, Shape shape, Mode mode) {
  Problem problem;
  problem.dtype = dtype;
  problem.mode = mode;
  problem.x = noise(shape.size(), dtype, 1);
  problem.dy = noise(shape.size(), dtype, 2);
  problem.weight = noise(shape.c, DType::f32, 3);
  problem.bias = noise(shape.c, DType::f32, 4);
  problem.running_mean = noise(shape.c, DType::f32, 5);
  for (double mean : problem.running_mean) problem.running_var.push_back(mean * mean + 1);
  for (double& var : problem.running_var) var = round_to(DType::f32, var);
  problem.shape = std::move(shape);
  return problem;
}

TEST_P(Cpu, AnswersTheExactExampleInEveryTypeAndLayout) {
  for (DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    for (Layout layout : kLayouts) {
      for (Mode mode : {Mode::training, Mode::evaluation}) {
        SCOPED_TRACE(std::string(to_string(dtype)) + " " + std::string(to_string(layout)));
        const Problem problem = exact_example(dtype, layout, mode);
        const auto [status, untouched, forward] = call_forward(cpu, problem);
        EXPECT_EQ(status, BN_OK);
        EXPECT_TRUE(untouched);
        EXPECT_EQ(forward.y, exact_forward(mode).y);
        EXPECT_EQ(forward.save_mean, exact_forward(mode).save_mean);
        EXPECT_EQ(forward.save_invstd, exact_forward(mode).save_invstd);
        EXPECT_EQ(forward.running_mean, exact_forward(mode).running_mean);
        EXPECT_EQ(forward.running_var, exact_forward(mode).running_var);
        const auto backward = call_backward(cpu, problem, exact_forward(mode));
        EXPECT_TRUE(backward.gaps_untouched);
        Backward<double> expected = exact_backward(mode);
        for (double& dx : expected.dx) dx = round_to(dtype, dx);  // bf16 does not hold them all
        EXPECT_EQ(backward.outputs.dx, expected.dx);
        EXPECT_EQ(backward.outputs.dweight, expected.dweight);
        EXPECT_EQ(backward.outputs.dbias, expected.dbias);
      }
    }
  }
}

TEST_P(Cpu, RefusesAndLeavesOutWhatTheOthersDo) {
  Problem problem = exact_example(DType::f32, Layout::nchw, Mode::training);
  EXPECT_EQ(call_backward(cpu, problem, {}, false).outputs.dweight,
            exact_backward(Mode::training).dweight);
  problem.shape = {1, 2, {}};
  problem.x = problem.dy = {1, 2};
  EXPECT_EQ(call_forward(cpu, problem).status, BN_INVALID_ARGUMENT);
  EXPECT_EQ(call_backward(cpu, problem, {}).status, BN_INVALID_ARGUMENT);
  problem.shape.n = 0;
  problem.x = problem.dy = {};
  const auto empty = call_forward(cpu, problem);
  EXPECT_EQ(empty.status, BN_OK);
  EXPECT_EQ(empty.outputs.running_mean, problem.running_mean);
  EXPECT_EQ(call_backward(cpu, problem, {}).outputs.dweight, (std::vector<double>{0, 0}));
  problem = exact_example(DType::f32, Layout::nchw, Mode::evaluation);
  problem.running_mean = problem.running_var = {};
  EXPECT_EQ(call_forward(cpu, problem).status, BN_INVALID_ARGUMENT);
}

/// The second image is the first one negated, so the mean is 0; all squares are 4. With eps = 12
/// invstd is 1/4. dy = 8x gives dbias 0, dweight 8m, and dx = 1/4 * (8x - x/4 * 8) = 1.5x.
TEST_P(Cpu, IsExactForRowsOfEveryLength) {
  for (std::int64_t length = 1; length <= 70; ++length) {
    for (Layout layout : kLayouts) {
      SCOPED_TRACE(std::to_string(length) + " " + std::string(to_string(layout)));
      Problem problem;
      problem.shape = {2, 8, {length}};
      problem.layout = layout;
      problem.eps = 12;
      std::vector<double> y, dx;
      for (std::int64_t i = 0; i < problem.shape.size(); ++i) {
        const bool second = i >= 8 * length;
        const bool minus = (i - (second ? 8 * length : 0)) % 3 == 0;
        problem.x.push_back(minus != second ? -2 : 2);
        problem.dy.push_back(8 * problem.x.back());
        y.push_back(problem.x.back() / 4);
        dx.push_back(problem.x.back() * 1.5);
      }
      const bool in_place = length % 2 == 0;
      const Forward<double> forward = forward_of(cpu, problem, {1, length % 3, in_place});
      EXPECT_EQ(forward.y, y);
      EXPECT_EQ(forward.save_invstd, std::vector<double>(8, 0.25));
      const Backward<double> backward = backward_of(cpu, problem, {1, length % 3, in_place});
      EXPECT_EQ(backward.dx, dx);
      EXPECT_EQ(backward.dweight, std::vector<double>(8, 16. * static_cast<double>(length)));
      EXPECT_EQ(backward.dbias, std::vector<double>(8, 0));
    }
  }
}

TEST_P(Cpu, AnswersTheSameBitsForEveryLayoutThreadCountOffsetAndPlace) {
  const Shape shapes[] = {{3, 16, {5, 7}}, {2, 8, {70, 70}},  {300, 24, {}}, {40, 3, {7, 7}},
                          {1, 2, {5000}},  {3, 8, {2, 3, 4}}, {2, 300, {16}}};
  for (const Shape& shape : shapes) {
    for (DType dtype : {DType::f32, DType::f64, DType::f16}) {
      for (Mode mode : {Mode::training, Mode::evaluation}) {
        SCOPED_TRACE(to_string(shape) + " " + std::string(to_string(dtype)));
        Problem problem = noisy(dtype, shape, mode);
        const Directions along = {noise(shape.size(), dtype, 6), problem.weight, problem.bias};
        const Forward<double> forward = forward_of(cpu, problem, {1, 0});
        const Backward<double> backward = backward_of(cpu, problem, {1, 0});
        const SecondDerivatives second = double_backward_of(cpu, problem, along, {1, 0});
        for (Layout layout : kLayouts) {
          for (Calling calling :
               {Calling{1, 1}, Calling{2, 3}, Calling{5, 0}, Calling{1, 0, true}}) {
            problem.layout = layout;
            const Forward<double> f = forward_of(cpu, problem, calling);
            EXPECT_EQ(f.y, forward.y);
            EXPECT_EQ(f.save_mean, forward.save_mean);
            EXPECT_EQ(f.save_invstd, forward.save_invstd);
            EXPECT_EQ(f.running_var, forward.running_var);
            const Backward<double> b = backward_of(cpu, problem, calling);
            EXPECT_EQ(b.dx, backward.dx);
            EXPECT_EQ(b.dweight, backward.dweight);
            EXPECT_EQ(b.dbias, backward.dbias);
            EXPECT_EQ(double_backward_of(cpu, problem, along, calling), second);
          }
        }
      }
    }
  }
}

/// x holds every finite number of the type; x * weight + bias is exact in double.
TEST_P(Cpu, RoundsHalfPrecisionOnce) {
  for (DType dtype : {DType::f16, DType::bf16}) {
    Problem problem;
    problem.dtype = dtype;
    problem.mode = Mode::evaluation;
    problem.eps = 0;
    problem.running_mean = {0};
    problem.running_var = {1};
    for (std::uint32_t bits = 0; bits < 1u << 16; ++bits) {
      const auto half = static_cast<std::uint16_t>(bits);
      const double value = load(dtype, &half);
      if (std::isfinite(value)) problem.x.push_back(value);
    }
    problem.shape = {1, 1, {static_cast<std::int64_t>(problem.x.size())}};
    for (double weight : {1., -1., 1 + 0x1p-8, 1 + 0x1p-11, 1 + 0x3p-12, 0.5, 3 * 0x1p-9, 0x1p20}) {
      problem.weight = {weight};
      std::vector<double> expected;
      for (double value : problem.x) expected.push_back(round_to(dtype, value * weight));
      EXPECT_EQ(forward_of(cpu, problem).y, expected) << weight;
    }
  }
}

bn_contract contract_of(const char* name, DType dtype) {
  const Problem problem = exact_example(dtype, Layout::nchw, Mode::training);
  const Strided where = tensor_layout(problem.layout.x, problem.shape);
  bn_forward_args args = describe(problem);
  args.x.shape = where.shape.data();
  args.x.strides = where.strides.data();
  bn_contract contract = {};
  contract.struct_size = sizeof contract;
  const bn_plugin* plugin = load_plugin(std::string(BNCHECK_PLUGINS) + "/" + name + ".so");
  EXPECT_EQ(plugin->contract(&args, &contract), BN_OK);
  return contract;
}

TEST_P(Cpu, NeedsNoWorkspaceFromTheHost) {
  bn_forward_args args = describe(exact_example(DType::f32, Layout::nchw, Mode::training));
  args.struct_size = offsetof(bn_forward_args, workspace);
  EXPECT_EQ(cpu.supports(&args), BN_OK);
  args.struct_size -= 1;
  EXPECT_EQ(cpu.supports(&args), BN_UNSUPPORTED);
}

TEST(CpuContract, PromisesCorrectRounding) {
  for (const DType dtype : {DType::f64, DType::f32, DType::f16, DType::bf16}) {
    const bn_contract contract = contract_of("cpu", dtype);
    EXPECT_TRUE(contract.flags & BN_CORRECTLY_ROUNDED);
    EXPECT_EQ(contract.summation, BN_EXACT);
    EXPECT_EQ(contract.backward_statistics, BN_RECOMPUTED);
  }
}

TEST(FastContract, DeclaresDoubleArithmeticAndTheHeightOfItsSums) {
  const bn_contract contract = contract_of("fast", DType::f32);
  EXPECT_EQ(contract.element, BN_F64);
  EXPECT_EQ(contract.variance, BN_TWO_PASS);
  EXPECT_EQ(contract.apply, BN_DIRECT);
  EXPECT_EQ(contract.backward_statistics, BN_RECOMPUTED);
  EXPECT_FALSE(contract.flags & BN_CORRECTLY_ROUNDED);
  EXPECT_EQ(contract.summation_height, 2 + 4 + 3 + 1);  // two rows, lanes, a block's terms, blocks
}

}  // namespace
}  // namespace bncheck
