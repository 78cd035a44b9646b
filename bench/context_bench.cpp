// How long backward takes from x alone, and with the context that forward kept:
//   build/bin/context_bench [threads]
// Medians of interleaved rounds, f32, outputs allocated before.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "batch_norm/batch_norm.h"

namespace {

using namespace batch_norm;

double milliseconds(const Backward& arguments) {
  const auto start = std::chrono::steady_clock::now();
  backward(arguments);
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void compare(std::int64_t channels, std::int64_t width, bool channels_last, int threads) {
  constexpr std::int64_t kImages = 32;
  constexpr int kRounds = 21;
  const std::int64_t positions = width * width, of_an_image = channels * positions;
  const std::int64_t shape[] = {kImages, channels, positions};
  const std::int64_t rows[] = {of_an_image, positions, 1}, columns[] = {of_an_image, 1, channels};
  const Extents strides = channels_last ? columns : rows;
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<float> x(static_cast<std::size_t>(kImages * of_an_image)), dy(x), dx(x);
  for (float& value : x) value = normal(random);
  for (float& value : dy) value = normal(random) * 0.01f;
  std::vector<double> context(context_size(channels));
  forward(Training{.x = {x.data(), Type::f32, shape, strides},
                   .y = {dx.data(), Type::f32, shape, strides},
                   .threads = threads,
                   .context = context});
  Backward alone = {.dy = {dy.data(), Type::f32, shape, strides},
                    .x = {x.data(), Type::f32, shape, strides},
                    .dx = {dx.data(), Type::f32, shape, strides},
                    .threads = threads};
  Backward with = alone;
  with.context = context;
  std::vector<double> from_x, kept;
  for (int round = 0; round < kRounds; ++round) {
    from_x.push_back(milliseconds(alone));
    kept.push_back(milliseconds(with));
  }
  std::printf("32x%ldx%ldx%ld %s %10.3f %10.3f %8.2f\n", static_cast<long>(channels),
              static_cast<long>(width), static_cast<long>(width), channels_last ? "NHWC" : "NCHW",
              median(from_x), median(kept), median(from_x) / median(kept));
}

}  // namespace

int main(int count, char** arguments) {
  const int threads = count > 1 ? std::atoi(arguments[1]) : 1;
  std::printf("backward, ms: from x, with the context, ratio\n");
  for (const bool channels_last : {false, true}) {
    compare(256, 56, channels_last, threads);
    compare(512, 28, channels_last, threads);
    compare(1024, 14, channels_last, threads);
    compare(2048, 7, channels_last, threads);
  }
}
