// Defect: every place of the images is normalized with its own mean and variance over the batch
// Seen in: batch norm for (n, c), whose reduction is over the first axis, put to images
// Killed by: training_output
// Cause: wrong_axes
#include "mutants/kernel/mutant.h"

namespace {

struct EachPlaceOnItsOwn : mutants::Kernel {
  mutants::Values output(const mutants::Values& x, const mutants::Affine& affine) const override {
    if (!trains()) return Kernel::output(x, affine);
    const auto places = static_cast<std::size_t>(spatial());
    mutants::Values y(x.size());
    for (std::size_t place = 0; place < places; ++place) {
      const mutants::Affine own = of(x, place, places, affine);
      for (std::size_t j = place; j < x.size(); j += places) y[j] = Kernel::output(x[j], own);
    }
    return y;
  }

  mutants::Affine of(const mutants::Values& x, std::size_t place, std::size_t places,
                     mutants::Affine affine) const {
    double total = 0, squares = 0;
    for (std::size_t j = place; j < x.size(); j += places) total += x[j];
    affine.mean = total / n();
    for (std::size_t j = place; j < x.size(); j += places) {
      squares += (x[j] - affine.mean) * (x[j] - affine.mean);
    }
    affine.invstd = invstd(squares / n());
    return affine;
  }
};

}  // namespace

BN_MUTANT(EachPlaceOnItsOwn)
