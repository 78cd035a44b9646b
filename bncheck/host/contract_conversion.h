#pragma once

#include <string>

#include "core/contract.h"
#include "impl/bn_plugin.h"

namespace bncheck::host {

/// Returns the contract with its zeros resolved for tensors of this type. What bn_plugin.h does not
/// know is named in `problem` ("declares the variance 9, which ..."); the default stands for it.
Contract convert_contract(const bn_contract& declared, DType dtype, std::string& problem);

}  // namespace bncheck::host
