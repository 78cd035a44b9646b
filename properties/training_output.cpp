#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"

namespace bncheck::properties {

const Property kTrainingOutput{
    "training_output",
    "F4",
    "output of training",
    "y_i = weight*(x_i - mean)/sqrt(var + eps) + bias, mean and var of the batch, var over m",
    trains,
    agrees_in_output,
    /*splits_by_channel=*/true,
    {.proof = "This is O2 itself. Every y_i is a + p/sqrt(z), with a, p and z > 0 sums and "
              "products of the inputs and of eps, so that the oracle encloses the exact value as "
              "tightly as any budget needs (docs/numerics.md, 10.1).",
     .budget = "T2: the error model's budget of y. It adds the roundings of each step, the error "
               "of the mean times |weight|*invstd and that of invstd; the last two grow with the "
               "declared summation height. Unless BN_DIRECT is declared, it also has what a folded "
               "form loses at a large mean.",
     .catches = "Every error of the forward formula, and precision worse than declared: sums in "
                "the tensor's own type (jax #17792), a half-precision sum of squares that "
                "overflows (PyTorch #126525), running statistics used in training (tvm #15280), a "
                "slice read as if it were dense (PyTorch #133520).",
     .defect = "ignores eps"},
};

}  // namespace bncheck::properties
