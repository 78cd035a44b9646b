#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) && has_backward(trial); }

}  // namespace

const Property kBackwardTraining{
    "backward_training",
    "B1-B3",
    "gradients of training",
    "dx_i = weight*invstd*(dy_i - mean(dy) - xhat_i*mean(dy*xhat)), dweight = sum(dy*xhat), "
    "dbias = sum(dy); xhat = (x - mean)*invstd, invstd = 1/sqrt(var + eps)",
    applies_to,
    agrees_in_gradients,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
