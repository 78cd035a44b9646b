// 1/sqrt as the processor estimates it, with eleven good bits: f32 parameters only.
#include "kernel/estimate.h"
#include "kernel/plugin.h"

namespace {

struct Rough {
  static float of(float a) {
    return variants::has_estimate(a) ? variants::estimate(a) : variants::RoundedRoot::of(a);
  }
  static double of(double a) { return variants::RoundedRoot::of(a); }  // never asked
};

struct RsqrtRough : variants::Plain {
  using Root = Rough;

  static bool supports(std::int32_t dtype) { return dtype != BN_F64; }

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
    contract.invsqrt_error_u = 6144;  // 1.5 * 2^-12
  }
};

}  // namespace

BN_VARIANT(RsqrtRough)
