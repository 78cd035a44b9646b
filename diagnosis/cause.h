#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace bncheck::diagnosis {

/// What may be wrong with an implementation of batch norm: the kinds of mistakes that are told
/// apart. A mutant's header names one of them.
enum class Cause {
  mean_wrong,
  wrong_axes,
  variance_divisor,
  one_pass_variance,
  values_dropped,
  eps_misplaced,
  eps_wrong_value,
  eps_omitted,
  variance_clamped,
  saved_statistic_confused,
  affine_wrong,
  weight_of_wrong_channel,
  running_var_divisor,
  momentum_wrong,
  running_not_updated,
  running_wrong_statistic,
  running_wrong_start,
  evaluation_uses_batch,
  training_uses_running,
  evaluation_updates,
  backward_missing_term,
  backward_wrong_factor,
  backward_wrong_mode,
  dweight_wrong,
  dbias_wrong,
  backward_wrong_statistics,
  double_backward_wrong,
  layout_ignored,
  index_limit,
  precision_lost,
  overflow,
  underflow,
  special_values,
  memory_overrun,
  output_not_written,
  input_changed,
  state_between_calls,
  not_deterministic,
  threads,
  shape_rule,
  parameter_absent,
  contract_untrue,
};

/// A cause as users meet it.
struct CauseText {
  Cause cause;
  std::string_view id;        ///< e.g. "variance_divisor"
  std::string_view sentence;  ///< what is wrong in general, for somebody who wrote it by mistake
};

/// Returns all causes, in their order.
std::span<const CauseText> causes();

std::string_view to_string(Cause cause);

/// Returns the general sentence of a cause.
std::string_view sentence_of(Cause cause);

std::optional<Cause> parse_cause(std::string_view id);

}  // namespace bncheck::diagnosis
