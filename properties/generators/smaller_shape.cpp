#include "properties/generators/smaller_shape.h"

#include <algorithm>

#include "properties/generators/candidates.h"

namespace bncheck::properties::generators {
namespace {

// Lists hold at most a few different channels; the patterns' seeds do the rest.
constexpr std::int64_t kFewChannels = 4;
// Up to here every smaller extent is tried.
constexpr std::int64_t kFewExtents = 12;

/// Returns the list that leaves out one channel.
template <class T>
std::vector<T> without(const std::vector<T>& list, std::int64_t channels, std::int64_t dropped) {
  std::vector<T> left;
  for (std::int64_t channel = 0; channel < channels && !list.empty(); ++channel) {
    if (channel != dropped) left.push_back(list[static_cast<std::size_t>(channel) % list.size()]);
  }
  return left;
}

Case without_channel(const Case& c, std::int64_t dropped) {
  Case next = c;
  --next.shape.c;
  for (auto field : {&Case::weight, &Case::bias, &Case::running_mean, &Case::running_var}) {
    next.*field = without(c.*field, c.shape.c, dropped);
  }
  for (auto field : {&Case::x, &Case::dy}) next.*field = without(c.*field, c.shape.c, dropped);
  return next;
}

void add_shape(const Case& c, const Shape& shape, std::vector<Case>& out) {
  out.push_back(c);
  out.back().shape = shape;
}

/// Adds the shapes of as many values on fewer spatial axes, which keep the values of every channel.
void merged_axes(const Case& c, std::vector<Case>& out) {
  if (c.shape.spatial.empty()) return;
  add_shape(c, {c.shape.values_per_channel(), c.shape.c, {}}, out);
  if (c.shape.spatial.size() == 1) return;
  add_shape(c, {c.shape.n, c.shape.c, {c.shape.spatial_size()}}, out);
}

}  // namespace

std::vector<std::int64_t> shorter_extents(std::int64_t extent) {
  std::vector<std::int64_t> shorter;
  if (extent <= kFewExtents) {
    for (std::int64_t less = 1; less < extent; ++less) shorter.push_back(less);
    return shorter;
  }
  for (std::int64_t power = 1; power < extent; power *= 2) shorter.push_back(power);
  for (std::int64_t less = (extent + 1) / 2; less > 1; less = (less + 1) / 2) {
    shorter.push_back(extent - less);
  }
  shorter.push_back(extent - 1);
  return shorter;
}

void fewer_channels(const Case& c, std::vector<Case>& out) {
  if (c.shape.c < 2) return;
  const std::int64_t tried = std::min(c.shape.c, kFewChannels);
  for (std::int64_t channel = 0; channel < tried; ++channel) {
    out.push_back(only_channel(c, static_cast<std::size_t>(channel)));
  }
  for (std::int64_t count : shorter_extents(c.shape.c)) {
    out.push_back(c);
    out.back().shape.c = count;
  }
  if (c.shape.c > kFewChannels) return;
  for (std::int64_t channel = 0; channel < c.shape.c; ++channel) {
    out.push_back(without_channel(c, channel));
  }
}

void fewer_values(const Case& c, std::vector<Case>& out) {
  for (std::int64_t m : {2, 3}) {
    if (c.shape.values_per_channel() > m) add_shape(c, {m, c.shape.c, {}}, out);
  }
  Shape shape = c.shape;
  for (std::int64_t n : shorter_extents(c.shape.n)) {
    shape.n = n;
    add_shape(c, shape, out);
  }
  for (std::size_t axis = 0; axis < c.shape.spatial.size(); ++axis) {
    shape = c.shape;
    for (std::int64_t extent : shorter_extents(c.shape.spatial[axis])) {
      shape.spatial[axis] = extent;
      add_shape(c, shape, out);
    }
  }
  merged_axes(c, out);
  if (c.shape.spatial.empty()) return;
  shape = c.shape;
  shape.spatial.pop_back();
  add_shape(c, shape, out);
}

}  // namespace bncheck::properties::generators
