// Defect: a y that comes out as NaN is written as bias
// Seen in: layers that are to keep a training run alive
// Killed by: nan_stays_in_its_channel
// Cause: special_values
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct NanOutputHidden : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    const double y = Kernel::output(x, affine);
    return std::isnan(y) ? affine.bias : y;
  }
};

}  // namespace

BN_MUTANT(NanOutputHidden)
