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

}  // namespace bncheck::properties
