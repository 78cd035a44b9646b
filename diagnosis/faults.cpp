// What the host says of a fault, and what it is a sign of.
#include "diagnosis/finding.h"

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
  return {{Cause::layout_ignored, "strides are ignored: " + said.sentence}, said};
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
    return {said, finding(Cause::state_between_calls,
                          "may add to what an output held before: it " + message)};
  }
  return {};
}

}  // namespace bncheck::diagnosis
