#include <limits>

#include "properties/laws.h"
#include "properties/poison.h"
#include "properties/residuals.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  return judge_poison(trial, [](double) { return std::numeric_limits<double>::quiet_NaN(); });
}

}  // namespace

const Property kNanStaysInItsChannel{
    "nan_stays_in_its_channel",
    "X1",
    "NaN in one channel",
    "one NaN in x: y, save_mean and running_mean of its channel are not finite, whatever eps; one "
    "NaN in dy: dx, dweight, dbias are not; the other channels keep their bits",
    trains,
    check,
    false,
    {"A sum with a NaN is NaN, and so are the mean and all that it is subtracted from; no other "
     "channel sees it.",
     "None: not finite is not finite, and bits are bits (T7, BN_DETERMINISTIC).",
     "A NaN replaced by 0 or lost by a comparison or a conversion, values of a neighbour read.",
     "replaces NaN by 0"},
};

}  // namespace bncheck::properties
