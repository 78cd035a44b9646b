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

  /// Returns how many additions the number of this place took part in; an addition of several
  /// numbers at once counts as one. All its masks have been noted. Nothing where no tree of rounded
  /// additions explains the masks that were: the order depends on the values, or a part of the sum
  /// was wider than M is large.
  std::optional<int> additions(std::size_t place) const;

 private:
  bool is_within(std::size_t place, std::size_t other, double size) const;
  bool is_subtotal(std::size_t place, double size) const;

  std::size_t values_;
  /// The size of the smallest subtotal that holds both places; nothing where none was noted.
  std::vector<std::optional<double>> subtotals_;
};

}  // namespace bncheck::properties
