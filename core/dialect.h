#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bncheck {

/// The divisor of the variance that enters running_var: m - 1 or m.
enum class VarianceDivisor { unbiased, biased };
/// What the momentum that arrives through the plug-in ABI weighs. The ABI's own rule is the new
/// value; `old` describes an implementation that was wired up without converting.
enum class MomentumWeighs { new_value, old_value };
/// What the implementation returns as save_invstd; `none` where it returns no saved statistics.
enum class SavedStatistic { invstd, variance, none };
/// What happens in training when a channel has one value only.
enum class OneValue { refused, accepted };

/// What y is where eps and the variance are both 0. `any` where it is not known, or differs:
/// PyTorch answers the bias on a CPU, and NaN on a GPU.
enum class ZeroVariance { any, bias, nan };

/// A framework's conventions: the part of batch norm on which honest implementations differ.
struct Dialect {
  std::string name = "pytorch";
  VarianceDivisor running_var = VarianceDivisor::unbiased;
  MomentumWeighs momentum = MomentumWeighs::new_value;
  SavedStatistic saved = SavedStatistic::invstd;
  OneValue one_value = OneValue::refused;
  ZeroVariance zero_variance = ZeroVariance::any;

  bool operator==(const Dialect&) const = default;
};

/// Returns all presets, by name.
std::span<const Dialect> dialects();

/// Reads a preset's name with optional overrides: "pytorch;running_var=biased;momentum=old". Throws
/// UsageError that lists what is known.
Dialect parse_dialect(std::string_view text);

/// Prints what parse_dialect reads.
std::string to_string(const Dialect& dialect);

}  // namespace bncheck
