#pragma once

#include <string_view>
#include <vector>

#include "core/batch_norm.h"
#include "core/contract.h"

namespace bncheck::grading {

/// What a class promises of every value.
///   nearest   it is the number of the type that is nearest to the truth
///   faithful  y is one of the two numbers around the truth
///   contract  it is as near as an implementation of one of the class's contracts comes
enum class Promise { nearest, faithful, contract };

/// One step of the scale. A class is refuted if the answers break each of its contracts: that
/// takes a value further from the truth than the budget derived from the contract, and is a proof.
struct AccuracyClass {
  std::string_view letter;
  std::string_view name;      ///< a few words, for the table
  std::string_view sentence;  ///< follows "It behaves like"
  Promise promise = Promise::contract;
  /// Returns the contracts for a problem; what no class is about is as declared.
  std::vector<Contract> (*contracts)(const Problem& problem, const Contract& declared) = nullptr;
};

/// Returns the classes for tensors of this type, f32 or f64, the best one first.
const std::vector<AccuracyClass>& accuracy_classes(DType dtype);

/// Returns the longest chain of additions that counts as a tree: the geometric mean of the
/// balanced tree's ceil(log2 m) and the chain's m - 1, which is the middle on the scale on which
/// sums differ.
std::int64_t largest_tree_height(std::int64_t m);

}  // namespace bncheck::grading
