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
};

}  // namespace bncheck::properties
