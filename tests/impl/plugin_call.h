#pragma once

#include <string>

#include "core/batch_norm.h"
#include "impl/bn_plugin.h"

namespace bncheck {

/// Loads a plug-in for good and returns what its entry answers to this version of the ABI. Throws
/// std::runtime_error if it cannot be loaded.
const bn_plugin* load_plugin(const std::string& path,
                             std::uint32_t version = BN_PLUGIN_ABI_VERSION);

/// What a direct call answered. Outputs that were not wanted are empty.
template <class Outputs>
struct Called {
  bn_status status = BN_OK;
  bool gaps_untouched = true;  ///< no element between or just behind the outputs was written
  Outputs outputs;
};

/// Calls forward in this process. Asks for save_* in training only, and only if `saved`.
Called<Forward<double>> call_forward(const bn_plugin& plugin, const Problem& problem,
                                     bool saved = true);

/// Calls backward with these saved statistics; without them in evaluation. Asks for dx only if
/// `want_dx`, for dweight and dbias only where the problem has weight and bias.
Called<Backward<double>> call_backward(const bn_plugin& plugin, const Problem& problem,
                                       const Forward<double>& saved, bool want_dx = true);

/// Returns arguments that describe the problem without holding data, for contract and supports.
bn_forward_args describe(const Problem& problem);

}  // namespace bncheck
