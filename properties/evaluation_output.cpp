#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"

namespace bncheck::properties {

const Property kEvaluationOutput{
    "evaluation_output",
    "E1",
    "output of evaluation",
    "y_i = weight*(x_i - running_mean)/sqrt(running_var + eps) + bias",
    evaluates,
    agrees_in_output,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
