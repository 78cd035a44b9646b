#include "bncheck/bench/workload.h"

#include "core/error.h"

namespace bncheck::bench {

std::string_view to_string(Operation operation) {
  switch (operation) {
    case Operation::training: return "training";
    case Operation::evaluation: return "evaluation";
    case Operation::backward: return "backward";
  }
  BN_ASSERT(false && "unknown operation");
}

std::optional<Operation> parse_operation(std::string_view text) {
  for (const Operation each : {Operation::training, Operation::evaluation, Operation::backward}) {
    if (to_string(each) == text) return each;
  }
  return std::nullopt;
}

int tensors_moved(Operation operation) { return operation == Operation::backward ? 3 : 2; }

double Workload::tensor_bytes() const {
  return static_cast<double>(shape.size()) * static_cast<double>(size_of(dtype));
}

}  // namespace bncheck::bench
