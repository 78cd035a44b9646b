// Defect: dweight is summed after dx was written, over dy that lies in the same memory
// Seen in: backwards that are declared to work in place and read dy twice
// Killed by: in_place
// Cause: memory_overrun
#include "mutants/kernel/mutant.h"

namespace {

struct InPlaceReadsOverwritten : mutants::Kernel {
  void backward_channel() override {
    Kernel::backward_channel();
    const mutants::Affine affine = backward_affine(gather(backward_args().x));
    const mutants::Values xhat = normalized(gather(backward_args().x), affine);
    set(backward_args().dweight, dweight(gather(backward_args().dy), xhat));
  }
};

}  // namespace

BN_MUTANT(InPlaceReadsOverwritten)
