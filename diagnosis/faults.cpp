// What the host says of a fault, and what it is a sign of.
#include "diagnosis/faults.h"

namespace bncheck::diagnosis {
namespace {

/// Words of a message, and the cause that they are a sign of; the first that are found count.
struct Sign {
  const char* words;
  Cause cause;
};

constexpr Sign kSigns[] = {
    {"unwritten", Cause::output_not_written},
    {"past the end of", Cause::memory_overrun},
    {"before the start of", Cause::memory_overrun},
    {"the gaps between", Cause::memory_overrun},
    {"which is not its own", Cause::memory_overrun},
    {"that no memory can have", Cause::memory_overrun},
    {"to its input", Cause::input_changed},
    {"changed its input", Cause::input_changed},
    {"null pointer", Cause::parameter_absent},
    {"returned None", Cause::output_not_written},
    {"divided an integer by zero", Cause::shape_rule},
    {"rounding mode", Cause::state_between_calls},
    {"exceptions trap", Cause::state_between_calls},
    {"flush-to-zero", Cause::underflow},
    {"denormals-are-zero", Cause::underflow},
};

Finding finding(Cause cause, const std::string& message) {
  const std::string who = "the implementation ";  // a fault's message comes with it or without
  return {cause, message.starts_with(who) ? message : who + message};
}

/// What the memory order has to do with it: the simplest case that shows it is not contiguous.
std::vector<Finding> explain_memory(const Finding& said, const Config& problem) {
  if (problem.layout == Layouts()) return {said};
  return {{Cause::layout_ignored, "strides are ignored: " + said.sentence, false}, said};
}

bool has_constant_channel(const Problem& problem) {
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    bool constant = true;
    for (std::int64_t j = 1; j < problem.shape.values_per_channel(); ++j) {
      constant = constant && problem.x[static_cast<std::size_t>(problem.shape.index(c, j))] ==
                                 problem.x[static_cast<std::size_t>(problem.shape.index(c, 0))];
    }
    if (constant) return true;
  }
  return false;
}

}  // namespace

std::vector<Finding> explain_fault(const std::string& message, const Config& problem) {
  for (const Sign& sign : kSigns) {
    if (message.find(sign.words) == std::string::npos) continue;
    const Finding said = finding(sign.cause, message);
    const bool statistic = message.find("running_") != std::string::npos;
    if (sign.cause == Cause::input_changed && statistic && problem.mode == Mode::evaluation) {
      return {finding(Cause::evaluation_updates, message)};
    }
    if (sign.cause == Cause::memory_overrun) return explain_memory(said, problem);
    if (sign.cause != Cause::output_not_written) return {said};
    if (problem.layout != Layouts()) return explain_memory(said, problem);
    return {said,
            {Cause::state_between_calls,
             "an output may be added to what its memory held before, in place of being written",
             false}};
  }
  return {};
}

std::vector<Finding> explain_end(const Observation& seen) {
  std::vector<Finding> said = explain_fault(seen.fault, seen.problem);
  if (!said.empty()) return said;
  const std::string what = "the implementation " + seen.fault;
  if (has_constant_channel(seen.problem)) {
    said.push_back({Cause::special_values, "on a channel of equal values " + what, false});
  }
  said.push_back({Cause::shape_rule,
                  "on a tensor of shape " + to_string(seen.problem.shape) + " " + what, false});
  return said;
}

}  // namespace bncheck::diagnosis
