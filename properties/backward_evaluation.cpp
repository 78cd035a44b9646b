#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return evaluates(trial) && has_backward(trial); }

}  // namespace

const Property kBackwardEvaluation{
    "backward_evaluation",
    "E5",
    "gradients of evaluation",
    "dx_i = weight*invstd*dy_i, dweight = sum(dy*(x - running_mean)*invstd), dbias = sum(dy); "
    "invstd = 1/sqrt(running_var + eps)",
    applies_to,
    agrees_in_gradients,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
