#pragma once

#include <optional>

#include "core/batch_norm.h"
#include "core/contract.h"

namespace bncheck::properties {

class Trial;

// A law that scales by powers of two holds to the bit only where no rounding meets the ends of a
// format: products then have the same significands before and after. These conditions follow from
// the exponents of the inputs and the declared formats; docs/specification.md (T8) derives them.

/// Returns whether no product of y in evaluation can underflow or overflow.
bool has_room_in_evaluation(const Problem& problem, const Contract& contract);

/// Returns the magnitude from which on an element of dx in training shows that no operation of its
/// own underflowed; nothing where a product on the way to dx, dweight or dbias may underflow or
/// overflow. backward has answered.
std::optional<double> smallest_roomy_gradient(Trial& trial);

/// Returns whether the value is 0 or a normal number of every format of the contract, so that
/// handing it on rounds nothing.
bool is_in_every_format(double value, const Problem& problem, const Contract& contract);

/// Returns the problem with every bias rounded to a number of all formats, where there is one near
/// it.
Problem with_common_bias(Problem problem);

}  // namespace bncheck::properties
