#include "properties/summation_tree.h"

#include <algorithm>
#include <set>

namespace bncheck::properties {

SummationTree::SummationTree(std::size_t values) : values_(values), subtotals_(values * values) {
  for (std::size_t place = 0; place < values; ++place) subtotals_[place * values_ + place] = 1;
}

void SummationTree::note(std::size_t place, std::size_t other, double survivors) {
  const double size = static_cast<double>(values_) - survivors;
  subtotals_[place * values_ + other] = size;
  subtotals_[other * values_ + place] = size;
}

bool SummationTree::lost_nothing() const {
  return std::all_of(subtotals_.begin(), subtotals_.end(),
                     [](const auto& size) { return size.value_or(0) <= 2; });
}

bool SummationTree::is_within(std::size_t place, std::size_t other, double size) const {
  return subtotals_[place * values_ + other].value_or(0) <= size;
}

/// A subtotal of this size around the place holds so many places, and no two of these have met
/// later. If that is so of all, any two subtotals are disjoint or one holds the other.
bool SummationTree::is_subtotal(std::size_t place, double size) const {
  std::vector<std::size_t> members;
  for (std::size_t other = 0; other < values_; ++other) {
    if (is_within(place, other, size)) members.push_back(other);
  }
  if (static_cast<double>(members.size()) != size) return false;
  return std::all_of(members.begin(), members.end(), [&](std::size_t a) {
    return std::all_of(members.begin(), members.end(),
                       [&](std::size_t b) { return is_within(a, b, size); });
  });
}

std::optional<int> SummationTree::additions(std::size_t place) const {
  std::set<double> sizes;  // each is an addition on the way of this place's number
  for (std::size_t other = 0; other < values_; ++other) {
    const auto& size = subtotals_[place * values_ + other];
    if (other != place && size) sizes.insert(*size);
  }
  for (double size : sizes) {
    if (!is_subtotal(place, size)) return std::nullopt;
  }
  return static_cast<int>(sizes.size());
}

}  // namespace bncheck::properties
