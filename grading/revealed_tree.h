#pragma once

#include <optional>

#include "grading/probes.h"

namespace bncheck::grading {

/// What masks (properties/summation_tree.h) reveal of the order in which one output adds up.
struct RevealedTree {
  enum class Kind {
    unexplained,  ///< no tree of rounded additions gives these sums: a recurrence, or an order
                  ///< that depends on the values
    exact,        ///< no one is lost, even beside what f64 cannot hold with it
    chain,        ///< one value after the other
    tree
  };
  Kind kind = Kind::unexplained;
  int height = 0;                ///< additions on the longest path
  DType precision = DType::f32;  ///< in which ones are lost
};

/// How many values the tree is asked for: all pairs of them are masked.
inline constexpr std::int64_t kMaskedValues = 64;

/// Reveals how the mean is summed, from save_mean or running_mean; nothing without an answer.
std::optional<RevealedTree> tree_of_mean(const Subject& subject);

/// Reveals how dbias is summed; nothing without an answer.
std::optional<RevealedTree> tree_of_dbias(const Subject& subject);

}  // namespace bncheck::grading
