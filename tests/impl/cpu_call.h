#pragma once

#include "core/batch_norm.h"
#include "impl/bn_plugin.h"

namespace bncheck {

/// How a call is made, besides the problem.
struct Calling {
  int threads = 0;
  std::int64_t offset = 0;  ///< of every tensor from its allocation, in elements
  bool in_place = false;    ///< y in x's memory, dx in dy's; not of double backward
};

/// What double backward is given besides the problem, and what it returns. ddx may be absent.
struct Directions {
  std::vector<double> ddx, ddweight, ddbias;
};
struct SecondDerivatives {
  std::vector<double> d_dy, d_x, d_weight;
  bool operator==(const SecondDerivatives&) const = default;
};

/// Call the plug-in and return its answers; throw std::runtime_error if it does not answer BN_OK.
/// Backward is given no saved statistics.
Forward<double> forward_of(const bn_plugin& plugin, const Problem& problem, Calling calling = {});
Backward<double> backward_of(const bn_plugin& plugin, const Problem& problem, Calling calling = {});
SecondDerivatives double_backward_of(const bn_plugin& plugin, const Problem& problem,
                                     const Directions& directions, Calling calling = {});

}  // namespace bncheck
