// 1/sqrt by an integer subtraction and steps of Newton, as games did, without root and division.
#include <cstring>

#include "kernel/plugin.h"

namespace {

/// Let L(a) be the binary exponent of a plus its fraction, so that log2 a = L(a) + d, 0 <= d <=
/// 0.0861. Read as an integer a number is linear in L, so that y = magic - a/2 has L(y) = K -
/// L(a)/2, where both magic numbers give K = -0.0676. Hence log2(y sqrt(a)) lies between K and K +
/// 1.5*0.0861, and the relative error e is at most 0.046. The steps (newton_step) leave 0.0033 of
/// that, then 1.7e-5, 4.4e-10 (0.008 u of f32), and 3e-19 (0.003 u of f64).
struct BitTrick {
  static float of(float a) {
    std::uint32_t bits;
    std::memcpy(&bits, &a, sizeof bits);
    bits = 0x5f3759df - (bits >> 1);
    float y;
    std::memcpy(&y, &bits, sizeof y);
    for (int step = 0; step < 3; ++step) y = variants::newton_step(a, y);
    return y;
  }

  static double of(double a) {
    std::uint64_t bits;
    std::memcpy(&bits, &a, sizeof bits);
    bits = 0x5fe6eb50c7b537a9 - (bits >> 1);
    double y;
    std::memcpy(&y, &bits, sizeof y);
    for (int step = 0; step < 4; ++step) y = variants::newton_step(a, y);
    return y;
  }
};

/// The trick is for normal numbers whose half is normal, too.
struct SafeBitTrick {
  template <class A>
  static A of(A a) {
    constexpr A kLeast = sizeof(A) == sizeof(float) ? A(0x1p-124) : A(0x1p-1020);
    return a >= kLeast && std::isfinite(a) ? BitTrick::of(a) : variants::RoundedRoot::of(a);
  }
};

struct Approximate : variants::Plain {
  using Root = SafeBitTrick;

  static void declare(bn_contract& contract, const variants::Problem&) {
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_SEQUENTIAL;
    contract.flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
    contract.invsqrt_error_u = 3.02;  // the last step's roundings, and what the steps leave
  }
};

}  // namespace

BN_VARIANT(Approximate)
