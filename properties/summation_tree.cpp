#include "properties/summation_tree.h"

#include <algorithm>
#include <set>

namespace bncheck::properties {

SummationTree::SummationTree(std::size_t values)
    : values_(values), subtotals_(values * values, static_cast<double>(values)) {
  for (std::size_t place = 0; place < values; ++place) subtotal(place, place) = 1;
}

void SummationTree::note(std::size_t place, std::size_t other, double survivors) {
  subtotal(place, other) = static_cast<double>(values_) - survivors;
  subtotal(other, place) = subtotal(place, other);
}

bool SummationTree::lost_nothing() const {
  return std::all_of(subtotals_.begin(), subtotals_.end(), [](double size) { return size <= 2; });
}

/// A subtotal of this size around the place holds so many places, and no two of these have met
/// later. If that is so of all, any two subtotals are disjoint or one holds the other.
bool SummationTree::is_subtotal(std::size_t place, double size) const {
  std::vector<std::size_t> members;
  for (std::size_t other = 0; other < values_; ++other) {
    if (subtotal(place, other) <= size) members.push_back(other);
  }
  if (static_cast<double>(members.size()) != size) return false;
  return std::all_of(members.begin(), members.end(), [&](std::size_t a) {
    return std::all_of(members.begin(), members.end(),
                       [&](std::size_t b) { return subtotal(a, b) <= size; });
  });
}

std::optional<int> SummationTree::height() const {
  std::size_t height = 0;
  for (std::size_t place = 0; place < values_; ++place) {
    std::set<double> sizes;  // each is an addition on the way of this place's number
    for (std::size_t other = 0; other < values_; ++other) {
      if (other != place) sizes.insert(subtotal(place, other));
    }
    for (double size : sizes) {
      if (!is_subtotal(place, size)) return std::nullopt;
    }
    height = std::max(height, sizes.size());
  }
  return static_cast<int>(height);
}

}  // namespace bncheck::properties
