// Defect: every image is normalized with its own mean and variance, as in instance norm
// Seen in: code for images in which the batch axis is left out of the reduction
// Killed by: training_output
// Cause: wrong_axes
#include "mutants/kernel/mutant.h"

namespace {

struct EachImageOnItsOwn : mutants::Kernel {
  mutants::Values output(const mutants::Values& x, const mutants::Affine& affine) const override {
    if (!trains()) return Kernel::output(x, affine);
    const auto places = static_cast<std::size_t>(spatial());
    mutants::Values y;
    for (std::size_t first = 0; first < x.size(); first += places) {
      for (const double value : mutants::Values(&x[first], &x[first] + places)) {
        y.push_back(Kernel::output(value, of(&x[first], places, affine)));
      }
    }
    return y;
  }

  mutants::Affine of(const double* values, std::size_t count, mutants::Affine affine) const {
    const mutants::Values image(values, values + count);
    double squares = 0;
    affine.mean = mutants::sum(image) / spatial();
    for (const double value : image) squares += (value - affine.mean) * (value - affine.mean);
    affine.invstd = invstd(squares / spatial());
    return affine;
  }
};

}  // namespace

BN_MUTANT(EachImageOnItsOwn)
