// Compares two plug-ins on forward in training, f32, in one process, interleaved:
//   build/bin/forward_bench build/plugins/cpu.so build/plugins/eigen.so [threads]
// Prints the median and the fastest time of each, and the ratios. Outputs are allocated once,
// before the clock runs.
#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "impl/bn_plugin.h"

namespace {

const bn_plugin& load(const char* path) {
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  void* entry = library == nullptr ? nullptr : dlsym(library, "bn_plugin_entry");
  if (entry == nullptr) throw std::runtime_error(dlerror());
  return *reinterpret_cast<decltype(&bn_plugin_entry)>(entry)(BN_PLUGIN_ABI_VERSION);
}

/// A batch and everything that forward in training reads and writes.
class Batch {
 public:
  Batch(const std::vector<std::int64_t>& shape, bool channels_last)
      : shape_(shape), strides_(shape.size(), 1), size_(1) {
    for (std::int64_t extent : shape) size_ *= extent;
    std::int64_t stride = channels_last ? shape[1] : 1;
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      if (channels_last && axis == 1) continue;
      strides_[axis] = stride;
      stride *= shape[axis];
    }
    x_.resize(static_cast<std::size_t>(size_));
    y_.resize(x_.size());
    unsigned state = 1;  // the generator of C's standard, for noise
    for (float& value : x_) {
      state = state * 1103515245u + 12345u;
      value = static_cast<float>(state >> 8) * 0x1p-23f - 1;
    }
    for (auto& parameter : parameters_) parameter.assign(static_cast<std::size_t>(shape[1]), 1);
  }

  bn_forward_args args(int threads) {
    bn_forward_args args = {};
    args.struct_size = sizeof args;
    args.mode = BN_TRAINING;
    args.device = BN_CPU;
    args.threads = threads;
    args.eps = 1e-5;
    args.momentum = 0.1;
    args.x = tensor(x_.data());
    args.y = tensor(y_.data());
    bn_tensor* places[] = {&args.weight,      &args.bias,      &args.running_mean,
                           &args.running_var, &args.save_mean, &args.save_invstd};
    for (std::size_t i = 0; i < std::size(places); ++i) {
      *places[i] = {parameters_[i].data(), &shape_[1], &kOne, 1, BN_F32};
    }
    return args;
  }

  std::int64_t size() const { return size_; }

 private:
  static constexpr std::int64_t kOne = 1;

  bn_tensor tensor(float* data) {
    return {data, shape_.data(), strides_.data(), static_cast<std::int32_t>(shape_.size()), BN_F32};
  }

  std::vector<std::int64_t> shape_, strides_;
  std::int64_t size_;
  std::vector<float> x_, y_, parameters_[6];
};

double microseconds(const bn_plugin& plugin, const bn_forward_args& args) {
  const auto start = std::chrono::steady_clock::now();
  if (plugin.forward(&args) != BN_OK) throw std::runtime_error("forward failed");
  const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - start;
  return time.count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

void compare(const bn_plugin& first, const bn_plugin& second, const char* name,
             const std::vector<std::int64_t>& shape, bool channels_last, int threads) {
  Batch batch(shape, channels_last);
  const bn_forward_args args = batch.args(threads);
  const int rounds = batch.size() > 1'000'000 ? 31 : 501;
  std::vector<double> times[2];
  for (int round = 0; round < rounds; ++round) {
    times[0].push_back(microseconds(first, args));
    times[1].push_back(microseconds(second, args));
  }
  const double a = median(times[0]), b = median(times[1]);
  const double least_a = *std::min_element(times[0].begin(), times[0].end());
  const double least_b = *std::min_element(times[1].begin(), times[1].end());
  std::printf("%-20s %10.1f us %10.1f us %8.2f %10.1f us %10.1f us %8.2f\n", name, a, b, b / a,
              least_a, least_b, least_b / least_a);
}

}  // namespace

int main(int count, char** arguments) try {
  if (count < 3) throw std::runtime_error("usage: forward_bench PLUGIN PLUGIN [THREADS]");
  const bn_plugin &first = load(arguments[1]), &second = load(arguments[2]);
  const int threads = count > 3 ? std::atoi(arguments[3]) : 0;
  std::printf("%-20s %37s %38s\n", "", "medians", "fastest");
  std::printf("%-20s %13s %13s %8s %13s %13s %8s\n", "forward, training", first.name, second.name,
              "ratio", first.name, second.name, "ratio");
  compare(first, second, "32x64x56x56 NCHW", {32, 64, 56, 56}, false, threads);
  compare(first, second, "32x64x56x56 NHWC", {32, 64, 56, 56}, true, threads);
  compare(first, second, "32x512x7x7 NCHW", {32, 512, 7, 7}, false, threads);
  compare(first, second, "32x1024x14x14 NCHW", {32, 1024, 14, 14}, false, threads);
  compare(first, second, "32x1024x14x14 NHWC", {32, 1024, 14, 14}, true, threads);
  compare(first, second, "128x512", {128, 512}, false, threads);
  compare(first, second, "8x6x28x28 NCHW", {8, 6, 28, 28}, false, threads);
} catch (const std::exception& error) {
  std::fprintf(stderr, "forward_bench: %s\n", error.what());
  return 2;
}
