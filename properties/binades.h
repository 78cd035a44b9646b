#pragma once

#include <initializer_list>
#include <span>

namespace bncheck::properties {

/// Every value of a quantity that is not 0 has a magnitude in [2^low, 2^high).
struct Binades {
  int low = 0;
  int high = 0;
};

/// Returns the binades of the values.
Binades binades_of(std::span<const double> values);
Binades binades_of(double value);

/// Returns the binades of all that lies in either.
Binades both(Binades a, Binades b);

/// Returns the binades of every product of some of the factors, in any grouping: each rounding may
/// reach the next binade.
Binades products(std::initializer_list<Binades> factors);

/// Returns the binades of 1/sqrt of what lies in these.
Binades inverse_root(Binades radicand);

}  // namespace bncheck::properties
