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
    {.proof = "y_i = weight*(x_i - running_mean)*R + bias with R = 1/sqrt(running_var + eps) "
              "constant: the derivatives by x_i, weight and bias are weight*R, (x_i - "
              "running_mean)*R and 1, and the chain rule gives O6.",
     .budget = "T2: two roundings and the error of R for dx; dweight and dbias are sums, and their "
               "budgets grow with the declared summation height.",
     .catches = "The formula of training in evaluation (PyTorch #586, xla #913, mxnet #9580), an "
                "uncentred dweight.",
     .defect = "evaluates with the gradient of training"},
};

}  // namespace bncheck::properties
