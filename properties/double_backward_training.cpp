#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/second_gradients.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) && has_double_backward(trial); }

}  // namespace

const Property kDoubleBackwardTraining{
    "double_backward_training",
    "H1",
    "double backward of training",
    "with u, v the centered dy, ddx, p = mean(dy*xhat), q = mean(ddx*xhat): d_dy = "
    "weight*invstd*(v - xhat*q) + ddweight*xhat + ddbias, d_x = weight*invstd^2*(xhat*(3*p*q - "
    "mean(u*v)) - q*u - p*v) + ddweight*invstd*(u - xhat*p), d_weight = invstd*m*(mean(u*v) - "
    "p*q); "
    "invstd = 1/sqrt(var + eps)",
    applies_to,
    agrees_in_second_gradients,
    /*splits_by_channel=*/false,
    {/*proof=*/
     "The derivative of sum(ddx*dx) + ddweight*dweight + ddbias*dbias, with O5 for dx, dweight and "
     "dbias: d(invstd)/dx = -invstd^2*xhat/m and d(xhat)/dx = invstd*(1 - 1/m - xhat*xhat'/m).",
     /*budget=*/
     "T2: each term of the formula at its own size, in any grouping (docs/numerics.md, 7.5).",
     /*catches=*/
     "A missing term, a wrong eps, means for sums, a direction that is not centered, ddweight or "
     "ddbias forgotten.",
     /*defect=*/"the term along ddx lost"},
};

}  // namespace bncheck::properties
