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
    {.proof = "This is O4 itself, an affine map of x_i. Its four constants and eps are given, and "
              "no sum is taken, so that the truth of an element depends on that element alone.",
     .budget = "T2: the budget of y in evaluation, a few roundings and the error of "
               "1/sqrt(running_var + eps). No summation height enters it.",
     .catches = "eps left out of evaluation (chainer #2214 and ncnn #303, which divided by zero), "
                "the batch's statistics used (tvm #18703).",
     .defect = "ignores eps"},
};

}  // namespace bncheck::properties
