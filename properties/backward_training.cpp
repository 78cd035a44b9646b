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
    {.proof = "The chain rule through mean and var: the derivative of xhat by x is invstd*P with P "
              "= I - 11'/m - xhat xhat'/m (Ioffe and Szegedy, 2015, give the same in steps). P is "
              "symmetric, and eps enters through invstd alone.",
     .budget = "T2: the budgets of dx, dweight and dbias. The errors of mean and invstd are common "
               "to a channel and act on sum(dy) and sum(dy*xhat); roundings act on sums of "
               "magnitudes and grow with the declared summation height (docs/numerics.md, 7).",
     .catches = "Missing terms (CrypTen #143), an extra one (mxnet #1053), weight missing in dx "
                "(Knet.jl #288), means for sums, an uncentred dweight, a remainder loop with a "
                "wrong stride (rocm-libraries #9030, dweight about 1 % off).",
     .defect = "misses the mean term of dx"},
};

}  // namespace bncheck::properties
