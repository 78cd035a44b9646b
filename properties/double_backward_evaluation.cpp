#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/second_gradients.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return evaluates(trial) && has_double_backward(trial); }

}  // namespace

const Property kDoubleBackwardEvaluation{
    "double_backward_evaluation",
    "H2",
    "double backward of evaluation",
    "d_dy = weight*invstd*ddx + ddweight*(x - running_mean)*invstd + ddbias, d_x = "
    "ddweight*invstd*dy, d_weight = invstd*sum(dy*ddx); invstd = 1/sqrt(running_var + eps)",
    applies_to,
    agrees_in_second_gradients,
    /*splits_by_channel=*/false,
    {/*proof=*/
     "The derivative of sum(ddx*dx) + ddweight*dweight + ddbias*dbias, with O6 for dx, dweight and "
     "dbias, which are linear in dy, x and weight.",
     /*budget=*/"T2: each term at its own size, in any grouping (docs/numerics.md, 7.5).",
     /*catches=*/"Terms of training in evaluation, statistics of the batch, ddweight forgotten.",
     /*defect=*/"evaluation taken for training"},
};

}  // namespace bncheck::properties
