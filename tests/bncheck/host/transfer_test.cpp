#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include "tests/bncheck/host/problems.h"

namespace bncheck::host {
namespace {

/// Calls body with one problem for every type, layout, mode and several shapes.
template <class Body>
void for_each_problem(Body body) {
  for (DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided, Layout::permuted,
                          Layout::sliced, Layout::expanded, Layout::far}) {
      for (Mode mode : {Mode::training, Mode::evaluation}) {
        for (const Shape& shape : {Shape{2, 3, {2, 3}}, Shape{5, 2, {}}, Shape{1, 1, {1}},
                                   Shape{2, 2, {2, 1, 3}}, Shape{0, 3, {4}}, Shape{2, 0, {2}}}) {
          SCOPED_TRACE(std::string(to_string(dtype)) + " " + to_string(shape) + " " +
                       std::string(to_string(layout)) + " " + std::string(to_string(mode)));
          body(distinct_problem(shape, dtype, layout, mode));
        }
      }
    }
  }
}

void expect_forward_moves_values(Plugin& plugin, const Problem& problem) {
  const Outcome<Forward<double>> outcome = plugin.forward(problem, true);
  ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
  EXPECT_EQ(outcome.outputs.y, problem.x);
  const bool training = problem.mode == Mode::training;
  const std::vector<double> none;
  EXPECT_EQ(outcome.outputs.save_mean, training ? problem.weight : none);
  EXPECT_EQ(outcome.outputs.save_invstd, training ? problem.bias : none);
  EXPECT_EQ(outcome.outputs.running_mean, training ? problem.running_var : none);
  EXPECT_EQ(outcome.outputs.running_var, training ? problem.running_mean : none);
}

void expect_backward_moves_values(Plugin& plugin, const Problem& problem) {
  const SavedStatistics saved = {problem.bias, problem.weight};
  const bool training = problem.mode == Mode::training;
  const Outcome<Backward<double>> outcome =
      plugin.backward(problem, training ? saved : SavedStatistics{});
  ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
  EXPECT_EQ(outcome.outputs.dx, problem.dy);
  EXPECT_EQ(outcome.outputs.dweight, training ? saved.mean : problem.running_mean);
  EXPECT_EQ(outcome.outputs.dbias, training ? saved.invstd : problem.running_var);
}

void expect_double_backward_moves_values(Plugin& plugin, const Problem& problem) {
  SecondGradients second = {problem.dy, problem.bias, problem.weight};
  std::reverse(second.ddx.begin(), second.ddx.end());
  const SavedStatistics saved = {problem.bias, problem.weight};
  const bool training = problem.mode == Mode::training;
  const auto call = [&] { return plugin.double_backward(problem, saved, second); };
  auto outcome = call();
  ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
  EXPECT_EQ(outcome.outputs.d_dy, second.ddx);
  EXPECT_EQ(outcome.outputs.d_x, problem.x);
  EXPECT_EQ(outcome.outputs.d_weight, second.ddweight);
  second.ddweight.clear();
  EXPECT_EQ(call().outputs.d_weight, second.ddbias);
  second.ddbias.clear();
  second.ddx.clear();
  outcome = call();
  EXPECT_EQ(outcome.outputs.d_weight, training ? saved.invstd : problem.running_var);
  EXPECT_EQ(outcome.outputs.d_dy, problem.dy);
}

TEST(Transfer, MovesEveryValueThroughTheWorker) {
  const auto plugin = load_plugin(fixture("copying"));
  for_each_problem([&](const Problem& problem) {
    expect_forward_moves_values(*plugin, problem);
    expect_backward_moves_values(*plugin, problem);
    expect_double_backward_moves_values(*plugin, problem);
  });
}

TEST(Transfer, MovesEveryValueInProcess) {
  const auto plugin = load_plugin(fixture("copying"), {.in_process = true});
  for_each_problem([&](const Problem& problem) {
    expect_forward_moves_values(*plugin, problem);
    expect_backward_moves_values(*plugin, problem);
    expect_double_backward_moves_values(*plugin, problem);
  });
}

TEST(Transfer, LaysEveryTensorOutOnItsOwn) {
  for (const bool in_process : {false, true}) {
    const auto plugin = load_plugin(fixture("copying"), {.in_process = in_process});
    Problem problem = distinct_problem({3, 2, {2, 4}}, DType::f32, Layout::nchw, Mode::training);
    for (const char* word : {"nhwc+3,dy=sliced+2,y=far+63,dx=permuted+1,parameters=strided+7",
                             "far,dy=expanded,y=nhwc+1", "sliced+5,dx=far,parameters=far"}) {
      problem.layout = *parse_layouts(word);
      expect_forward_moves_values(*plugin, problem);
      expect_backward_moves_values(*plugin, problem);
    }
    problem.dy.assign(problem.dy.size(), 0.5);  // now one place holds them all
    problem.layout = Layout::expanded;
    expect_backward_moves_values(*plugin, problem);
  }
}

TEST(Transfer, GrowsAndKeepsWorking) {
  const auto plugin = load_plugin(fixture("copying"));
  for (std::int64_t n : {1, 100000, 2, 300000, 1}) {
    Problem problem = distinct_problem({n, 2, {}}, DType::f64, Layout::nchw, Mode::training);
    expect_forward_moves_values(*plugin, problem);
  }
}

TEST(Transfer, LeavesOutWhatIsNotWanted) {
  const auto plugin = load_plugin(fixture("copying"));
  Problem problem = distinct_problem({3, 2, {}}, DType::f32, Layout::nchw, Mode::training);
  problem.weight.clear();
  problem.running_mean.clear();
  problem.running_var.clear();
  const auto forward = plugin->forward(problem, false);
  ASSERT_EQ(forward.status, CallStatus::ok) << forward.message;
  EXPECT_TRUE(forward.outputs.save_mean.empty());
  EXPECT_TRUE(forward.outputs.running_mean.empty());
  const auto backward = plugin->backward(problem, {problem.bias, problem.bias});
  ASSERT_EQ(backward.status, CallStatus::ok) << backward.message;
  EXPECT_TRUE(backward.outputs.dweight.empty());
  EXPECT_EQ(backward.outputs.dbias, problem.bias);
  const auto second = plugin->double_backward(problem, {problem.bias, problem.bias}, {});
  ASSERT_EQ(second.status, CallStatus::ok) << second.message;
  EXPECT_TRUE(second.outputs.d_weight.empty());
}

TEST(Transfer, CarriesInfinityAndNaN) {
  const auto plugin = load_plugin(fixture("copying"));
  for (DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    Problem problem = distinct_problem({3, 1, {}}, dtype, Layout::strided, Mode::evaluation);
    problem.x = {std::numeric_limits<double>::infinity(), -std::nan("0x33"), -0.0};
    const auto outcome = plugin->forward(problem, false);
    ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
    EXPECT_EQ(outcome.outputs.y[0], problem.x[0]);
    EXPECT_TRUE(std::isnan(outcome.outputs.y[1]));
    EXPECT_TRUE(std::signbit(outcome.outputs.y[2]));
  }
}

TEST(Transfer, TellsWhoThePluginIs) {
  const auto plugin = load_plugin(fixture("copying"));
  EXPECT_EQ(plugin->name(), "copying");
  EXPECT_EQ(plugin->version(), "1.2");
  EXPECT_EQ(plugin->dialect(), "keras3");
  EXPECT_TRUE(plugin->has_backward());
  EXPECT_TRUE(plugin->has_double_backward());
  EXPECT_EQ(plugin->load_note(), "");
}

TEST(Transfer, AsksForTheContractOfEachProblem) {
  const auto plugin = load_plugin(fixture("copying"));
  Problem problem = distinct_problem({3, 1, {}}, DType::f16, Layout::nchw, Mode::training);
  problem.momentum = 4;
  Contract expected = default_contract(DType::f16);
  expected.accumulator = DType::f64;
  expected.summation_height = 4;
  expected.deterministic = true;
  expected.uniform = true;
  EXPECT_EQ(plugin->contract(problem), expected);
}

TEST(Transfer, ServesSeveralThreadsAtOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      const auto plugin = load_plugin(fixture("copying"));
      const Problem problem =
          distinct_problem({i + 1, 2, {3}}, DType::f32, Layout::nhwc, Mode::training);
      for (int call = 0; call < 50; ++call) expect_forward_moves_values(*plugin, problem);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Transfer, OutlivesTheThreadThatLoadedIt) {
  std::unique_ptr<Plugin> plugin;
  std::thread([&plugin] { plugin = load_plugin(fixture("copying")); }).join();
  expect_forward_moves_values(
      *plugin, distinct_problem({2, 2, {}}, DType::f32, Layout::nchw, Mode::training));
}

TEST(Transfer, RecordsTheTimeOfARoundTrip) {
  const auto plugin = load_plugin(fixture("copying"));
  const Problem problem = distinct_problem({2, 2, {}}, DType::f32, Layout::nchw, Mode::training);
  constexpr int kCalls = 2000;
  const auto start = std::chrono::steady_clock::now();
  for (int call = 0; call < kCalls; ++call) plugin->forward(problem, true);
  const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - start;
  RecordProperty("microseconds_per_call", std::to_string(taken.count() / kCalls));
  std::printf("%.1f us per forward call\n", taken.count() / kCalls);
}

}  // namespace
}  // namespace bncheck::host
