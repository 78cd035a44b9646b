#include "diagnosis/cause.h"

#include <array>

namespace bncheck::diagnosis {
namespace {

constexpr std::array kCauses = {
    CauseText{Cause::mean_wrong, "mean_wrong", "The mean of the batch is not sum(x) / m."},
    CauseText{
        Cause::wrong_axes, "wrong_axes",
        "Mean and variance are not those of a channel: they go over the batch and all spatial "
        "axes, and no other."},
    CauseText{Cause::variance_divisor, "variance_divisor",
              "The variance that x is normalized with is divided by another number than m."},
    CauseText{Cause::one_pass_variance, "one_pass_variance",
              "The variance is the mean of squares minus the squared mean, which cancels where the "
              "mean is large: subtract the mean first."},
    CauseText{Cause::values_dropped, "values_dropped",
              "Some values of a channel, mostly the last ones, are left out or counted twice."},
    CauseText{Cause::eps_misplaced, "eps_misplaced",
              "The eps is added in the wrong place: invstd is 1/sqrt(var + eps)."},
    CauseText{Cause::eps_wrong_value, "eps_wrong_value",
              "Another eps is used than the one that was given."},
    CauseText{Cause::eps_omitted, "eps_omitted",
              "The eps is left out: invstd is 1/sqrt(var + eps)."},
    CauseText{Cause::variance_clamped, "variance_clamped",
              "A small variance is replaced by a larger one."},
    CauseText{Cause::saved_statistic_confused, "saved_statistic_confused",
              "What is saved for backward is another statistic than the mean and 1/sqrt(var + "
              "eps)."},
    CauseText{Cause::affine_wrong, "affine_wrong",
              "Weight and bias are applied wrongly: y = xhat * weight + bias."},
    CauseText{Cause::weight_of_wrong_channel, "weight_of_wrong_channel",
              "A channel gets the parameters or the statistics of another channel."},
    CauseText{Cause::running_var_divisor, "running_var_divisor",
              "The variance that enters running_var is divided by the wrong one of m and m - 1."},
    CauseText{Cause::momentum_wrong, "momentum_wrong",
              "The running statistics weigh the batch by another number than momentum."},
    CauseText{Cause::running_not_updated, "running_not_updated",
              "Training leaves a running statistic as it was."},
    CauseText{Cause::running_wrong_statistic, "running_wrong_statistic",
              "Another quantity than the batch's mean and variance enters the running statistics."},
    CauseText{Cause::running_wrong_start, "running_wrong_start",
              "The update of the running statistics does not start from their old values."},
    CauseText{
        Cause::evaluation_uses_batch, "evaluation_uses_batch",
        "Evaluation normalizes with the batch's own statistics in place of the running ones."},
    CauseText{Cause::training_uses_running, "training_uses_running",
              "Training normalizes with the running statistics in place of the batch's own."},
    CauseText{Cause::evaluation_updates, "evaluation_updates",
              "Evaluation updates the running statistics, which only training may."},
    CauseText{Cause::backward_missing_term, "backward_missing_term",
              "The gradient dx lacks a term: mean and variance depend on x, too."},
    CauseText{Cause::backward_wrong_factor, "backward_wrong_factor",
              "The gradient dx, or a term of it, has a wrong factor."},
    CauseText{Cause::backward_wrong_mode, "backward_wrong_mode",
              "Backward uses the formula of the other mode."},
    CauseText{Cause::dweight_wrong, "dweight_wrong", "The gradient dweight is not sum(dy * xhat)."},
    CauseText{Cause::dbias_wrong, "dbias_wrong", "The gradient dbias is not sum(dy)."},
    CauseText{Cause::backward_wrong_statistics, "backward_wrong_statistics",
              "Backward uses other statistics than those that forward normalized with."},
    CauseText{Cause::double_backward_wrong, "double_backward_wrong",
              "Double backward lacks a term or has a wrong one."},
    CauseText{Cause::layout_ignored, "layout_ignored",
              "The strides of a tensor are ignored: it is read or written as if it were dense."},
    CauseText{Cause::index_limit, "index_limit",
              "A count or an index is limited: large tensors are not handled to their end."},
    CauseText{Cause::precision_lost, "precision_lost",
              "Something is computed or kept in fewer bits than declared."},
    CauseText{Cause::overflow, "overflow",
              "An intermediate overflows, though the result does not."},
    CauseText{Cause::underflow, "underflow",
              "An intermediate underflows or small values are flushed to zero."},
    CauseText{Cause::special_values, "special_values",
              "NaN, infinity or zero is treated wrongly, hidden, or spread to other channels."},
    CauseText{Cause::memory_overrun, "memory_overrun",
              "Memory is read or written that does not belong to the tensors of the call."},
    CauseText{Cause::output_not_written, "output_not_written",
              "An output, or a part of one, is not written."},
    CauseText{Cause::input_changed, "input_changed", "An input is overwritten."},
    CauseText{Cause::state_between_calls, "state_between_calls",
              "Something is kept from one call to the next, and changes its answer."},
    CauseText{Cause::not_deterministic, "not_deterministic",
              "The same call gives different answers."},
    CauseText{Cause::threads, "threads", "The answer depends on the number of threads."},
    CauseText{Cause::shape_rule, "shape_rule",
              "Some shapes are refused or treated by a rule of their own."},
    CauseText{Cause::parameter_absent, "parameter_absent",
              "An optional tensor that is absent, or an output that is not wanted, is mishandled."},
    CauseText{Cause::contract_untrue, "contract_untrue",
              "The contract promises more than what is computed."},
};

}  // namespace

std::span<const CauseText> causes() { return kCauses; }

std::string_view to_string(Cause cause) { return kCauses[static_cast<std::size_t>(cause)].id; }

std::string_view sentence_of(Cause cause) {
  return kCauses[static_cast<std::size_t>(cause)].sentence;
}

std::optional<Cause> parse_cause(std::string_view id) {
  for (const CauseText& each : kCauses) {
    if (each.id == id) return each.cause;
  }
  return std::nullopt;
}

}  // namespace bncheck::diagnosis
