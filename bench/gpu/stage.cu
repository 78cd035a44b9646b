#include <algorithm>
#include <cmath>

#include "bench/gpu/compare_kernel.h"
#include "bench/gpu/stage.h"
#include "bncheck/runner/shapes.h"
#include "cuda/launcher.cuh"

namespace bncheck::gpu_bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr int kThreads = 256;
constexpr std::size_t kSharedBytes = kThreads * sizeof(double);
constexpr int kPoison = 0xff;  // a NaN of every type

/// Calls function(T()) for the type.
template <class Function>
void with_type(DType dtype, const Function& function) {
  if (dtype == DType::f16) return function(cuda::Float16());
  if (dtype == DType::bf16) return function(cuda::BFloat16());
  function(float());
}

Spread spread_of(const std::vector<Recipe>& recipes) {
  Spread spread;
  spread.count = std::min(static_cast<int>(recipes.size()), Spread::kMost);
  for (int i = 0; i < spread.count; ++i) {
    const Recipe& recipe = recipes[static_cast<std::size_t>(i)];
    spread.scale[i] = std::ldexp(1, recipe.scale);
    spread.shift[i] = recipe.shift;
  }
  return spread;
}

template <class Kernel>
void launch(const Stream& stream, const cuda::Grid& grid, const Kernel& kernel) {
  cuda::DeviceLauncher({}, stream.get()).launch(grid, kernel);
}

template <class T>
typename Compare<T>::Kind kind_of(bench::Operation operation) {
  if (operation == bench::Operation::training) return Compare<T>::training;
  return operation == bench::Operation::backward ? Compare<T>::backward : Compare<T>::evaluation;
}

std::vector<Memory> memories(int count, double bytes) {
  std::vector<Memory> all;
  for (int i = 0; i < count; ++i) all.emplace_back(static_cast<std::size_t>(bytes));
  return all;
}

const float* floats(const Memory& memory) { return static_cast<const float*>(memory.data()); }

}  // namespace

Stage::Stage(const bench::Workload& workload, int sets, const Stream& stream)
    : workload_(workload),
      stream_(stream),
      case_(
          runner::cases_of({workload.shape}, kSeed, {{workload.dtype}, {workload.layout}}).front()),
      layout_(tensor_layout(workload.layout, workload.shape)),
      parameter_layout_(parameter_layout(Layout::nchw, workload.shape.c)),
      x_(memories(sets, workload.tensor_bytes())),
      results_(memories(sets, workload.tensor_bytes())),
      weight_(parameter(case_.weight)),
      bias_(parameter(case_.bias)),
      mean_(parameter(case_.running_mean)),
      var_(parameter(case_.running_var)),
      found_(static_cast<std::size_t>(workload.shape.c) * sizeof(Distance)) {
  if (workload.operation == bench::Operation::backward) {
    dy_ = memories(sets, workload.tensor_bytes());
  }
  for (const Memory& each : x_) fill(each, case_.x);
  for (const Memory& each : dy_) fill(each, case_.dy);
}

Memory Stage::parameter(const std::vector<double>& values) const {
  std::vector<float> all;
  for (std::int64_t c = 0; c < workload_.shape.c; ++c) {
    const auto entry = static_cast<std::size_t>(c) % values.size();
    all.push_back(static_cast<float>(values[entry]));
  }
  Memory memory(all.size() * sizeof(float));
  check(cudaMemcpy(memory.data(), all.data(), memory.bytes(), cudaMemcpyHostToDevice),
        "cudaMemcpy");
  return memory;
}

bn_tensor Stage::parameter_view(const Memory& memory) const {
  return {memory.data(), parameter_layout_.shape.data(), parameter_layout_.strides.data(), 1,
          BN_F32};
}

bn_tensor Stage::view(const Memory& memory) const {
  return {memory.data(), layout_.shape.data(), layout_.strides.data(),
          static_cast<std::int32_t>(layout_.shape.size()),
          static_cast<std::int32_t>(workload_.dtype)};
}

Plane Stage::plane() const {
  const Shape& shape = workload_.shape;
  return {shape.n,
          shape.c,
          shape.spatial_size(),
          layout_.strides[0],
          layout_.strides[1],
          shape.spatial.empty() ? 0 : layout_.strides.back()};
}

void Stage::fill(const Memory& memory, const std::vector<Recipe>& recipes) const {
  with_type(workload_.dtype, [&](auto type) {
    using T = decltype(type);
    const int blocks = 16 * multiprocessors();
    launch(stream_, {.blocks = blocks, .threads = kThreads},
           Fill<T>{static_cast<T*>(memory.data()), plane(), spread_of(recipes), kSeed});
  });
}

void Stage::poison() {
  for (const Memory& each : results_) {
    check(cudaMemsetAsync(each.data(), kPoison, each.bytes(), stream_.get()), "cudaMemsetAsync");
  }
}

bench::Accuracy Stage::compare(int set) {
  with_type(workload_.dtype, [&](auto type) {
    using T = decltype(type);
    const auto data = [](const bn_tensor& tensor) { return static_cast<const T*>(tensor.data); };
    const Compare<T> kernel = {data(x(set)),
                               data(dy(set)),
                               data(result(set)),
                               floats(weight_),
                               floats(bias_),
                               floats(mean_),
                               floats(var_),
                               plane(),
                               kind_of<T>(workload_.operation),
                               case_.eps,
                               static_cast<Distance*>(found_.data())};
    launch(stream_,
           {.blocks = static_cast<int>(workload_.shape.c),
            .threads = kThreads,
            .shared_bytes = kSharedBytes},
           kernel);
  });
  std::vector<Distance> found(static_cast<std::size_t>(workload_.shape.c));
  check(cudaMemcpyAsync(found.data(), found_.data(), found_.bytes(), cudaMemcpyDeviceToHost,
                        stream_.get()),
        "cudaMemcpyAsync");
  stream_.wait();
  return accuracy_of(found, workload_);
}

}  // namespace bncheck::gpu_bench
