#include "bncheck/report/html/shape_classes.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace bncheck::report::html {
namespace {

/// Numbers that count as one class: from `from` up to the next one's.
struct Range {
  std::int64_t from;
  const char* name;
};

// Where implementations change their ways: nothing, one value, less than a warp, several blocks.
constexpr Range kValues[] = {{0, "0"}, {1, "1"}, {2, "2-16"}, {17, "17-256"}, {257, "257+"}};
constexpr Range kChannels[] = {{0, "0"}, {1, "1"}, {2, "2-8"}, {9, "9+"}};
constexpr DType kTypes[] = {DType::f16, DType::bf16, DType::f32, DType::f64};
constexpr int kMostAxes = 3;

template <std::size_t count>
std::size_t range_of(const Range (&ranges)[count], std::int64_t value) {
  std::size_t found = 0;
  while (found + 1 < count && value >= ranges[found + 1].from) ++found;
  return found;
}

}  // namespace

const std::vector<ShapeClass>& shape_classes() {
  static const std::vector<ShapeClass> all = [] {
    std::vector<ShapeClass> list;
    for (const DType each : kTypes) list.push_back({"type", std::string(to_string(each))});
    for (const Range& each : kValues) list.push_back({"values per channel", each.name});
    for (const Range& each : kChannels) list.push_back({"channels", each.name});
    for (int axes = 0; axes <= kMostAxes; ++axes) {
      list.push_back({"spatial axes", std::to_string(axes)});
    }
    for (int i = 0; i < kLayoutCount; ++i) {
      list.push_back({"memory of x", std::string(to_string(static_cast<Layout>(i)))});
    }
    return list;
  }();
  return all;
}

std::vector<std::size_t> classes_of(const Config& config) {
  std::vector<std::size_t> found;
  std::size_t first = 0;
  const auto* type = std::find(std::begin(kTypes), std::end(kTypes), config.dtype);
  found.push_back(first + static_cast<std::size_t>(type - std::begin(kTypes)));
  first += std::size(kTypes);
  found.push_back(first + range_of(kValues, config.shape.values_per_channel()));
  first += std::size(kValues);
  found.push_back(first + range_of(kChannels, config.shape.c));
  first += std::size(kChannels);
  found.push_back(first + std::min<std::size_t>(config.shape.spatial.size(), kMostAxes));
  first += kMostAxes + 1;
  found.push_back(first + static_cast<std::size_t>(config.layout.x.kind));
  return found;
}

}  // namespace bncheck::report::html
