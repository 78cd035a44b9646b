// The kernels of gpu_bench on the CPU: what they draw, copy and hold for the truth.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "bench/gpu/compare_kernel.h"
#include "bench/gpu/copy_kernel.h"
#include "bncheck/runner/shapes.h"
#include "core/layout.h"
#include "core/ulp.h"
#include "cuda/emulation/executor.h"
#include "reference/certified_oracle.h"

namespace bncheck::gpu_bench {
namespace {

using bench::Operation;

const Shape kShape = {3, 4, {5, 7}};
const Spread kSpread = {3, {1, 0.25, 4}, {0, -1.5, 3}};
constexpr cuda::Grid kGrid = {.blocks = 4, .threads = 64, .shared_bytes = 64 * sizeof(double)};

Plane plane_of(Layout layout) {
  const auto strides = tensor_layout(layout, kShape).strides;
  return {kShape.n, kShape.c, kShape.spatial_size(), strides[0], strides[1], strides.back()};
}

template <class T>
std::vector<T> drawn(Layout layout, std::uint64_t seed) {
  std::vector<T> memory(static_cast<std::size_t>(kShape.size()));
  emulation::launch(kGrid, Fill<T>{memory.data(), plane_of(layout), kSpread, seed});
  return memory;
}

template <class T>
std::vector<double> values_of(const std::vector<T>& memory, DType dtype, Layout layout) {
  return gather(dtype, tensor_layout(layout, kShape), memory.data());
}

TEST(Fill, DrawsTheSameValuesInEveryMemoryOrder) {
  const auto first = values_of(drawn<float>(Layout::nchw, 1), DType::f32, Layout::nchw);
  const auto last = values_of(drawn<float>(Layout::nhwc, 1), DType::f32, Layout::nhwc);
  EXPECT_EQ(first, last);
  EXPECT_NE(first, values_of(drawn<float>(Layout::nchw, 2), DType::f32, Layout::nchw));
}

TEST(Fill, SpreadsChannelsAsItIsTold) {
  const auto values = values_of(drawn<float>(Layout::nchw, 1), DType::f32, Layout::nchw);
  const auto m = static_cast<double>(kShape.values_per_channel());
  for (std::int64_t c = 0; c < kShape.c; ++c) {
    double sum = 0, squares = 0;
    for (std::int64_t j = 0; j < kShape.values_per_channel(); ++j) {
      const double value = values[static_cast<std::size_t>(kShape.index(c, j))];
      const double normal = (value - kSpread.shift[c % 3]) / kSpread.scale[c % 3];
      EXPECT_LE(std::abs(normal), 3.5) << "the sum of four values between -1/2 and 1/2, scaled";
      sum += normal;
      squares += normal * normal;
    }
    EXPECT_LT(std::abs(sum / m), 0.3);
    EXPECT_GT(squares / m, 0.7);
    EXPECT_LT(squares / m, 1.4);
  }
}

/// A call on drawn values, and what correct rounding answers to it.
template <class T>
struct Answered {
  Answered(DType dtype, Layout layout, Operation operation)
      : x(drawn<T>(layout, 1)), dy(drawn<T>(layout, 2)), answer(x.size()) {
    workload = {kShape, dtype, layout, operation};
    problem = expand(runner::cases_of({kShape}, 1, {{dtype}, {layout}}).front());
    problem.mode = operation == Operation::evaluation ? Mode::evaluation : Mode::training;
    problem.x = values_of(x, dtype, layout);
    problem.dy = values_of(dy, dtype, layout);
    const reference::CertifiedOracle oracle;
    const std::vector<double> truth = operation == Operation::backward
                                          ? oracle.rounded_backward(problem).outputs.dx
                                          : oracle.rounded_forward(problem, {}).outputs.y;
    scatter(truth, dtype, tensor_layout(layout, kShape), answer.data());
  }

  /// Returns the kernel's opinion.
  double worst() const {
    const auto floats = [](const auto& all) { return std::vector<float>(all.begin(), all.end()); };
    const auto weight = floats(problem.weight), bias = floats(problem.bias);
    const auto mean = floats(problem.running_mean), var = floats(problem.running_var);
    std::vector<Distance> found(static_cast<std::size_t>(kShape.c));
    const auto kind = workload.operation == Operation::training     ? Compare<T>::training
                      : workload.operation == Operation::evaluation ? Compare<T>::evaluation
                                                                    : Compare<T>::backward;
    const Compare<T> kernel = {x.data(),    dy.data(),   answer.data(), weight.data(),
                               bias.data(), mean.data(), var.data(),    plane_of(workload.layout),
                               kind,        problem.eps, found.data()};
    emulation::launch(kGrid, kernel);
    return accuracy_of(found, workload).worst;
  }

  std::vector<T> x, dy, answer;
  bench::Workload workload;
  Problem problem;
};

template <class T>
void expect_right_opinions(DType dtype) {
  for (const Layout layout : {Layout::nchw, Layout::nhwc}) {
    for (const Operation operation :
         {Operation::training, Operation::evaluation, Operation::backward}) {
      Answered<T> answered(dtype, layout, operation);
      // Half an ulp, but for what double arithmetic loses.
      EXPECT_LT(answered.worst(), 0.5001) << bench::to_string(operation);
      EXPECT_GT(answered.worst(), 0.1) << "nothing was compared";
      T& last = answered.answer.back();
      const T right = last;
      store(dtype, &last, 2 * load(dtype, &last) + 1);
      EXPECT_GT(answered.worst(), 8);
      store(dtype, &last, std::numeric_limits<double>::quiet_NaN());
      EXPECT_TRUE(std::isinf(answered.worst()));
      last = right;
      EXPECT_LT(answered.worst(), 0.5001);
    }
  }
}

TEST(Compare, KnowsTheTruthOfFloats) { expect_right_opinions<float>(DType::f32); }
TEST(Compare, KnowsTheTruthOfHalfTypes) {
  expect_right_opinions<cuda::Float16>(DType::f16);
  expect_right_opinions<cuda::BFloat16>(DType::bf16);
}

TEST(CopyVectors, CopiesAllAndNoMore) {
  using Vector = CopyVectors::Vector;
  for (const std::int64_t count : {0, 1, 255, 256, 1024, 1500}) {
    std::vector<Vector> from(2000), to(2000);
    for (std::size_t i = 0; i < from.size(); ++i) from[i].values[i % 4] = static_cast<float>(i + 1);
    emulation::launch(kGrid, CopyVectors{from.data(), to.data(), count});
    const auto bytes = static_cast<std::size_t>(count) * sizeof(Vector);
    EXPECT_EQ(std::memcmp(from.data(), to.data(), bytes), 0) << count;
    for (auto i = static_cast<std::size_t>(count); i < to.size(); ++i) {
      for (const float value : to[i].values) EXPECT_EQ(value, 0) << count;
    }
  }
}

}  // namespace
}  // namespace bncheck::gpu_bench
