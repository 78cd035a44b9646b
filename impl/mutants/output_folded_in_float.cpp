// Defect: the output is a * x + b in float, where b cancels a * mean
// Seen in: the value that ONNX Runtime gives for a vector of WebNN's tests; Paddle's kernel for
//   the CPU
// Killed by: training_output, constant_channel, evaluation_output
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct OutputFoldedInFloat : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    const auto a = static_cast<float>(affine.invstd * affine.weight);
    const auto b = static_cast<float>(affine.bias - affine.mean * a);
    return a * static_cast<float>(x) + b;
  }
};

}  // namespace

BN_MUTANT(OutputFoldedInFloat)
