#include "bncheck/runner/shapes.h"

#include <algorithm>
#include <string>

#include "bncheck/runner/shape_sets.h"
#include "core/error.h"

namespace bncheck::runner {
namespace {

std::string names_of_sets() {
  std::string names;
  for (const ShapeSet& set : shape_sets()) {
    names += (names.empty() ? "" : ", ") + std::string(set.name);
  }
  return names;
}

/// Refuses a shape that no case may have.
void require_fitting(const Shape& shape) {
  if (shape.size() == 0) throw UsageError("--shapes: " + to_string(shape) + " has no values");
  if (shape.size() <= kLargestCase) return;
  const std::int64_t most = kLargestCase / (shape.size() / shape.n);
  throw UsageError("--shapes: " + to_string(shape) + " has more than 2^28 values; " +
                   (most == 0 ? "not even one image fits"
                              : "the largest batch that fits is " + std::to_string(most)));
}

/// Returns the shapes that one word of the list stands for; `batched` tells whether they take the
/// batch.
std::vector<Shape> shapes_for(std::string_view word, std::int64_t batch, bool& batched) {
  const auto sets = shape_sets();
  const auto set = std::find_if(sets.begin(), sets.end(),
                                [word](const ShapeSet& each) { return each.name == word; });
  batched = set != sets.end() && !set->with_batch;
  if (set != sets.end()) return shapes_of(*set, batch);
  if (const std::optional<Shape> shape = parse_shape(word)) return {*shape};
  throw UsageError("--shapes: '" + std::string(word) + "' is neither a set (" + names_of_sets() +
                   ") nor a shape such as 256x64x56x56 or 128x512");
}

/// Returns a recipe of normal values.
Recipe bell(int scale, double shift, std::uint64_t seed) {
  return {Pattern::bell, scale, shift, seed, {}};
}

Case case_of(const Shape& shape, DType dtype, Layout layout, std::uint64_t seed) {
  Case c;
  c.dtype = dtype;
  c.shape = shape;
  c.layout = layout;
  // Five of one list and three or four of another: channels of all combinations, neighbours that
  // differ. Convolutions give means of either sign within a few standard deviations, and channels
  // that hardly vary, where eps weighs as much as the variance.
  c.weight = {1, 0.5, 1.25, -0.75};
  c.bias = {0, 0.25, -0.5};
  c.running_mean = {0, 0.5, -0.25};
  c.running_var = {1, 0.5, 2};
  c.x = {bell(0, 0, seed), bell(0, 0.5, seed), bell(-2, -1.5, seed), bell(2, 3, seed),
         bell(-8, 0, seed)};
  c.dy = {bell(-10, 0, seed + 1), bell(-13, 0, seed + 1), bell(-7, 0, seed + 1)};
  if (layout == Layout::expanded) c.dy = {{Pattern::constant, 0, 0x1p-10, 0, {}}};
  const auto channels = static_cast<std::size_t>(shape.c);
  for (auto list : {&Case::weight, &Case::bias, &Case::running_mean, &Case::running_var}) {
    (c.*list).resize(std::min((c.*list).size(), channels));
  }
  for (auto list : {&Case::x, &Case::dy}) {
    (c.*list).resize(std::min((c.*list).size(), channels));
  }
  return c;
}

}  // namespace

std::vector<Shape> parse_shapes(std::string_view text, std::optional<std::int64_t> batch) {
  std::vector<Shape> shapes;
  bool any_batched = false;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    bool batched = false;
    for (Shape& shape :
         shapes_for(text.substr(at, end - at), batch.value_or(kUsualBatch), batched)) {
      require_fitting(shape);
      shapes.push_back(std::move(shape));
    }
    any_batched = any_batched || batched;
    at = end + 1;
  }
  if (batch && !any_batched) {
    throw UsageError("--batch: the shapes of --shapes " + std::string(text) +
                     " say their batch themselves; it goes with the name of a set");
  }
  return shapes;
}

std::vector<Case> cases_of(const std::vector<Shape>& shapes, std::uint64_t seed,
                           const properties::generators::Selection& selection) {
  std::vector<Case> cases;
  for (const Shape& shape : shapes) {
    for (const DType dtype : selection.dtypes) {
      for (const Layout layout : selection.layouts) {
        cases.push_back(case_of(shape, dtype, layout, seed));
      }
    }
  }
  return cases;
}

}  // namespace bncheck::runner
