#include "golden/contract_reader.h"

#include <array>
#include <cmath>

namespace bncheck::golden {
namespace {

constexpr std::array<std::string_view, 3> kVariance = {"two-pass", "welford", "one-pass"};
constexpr std::array<std::string_view, 3> kApply = {"either", "direct", "folded"};
constexpr std::array<std::string_view, 4> kSummation = {"any", "sequential", "tree", "exact"};
constexpr std::array<std::string_view, 2> kBackward = {"saved", "recomputed"};

/// Reads one of the names, which stand in the order of the enumeration.
template <class Enumeration, std::size_t N>
Enumeration read_choice(const Node& node, const std::array<std::string_view, N>& names) {
  const std::string text = node.text();
  std::string known;
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<Enumeration>(i);
    known.append(known.empty() ? "" : ", ").append(names[i]);
  }
  node.refuse("one of " + known);
}

double read_invsqrt_error(const Node& node) {
  const double error = node.number();
  if (!(error > 0) || !std::isfinite(error)) node.refuse("a positive number");
  return error;
}

}  // namespace

Contract read_contract(const Node& node) {
  Contract contract;
  contract.element = read_dtype(node.at("element"));
  contract.accumulator = read_dtype(node.at("accumulator"));
  contract.stored = read_dtype(node.at("stored"));
  contract.applied = read_dtype(node.at("applied"));
  contract.variance = read_choice<VarianceAlgorithm>(node.at("variance"), kVariance);
  contract.apply = read_choice<ApplyForm>(node.at("apply"), kApply);
  contract.summation = read_choice<Summation>(node.at("summation"), kSummation);
  contract.summation_height = node.at("summation_height").count();
  contract.backward_statistics =
      read_choice<BackwardStatistics>(node.at("backward_statistics"), kBackward);
  contract.deterministic = node.at("deterministic").boolean();
  contract.flushes_subnormals = node.at("flushes_subnormals").boolean();
  contract.correctly_rounded = node.at("correctly_rounded").boolean();
  contract.thread_safe = node.at("thread_safe").boolean();
  contract.uniform = node.at("uniform").boolean();
  contract.in_place = node.at("in_place").boolean();
  contract.double_parameters = node.at("double_parameters").boolean();
  contract.invsqrt_error_u = read_invsqrt_error(node.at("invsqrt_error_u"));
  return contract;
}

DType read_dtype(const Node& node) {
  const std::optional<DType> dtype = parse_dtype(node.text());
  if (!dtype) node.refuse("one of f16, bf16, f32, f64");
  return *dtype;
}

}  // namespace bncheck::golden
