#include "bncheck/host/contract_conversion.h"

#include <cmath>

namespace bncheck::host {
namespace {

/// Reads fields, and keeps the first one that has no meaning.
class Reader {
 public:
  explicit Reader(std::string& problem) : problem_(problem) {}

  /// Returns the type, or `usual` for 0.
  DType dtype(const char* field, std::int32_t value, DType usual) {
    return known(field, value, BN_F64) && value != 0 ? static_cast<DType>(value) : usual;
  }

  /// Returns the value if it is in 0..last, else 0.
  std::int32_t choice(const char* field, std::int32_t value, std::int32_t last) {
    return known(field, value, last) ? value : 0;
  }

  void refuse(const char* field, const std::string& value) {
    if (!problem_.empty()) return;
    problem_ = std::string("declares the ") + field + " " + value +
               " in its contract, which bn_plugin.h gives no meaning";
  }

 private:
  bool known(const char* field, std::int32_t value, std::int32_t last) {
    if (value >= 0 && value <= last) return true;
    refuse(field, std::to_string(value));
    return false;
  }

  std::string& problem_;
};

constexpr std::int32_t kKnownFlags = BN_DETERMINISTIC | BN_FLUSHES_SUBNORMALS |
                                     BN_CORRECTLY_ROUNDED | BN_THREAD_SAFE | BN_UNIFORM |
                                     BN_IN_PLACE | BN_DOUBLE_PARAMETERS;

VarianceAlgorithm variance_of(std::int32_t value) {
  if (value == BN_WELFORD) return VarianceAlgorithm::welford;
  return value == BN_ONE_PASS ? VarianceAlgorithm::one_pass : VarianceAlgorithm::two_pass;
}

void set_flags(Contract& contract, std::int32_t flags) {
  contract.deterministic = (flags & BN_DETERMINISTIC) != 0;
  contract.flushes_subnormals = (flags & BN_FLUSHES_SUBNORMALS) != 0;
  contract.correctly_rounded = (flags & BN_CORRECTLY_ROUNDED) != 0;
  contract.thread_safe = (flags & BN_THREAD_SAFE) != 0;
  contract.uniform = (flags & BN_UNIFORM) != 0;
  contract.in_place = (flags & BN_IN_PLACE) != 0;
  contract.double_parameters = (flags & BN_DOUBLE_PARAMETERS) != 0;
}

}  // namespace

Contract convert_contract(const bn_contract& declared, DType dtype, std::string& problem) {
  Reader read(problem);
  Contract contract = default_contract(dtype);
  contract.element = read.dtype("element type", declared.element, contract.element);
  contract.accumulator = read.dtype("accumulator", declared.accumulator, contract.accumulator);
  contract.stored = read.dtype("stored type", declared.stored, contract.stored);
  contract.applied = read.dtype("applied type", declared.applied, contract.applied);
  contract.variance = variance_of(read.choice("variance", declared.variance, BN_ONE_PASS));
  contract.apply = static_cast<ApplyForm>(read.choice("apply", declared.apply, BN_FOLDED));
  contract.summation =
      static_cast<Summation>(read.choice("summation", declared.summation, BN_EXACT));
  contract.summation_height = declared.summation_height;
  if (declared.summation_height < 0) {
    read.refuse("summation height", std::to_string(declared.summation_height));
    contract.summation_height = 0;
  }
  contract.backward_statistics = static_cast<BackwardStatistics>(
      read.choice("backward statistics", declared.backward_statistics, BN_RECOMPUTED));
  if ((declared.flags & ~kKnownFlags) != 0) read.refuse("flags", std::to_string(declared.flags));
  set_flags(contract, declared.flags);
  const double error = declared.invsqrt_error_u;
  if (!(error >= 0) || !std::isfinite(error)) {
    read.refuse("invsqrt_error_u", std::to_string(error));
  } else if (error != 0) {
    contract.invsqrt_error_u = error;
  }
  return contract;
}

}  // namespace bncheck::host
