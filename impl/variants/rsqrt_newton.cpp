// The processor's estimate of 1/sqrt and one of Newton's steps, as fast math makes of it: f32
// parameters only.
#include "kernel/estimate.h"
#include "kernel/plugin.h"

namespace {

struct Refined {
  static float of(float a) {
    if (!variants::has_estimate(a)) return variants::RoundedRoot::of(a);
    return variants::newton_step(a, variants::estimate(a));
  }
  static double of(double a) { return variants::RoundedRoot::of(a); }  // never asked
};

struct RsqrtNewton : variants::Plain {
  using Root = Refined;

  static bool supports(std::int32_t dtype) { return dtype != BN_F64; }

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
    // 1.5 e^2 + 0.5 e^3 = 3.376 u for e = 1.5 * 2^-12, and 3.01 u for the step's roundings.
    contract.invsqrt_error_u = 6.39;
  }
};

}  // namespace

BN_VARIANT(RsqrtNewton)
