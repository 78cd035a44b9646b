// Two passes in order with subnormal numbers taken for 0 and made 0, as -ffast-math sets the
// processor: the mode is on during the call, and put back after it.
#include <immintrin.h>

#include "kernel/plugin.h"

namespace {

class FlushingMode {
 public:
  FlushingMode() { _mm_setcsr(before_ | 0x8040); }  // flush to zero, and denormals are zeros
  ~FlushingMode() { _mm_setcsr(before_); }
  FlushingMode(const FlushingMode&) = delete;
  FlushingMode& operator=(const FlushingMode&) = delete;

 private:
  unsigned before_ = _mm_getcsr();
};

struct Flushing : variants::Plain {
  using Mode = FlushingMode;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags =
        BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE | BN_FLUSHES_SUBNORMALS;
  }
};

}  // namespace

BN_VARIANT(Flushing)
