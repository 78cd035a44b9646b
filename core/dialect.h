#pragma once

#include <string>
#include <string_view>

#include "core/batch_norm.h"

namespace bncheck {

/// The divisor of the variance that enters running_var: m - 1 or m.
enum class VarianceDivisor { unbiased, biased };
/// What the momentum that arrives through the plug-in ABI weighs. The ABI's own rule is the new
/// value; `old` describes an implementation that was wired up without converting.
enum class MomentumWeighs { new_value, old_value };
/// What the implementation returns as save_invstd; `none` where it returns no saved statistics.
enum class SavedStatistic { invstd, variance, none };
/// What happens in training when a channel has one value only: an error, y = bias, or y = x. `any`
/// where it is not known, or differs from device to device.
enum class OneValue { refused, accepted, copied, any };

/// What y is where eps and the variance are both 0. `any` where it is not known, or differs:
/// PyTorch answers the bias on a CPU, and NaN on a GPU.
enum class ZeroVariance { any, bias, nan };

/// What training on an empty batch does to the running statistics: they stay, or become NaN. `any`
/// where it is not known; then the call may be refused.
enum class EmptyBatch { any, unchanged, nan };

/// Which of weight and bias may be absent: each by itself, both or none, none; or both must be.
enum class Affine { each, together, required, none };

/// Which eps the implementation takes. What it does not take it may refuse, or it raises it.
///   any                   not known: 0 may be refused
///   not_negative          every eps >= 0
///   positive              every eps > 0
///   positive_in_training  every eps > 0, and 0 in evaluation
///   refused_below         every eps >= minimum
///   raised_to             every eps, and computes with the minimum where that is more
struct EpsRule {
  enum class Kind { any, not_negative, positive, positive_in_training, refused_below, raised_to };

  Kind kind = Kind::any;
  double minimum = 0;  ///< of the last two kinds

  bool operator==(const EpsRule&) const = default;

  /// Returns the eps that is computed with.
  double taken(double eps) const;

  /// Returns whether the rule lets an implementation refuse this eps.
  bool may_refuse(double eps, Mode mode) const;
};

/// A framework's conventions: the part of batch norm on which honest implementations differ, as
/// the laws read it. What else is known of a framework stands in core/dialect_presets.h.
struct Dialect {
  std::string name = "pytorch";
  VarianceDivisor running_var = VarianceDivisor::unbiased;
  MomentumWeighs momentum = MomentumWeighs::new_value;
  SavedStatistic saved = SavedStatistic::invstd;
  OneValue one_value = OneValue::refused;
  ZeroVariance zero_variance = ZeroVariance::any;
  EpsRule eps = {EpsRule::Kind::positive_in_training, 0};
  EmptyBatch empty_batch = EmptyBatch::unchanged;
  Affine affine = Affine::each;

  bool operator==(const Dialect&) const = default;
};

/// Reads a preset's name with optional overrides: "pytorch;running_var=biased;momentum=old". Throws
/// UsageError that lists what is known.
Dialect parse_dialect(std::string_view text);

/// Prints what parse_dialect reads.
std::string to_string(const Dialect& dialect);

}  // namespace bncheck
