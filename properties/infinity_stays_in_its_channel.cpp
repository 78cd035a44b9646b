#include <cmath>
#include <limits>

#include "properties/laws.h"
#include "properties/poison.h"
#include "properties/residuals.h"

namespace bncheck::properties {
namespace {

/// Keeps the sign, so that both infinities occur.
double infinite(double value) {
  return std::copysign(std::numeric_limits<double>::infinity(), value);
}

Judgement check(Trial& trial) { return judge_poison(trial, infinite); }

}  // namespace

const Property kInfinityStaysInItsChannel{
    "infinity_stays_in_its_channel",
    "X2",
    "infinity in one channel",
    "one infinity in x: y, save_mean and running_mean of its channel are not finite, whatever eps; "
    "one in dy: dx, dweight, dbias are not; the other channels keep their bits",
    trains,
    check,
    false,
    {"The mean is infinite or NaN, so that no difference from it is finite, and neither is a "
     "product "
     "of one, also by 0.",
     "None: any value that is not finite will do; bits are equal (T7, BN_DETERMINISTIC).",
     "Values clamped to the largest number, a mean that leaves a value out, values of a neighbour "
     "read.",
     "clamps to the largest number"},
};

}  // namespace bncheck::properties
