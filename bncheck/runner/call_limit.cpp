#include "bncheck/runner/call_limit.h"

namespace bncheck::runner {

std::chrono::milliseconds call_limit(const Shape& shape) {
  constexpr std::int64_t kValuesPerMillisecond = 1000;
  return kCaseTimeout + std::chrono::milliseconds(shape.size() / kValuesPerMillisecond);
}

}  // namespace bncheck::runner
