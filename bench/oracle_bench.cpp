// How many correctly rounded f32 values a second the certified oracle gives, and how many times
// faster that is than the definition in cpp_bin_float_50, written naively:
//   build/bin/oracle_bench [threads]
// Each line is the median of several rounds, the two taking turns, each on one thread per channel:
// the certified side on all channels, the naive one on as many as it can finish in a moment. The
// outputs of the certified side were allocated before. The last column is all memory in use at the
// peak, inputs and outputs included, as a multiple of the f32 tensors.
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <new>
#include <vector>

#include "core/case.h"
#include "reference/batch_norm.h"
#include "reference/certified_oracle.h"

namespace {
std::atomic<std::size_t> in_use = 0;
std::atomic<std::size_t> most_in_use = 0;
}  // namespace

void* operator new(std::size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  const std::size_t now = in_use += malloc_usable_size(memory);
  std::size_t most = most_in_use;
  while (now > most && !most_in_use.compare_exchange_weak(most, now)) {
  }
  return memory;
}

void operator delete(void* memory) noexcept {
  in_use -= malloc_usable_size(memory);
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

namespace {

using namespace bncheck;
using Naive = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                            boost::multiprecision::et_off>;

Problem problem_of(const Shape& shape) {
  Case input;
  input.shape = shape;
  input.weight = {1.25};
  input.bias = {0.5};
  input.running_mean = {0};
  input.running_var = {1};
  input.x = {{Pattern::bell, 0, 0.75, 1, {}}};
  input.dy = {{Pattern::bell, 0, 0, 2, {}}};
  return expand(input);
}

void naive_forward(const Problem& problem, std::int64_t channel) {
  const auto x = reference::channel_values<Naive>(problem.x, problem.shape, channel);
  const auto moments = reference::batch_moments(x);
  const auto y =
      reference::output(x, moments, reference::inverse_deviation(moments.var, problem.eps),
                        problem.weight_of(channel), problem.bias_of(channel));
  std::vector<float> rounded;
  for (const Naive& value : y) rounded.push_back(value.convert_to<float>());
}

void naive_backward(const Problem& problem, std::int64_t channel) {
  const auto x = reference::channel_values<Naive>(problem.x, problem.shape, channel);
  const auto dy = reference::channel_values<Naive>(problem.dy, problem.shape, channel);
  const auto moments = reference::batch_moments(x);
  const auto invstd = reference::inverse_deviation(moments.var, problem.eps);
  const auto gradient =
      reference::training_gradient(x, dy, moments, invstd, problem.weight_of(channel));
  std::vector<float> rounded;
  for (const Naive& value : gradient.dx) rounded.push_back(value.convert_to<float>());
}

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void compare(const char* what, const Problem& problem, int tensors,
             const std::function<void()>& certified,
             const std::function<void(const Problem&, std::int64_t)>& naive) {
  constexpr int kRounds = 7;
  const auto m = static_cast<double>(problem.shape.values_per_channel());
  const double values = m * static_cast<double>(problem.shape.c);
  const auto channels = static_cast<std::int64_t>(std::max(1.0, 10'000 / m));
  certified();  // allocates the outputs
  most_in_use = in_use.load();
  std::vector<double> fast, slow;
  for (int round = 0; round < kRounds; ++round) {
    fast.push_back(seconds(certified) / values);
    const std::size_t most = most_in_use;
    slow.push_back(seconds([&] {
                     for (std::int64_t c = 0; c < channels; ++c) naive(problem, c);
                   }) /
                   (m * static_cast<double>(channels)));
    most_in_use = most;
  }
  const double bytes = values * tensors * sizeof(float);
  std::printf("%-18s %-9s %8.1f %10.2f %10.0f %8.2f\n", to_string(problem.shape).c_str(), what,
              1e-6 / median(fast), 1e-6 / median(slow), median(slow) / median(fast),
              static_cast<double>(most_in_use) / bytes);
}

void compare_all(const reference::CertifiedOracle& oracle, const Shape& shape) {
  Problem problem = problem_of(shape);
  {
    reference::Rounded<Backward<double>> out;
    compare(
        "backward", problem, 3, [&] { oracle.rounded_backward(problem, out); }, naive_backward);
  }
  problem.dy = std::vector<double>();
  reference::Rounded<Forward<double>> out;
  compare(
      "forward", problem, 2, [&] { oracle.rounded_forward(problem, {}, out); }, naive_forward);
}

}  // namespace

int main(int count, char** arguments) {
  const auto threads = static_cast<unsigned>(count > 1 ? std::atoi(arguments[1]) : 2);
  const reference::CertifiedOracle oracle(threads);
  std::printf("%-18s %-9s %8s %10s %10s %8s\n", "f32, training", "", "certified", "naive", "ratio",
              "memory");
  std::printf("%-18s %-9s %8s %10s\n", "", "", "million/s", "million/s");
  for (const Shape& shape : {Shape{64, 512, {}}, Shape{4, 40'000, {4, 4}}, Shape{4, 256, {50, 50}},
                             Shape{32, 64, {56, 56}}, Shape{32, 64, {112, 112}}}) {
    compare_all(oracle, shape);
  }
}
