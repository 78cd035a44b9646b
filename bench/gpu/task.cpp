#include "bench/gpu/task.h"

#include <algorithm>
#include <cmath>

#include "bncheck/runner/shape_sets.h"

namespace bncheck::gpu_bench {
namespace {

constexpr double kTogetherSeconds = 1e-3;  // a thousand times what events resolve
constexpr double kMostCalls = 256, kMostSets = 256;

/// Calls for each set that a word names.
template <class Visit>
void for_each_set(std::string_view words, const Visit& visit) {
  for (std::size_t at = 0; at <= words.size();) {
    const std::size_t end = std::min(words.find(',', at), words.size());
    for (const runner::ShapeSet& set : runner::shape_sets()) {
      if (set.name == words.substr(at, end - at)) visit(set);
    }
    at = end + 1;
  }
}

int layers_of(const Shape& shape, std::string_view words) {
  int layers = 0;
  for_each_set(words, [&](const runner::ShapeSet& set) {
    const std::vector<Shape> shapes = runner::shapes_of(set, shape.n);
    const auto at = std::find(shapes.begin(), shapes.end(), shape) - shapes.begin();
    const auto place = static_cast<std::size_t>(at);
    if (place < set.layers.size()) layers += set.layers[place];
  });
  return std::max(layers, 1);
}

}  // namespace

bool names_a_batched_set(std::string_view words) {
  bool found = false;
  for_each_set(words, [&](const runner::ShapeSet& set) { found = found || !set.with_batch; });
  return found;
}

std::vector<Task> make_tasks(std::string_view words, const std::vector<Shape>& shapes,
                             const std::vector<DType>& dtypes, const std::vector<Layout>& layouts,
                             const std::vector<bench::Operation>& operations) {
  std::vector<Task> tasks;
  for (const DType dtype : dtypes) {
    for (const Layout layout : layouts) {
      for (const bench::Operation operation : operations) {
        for (const Shape& shape : shapes) {
          // Without spatial axes both memory orders are the same one.
          if (shape.spatial.empty() && layout != layouts.front()) continue;
          Task& task = tasks.emplace_back();
          task.workload.shape = shape;
          task.workload.dtype = dtype;
          task.workload.layout = layout;
          task.workload.operation = operation;
          task.layers = layers_of(shape, words);
        }
      }
    }
  }
  return tasks;
}

int buffer_sets(const bench::Workload& workload, double cache_bytes) {
  return static_cast<int>(std::min(2 * cache_bytes / workload.minimal_bytes() + 1, kMostSets));
}

bool stay_in_the_cache(const bench::Workload& workload, double cache_bytes) {
  return buffer_sets(workload, cache_bytes) * workload.minimal_bytes() <= 2 * cache_bytes;
}

int calls_together(int sets, double seconds_of_a_call) {
  const double wanted = std::clamp(kTogetherSeconds / seconds_of_a_call, 1.0, kMostCalls);
  return sets * static_cast<int>(std::ceil(wanted / sets));
}

}  // namespace bncheck::gpu_bench
