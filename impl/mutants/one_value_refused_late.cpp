// Defect: training on one value a channel is refused after running_mean has been updated
// Seen in: modules that write their buffers first, and have the operator check the batch
// Killed by: execution
// Cause: shape_rule
#include "mutants/kernel/mutant.h"

namespace {

struct OneValueRefusedLate : mutants::Kernel {
  bn_status forward(const bn_forward_args& args) override {
    const bn_status status = Kernel::forward(args);
    if (status != BN_INVALID_ARGUMENT || !trains() || !mutants::is_present(args.running_mean)) {
      return status;
    }
    for (std::int64_t c = 0; c < channels(); ++c) {
      const double x = mutants::load(args.x, offset(args.x, c, 0));
      mutants::store(args.running_mean, place(args.running_mean, c), x);
    }
    return status;
  }
};

}  // namespace

BN_MUTANT(OneValueRefusedLate)
