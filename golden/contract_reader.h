#pragma once

#include "core/contract.h"
#include "golden/node.h"

namespace bncheck::golden {

/// Reads a contract whose every field is given, in the words that core's to_string prints.
Contract read_contract(const Node& node);

/// Reads a type's name.
DType read_dtype(const Node& node);

}  // namespace bncheck::golden
