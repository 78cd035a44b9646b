#include "core/contract.h"

#include <array>
#include <string_view>

namespace bncheck {
namespace {

constexpr std::array<std::string_view, 3> kVariance = {"two-pass", "welford", "one-pass"};
constexpr std::array<std::string_view, 3> kApply = {"either", "direct", "folded"};
constexpr std::array<std::string_view, 4> kSummation = {"any", "sequential", "tree", "exact"};
constexpr std::array<std::string_view, 2> kBackward = {"saved", "recomputed"};

/// Appends "name=value" where the contract differs from the default.
class Differences {
 public:
  template <class T>
  void add(std::string_view name, const T& mine, const T& usual, std::string_view value) {
    if (mine == usual) return;
    if (!text_.empty()) text_ += ' ';
    text_.append(name).append("=").append(value);
  }

  template <class T, std::size_t N>
  void add_enum(std::string_view name, T mine, T usual,
                const std::array<std::string_view, N>& names) {
    add(name, mine, usual, names[static_cast<std::size_t>(mine)]);
  }

  void add_flag(std::string_view name, bool mine) {
    if (!mine) return;
    text_.append(text_.empty() ? "" : " ").append(name);
  }

  std::string text() const { return text_.empty() ? "default" : text_; }

 private:
  std::string text_;
};

}  // namespace

Contract default_contract(DType dtype) {
  Contract contract;
  const DType working = parameter_dtype(dtype);
  contract.element = contract.accumulator = contract.stored = contract.applied = working;
  return contract;
}

std::string to_string(const Contract& contract, DType dtype) {
  const Contract usual = default_contract(dtype);
  Differences out;
  out.add("element", contract.element, usual.element, to_string(contract.element));
  out.add("accumulator", contract.accumulator, usual.accumulator, to_string(contract.accumulator));
  out.add("stored", contract.stored, usual.stored, to_string(contract.stored));
  out.add("applied", contract.applied, usual.applied, to_string(contract.applied));
  out.add_enum("variance", contract.variance, usual.variance, kVariance);
  out.add_enum("apply", contract.apply, usual.apply, kApply);
  out.add_enum("summation", contract.summation, usual.summation, kSummation);
  out.add("summation_height", contract.summation_height, usual.summation_height,
          std::to_string(contract.summation_height));
  out.add_enum("backward_statistics", contract.backward_statistics, usual.backward_statistics,
               kBackward);
  out.add("invsqrt_error_u", contract.invsqrt_error_u, usual.invsqrt_error_u,
          std::to_string(contract.invsqrt_error_u));
  out.add_flag("deterministic", contract.deterministic);
  out.add_flag("flushes_subnormals", contract.flushes_subnormals);
  out.add_flag("correctly_rounded", contract.correctly_rounded);
  out.add_flag("uniform", contract.uniform);
  out.add_flag("in_place", contract.in_place);
  out.add_flag("double_parameters", contract.double_parameters);
  return out.text();
}

}  // namespace bncheck
