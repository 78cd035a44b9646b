#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace bncheck::properties {

/// What masks reveal of the order in which m numbers were added (FPRev, arXiv 2411.00442): with M
/// at one place, -M at another and ones elsewhere, M so large that it absorbs ones, those ones
/// survive that are added after M and -M have met. The others, and both places, make up the
/// smallest subtotal that holds both.
class SummationTree {
 public:
  explicit SummationTree(std::size_t values);

  /// Notes the sum, in ones, that the mask of two places gave.
  void note(std::size_t place, std::size_t other, double survivors);

  /// Returns whether no mask lost a one.
  bool lost_nothing() const;

  /// Returns the most additions that one number took part in; an addition of several numbers at
  /// once counts as one. Nothing where no tree of rounded additions explains all masks: the order
  /// depends on the values, or a part of the sum was wider than M is large.
  std::optional<int> height() const;

 private:
  double& subtotal(std::size_t place, std::size_t other) {
    return subtotals_[place * values_ + other];
  }
  double subtotal(std::size_t place, std::size_t other) const {
    return subtotals_[place * values_ + other];
  }
  bool is_subtotal(std::size_t place, double size) const;

  std::size_t values_;
  std::vector<double> subtotals_;  ///< the size of the smallest one that holds both places
};

}  // namespace bncheck::properties
