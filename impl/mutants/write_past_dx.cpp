// Defect: elements behind the last one of dx are written
// Seen in: kernels whose last vector is stored whole
// Killed by: execution
// Cause: memory_overrun
#include "mutants/kernel/mutant.h"

namespace {

struct WritePastDx : mutants::Kernel {
  bn_status backward(const bn_backward_args& args) override {
    const bn_status status = Kernel::backward(args);
    if (status != BN_OK || m() == 0 || channels() == 0 || !mutants::is_present(args.dx))
      return status;
    const std::int64_t last = offset(args.dx, channels() - 1, static_cast<std::int64_t>(m()) - 1);
    mutants::store(args.dx, last + mutants::parameter(1, 2), 0);
    return status;
  }
};

}  // namespace

BN_MUTANT(WritePastDx)
