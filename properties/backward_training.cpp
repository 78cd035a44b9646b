#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {

const Property kBackwardTraining{
    "backward_training",
    "B1-B3",
    "gradients of training",
    "dx_i = weight*invstd*(dy_i - mean(dy) - xhat_i*mean(dy*xhat)), dweight = sum(dy*xhat), "
    "dbias = sum(dy); xhat = (x - mean)*invstd, invstd = 1/sqrt(var + eps)",
    trains_with_backward,
    agrees_in_gradients,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
