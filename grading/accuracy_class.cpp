#include "grading/accuracy_class.h"

#include <bit>
#include <cmath>

namespace bncheck::grading {
namespace {

/// The declared contract in one type throughout, with the weakest sums.
Contract plain(const Contract& declared, DType dtype, VarianceAlgorithm variance) {
  Contract contract = declared;
  contract.element = contract.accumulator = contract.stored = contract.applied = dtype;
  contract.variance = variance;
  contract.apply = ApplyForm::unspecified;
  contract.summation = Summation::unspecified;
  contract.summation_height = 0;
  return contract;
}

/// Everything that is wider than the tensors in f64.
std::vector<Contract> all_double(const Problem&, const Contract& declared) {
  return {plain(declared, DType::f64, VarianceAlgorithm::two_pass),
          plain(declared, DType::f64, VarianceAlgorithm::welford)};
}

/// Sums in f64, and mean, invstd or the last step in f32; one pass in f64 loses as many digits.
std::vector<Contract> double_sums(const Problem&, const Contract& declared) {
  std::vector<Contract> contracts = {plain(declared, DType::f64, VarianceAlgorithm::one_pass)};
  for (const auto variance :
       {VarianceAlgorithm::two_pass, VarianceAlgorithm::welford, VarianceAlgorithm::one_pass}) {
    Contract contract = plain(declared, DType::f64, variance);
    contract.stored = contract.applied = DType::f32;
    if (variance == VarianceAlgorithm::two_pass) contract.element = DType::f32;
    contracts.push_back(contract);
  }
  return contracts;
}

std::vector<Contract> tree(const Problem& problem, const Contract& declared) {
  Contract contract = plain(declared, problem.dtype, VarianceAlgorithm::two_pass);
  contract.summation_height = largest_tree_height(problem.shape.values_per_channel());
  return {contract};
}

template <VarianceAlgorithm kVariance>
std::vector<Contract> in_order(const Problem& problem, const Contract& declared) {
  return {plain(declared, problem.dtype, kVariance)};
}

const AccuracyClass kNearest = {"A+", "correctly rounded",
                                "exact arithmetic: every value is the nearest number there is",
                                Promise::nearest, nullptr};
const AccuracyClass kTree = {
    "B", "two passes, sums as a tree",
    "two passes whose sums are split up as a tree, or compensated: more values hardly cost digits",
    Promise::contract, tree};
const AccuracyClass kChain = {
    "C", "two passes, sums in a row",
    "two passes that add one value after the other: more values cost digits", Promise::contract,
    in_order<VarianceAlgorithm::two_pass>};
const AccuracyClass kWelford = {
    "D+", "Welford's recurrence",
    "Welford's recurrence: ten times the mean beside the same spread costs one digit",
    Promise::contract, in_order<VarianceAlgorithm::welford>};
const AccuracyClass kOnePass = {
    "D", "one pass, E[x^2] - E[x]^2",
    "E[x^2] - E[x]^2: ten times the mean beside the same spread costs two digits",
    Promise::contract, in_order<VarianceAlgorithm::one_pass>};

}  // namespace

std::int64_t largest_tree_height(std::int64_t m) {
  if (m < 2) return 1;
  const auto balanced = static_cast<double>(std::bit_width(static_cast<std::uint64_t>(m - 1)));
  return static_cast<std::int64_t>(std::ceil(std::sqrt(balanced * static_cast<double>(m - 1))));
}

const std::vector<AccuracyClass>& accuracy_classes(DType dtype) {
  static const AccuracyClass kDouble = {"A", "f64 throughout",
                                        "f64 throughout, rounded once at the end",
                                        Promise::contract, all_double};
  static const AccuracyClass kDoubleSums = {
      "A-", "sums in f64, the rest in f32",
      "sums in f64 whose mean, or whatever comes after, is rounded to f32", Promise::contract,
      double_sums};
  static const AccuracyClass kFaithful = {
      "A", "faithful", "more than f64: every y is one of the two numbers around the truth",
      Promise::faithful, nullptr};
  static const std::vector<AccuracyClass> kSingle = {kNearest, kDouble,  kDoubleSums, kTree,
                                                     kChain,   kWelford, kOnePass};
  static const std::vector<AccuracyClass> kWide = {kNearest, kFaithful, kTree,
                                                   kChain,   kWelford,  kOnePass};
  return dtype == DType::f64 ? kWide : kSingle;
}

}  // namespace bncheck::grading
