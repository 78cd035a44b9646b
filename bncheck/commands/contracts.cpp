#include "bncheck/commands/contracts.h"

#include <fmt/format.h>

#include "core/case.h"

namespace bncheck::commands {

Contracts declared_contracts(Implementation& implementation,
                             const properties::generators::Selection& selection) {
  Contracts contracts;
  for (DType dtype : selection.dtypes) {
    Case ordinary = parse_case(
        "f32 8x4x5x5 nchw training eps=1e-5 momentum=0.1 weight=1 bias=0 running_mean=0 "
        "running_var=1 x=bell*2^0+0@1 dy=bell*2^0+0@2");
    ordinary.dtype = dtype;
    contracts[std::string(to_string(dtype))] =
        to_string(implementation.contract(expand(ordinary)), dtype);
  }
  return contracts;
}

std::string in_lines(const Contracts& contracts) {
  std::string text;
  for (const auto& [dtype, contract] : contracts) {
    text += fmt::format("{}contract for {}: {}", text.empty() ? "" : "\n", dtype, contract);
  }
  return text;
}

}  // namespace bncheck::commands
