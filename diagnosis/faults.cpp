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
    {"in the gaps between", Cause::memory_overrun},
    {"which is not its own", Cause::memory_overrun},
    {"that no memory can have", Cause::memory_overrun},
    {"to its input", Cause::input_changed},
    {"changed its input", Cause::input_changed},
    {"null pointer", Cause::parameter_absent},
    {"returned None", Cause::output_not_written},
    {"divided an integer by zero", Cause::shape_rule},
    {"floating-point", Cause::state_between_calls},
    {"flush-to-zero", Cause::underflow},
    {"denormals-are-zero", Cause::underflow},
};

}  // namespace

std::vector<Finding> explain_fault(const std::string& message, Mode mode) {
  for (const Sign& sign : kSigns) {
    if (message.find(sign.words) == std::string::npos) continue;
    const bool statistic = message.find("running_") != std::string::npos;
    if (sign.cause == Cause::input_changed && statistic && mode == Mode::evaluation) {
      return {
          {Cause::evaluation_updates, "evaluation updates the running statistics: it " + message}};
    }
    return {{sign.cause, "the implementation " + message}};
  }
  return {};
}

}  // namespace bncheck::diagnosis
