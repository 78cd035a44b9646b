#pragma once

#include <cmath>
#include <random>
#include <vector>

#include "reference/certified/first_tier.h"
#include "tests/reference/exact_rounding.h"

namespace bncheck::reference {

inline constexpr DType kNarrow[] = {DType::f16, DType::bf16, DType::f32};
inline constexpr std::size_t kValues = 64;

inline Rational middle(const Ball& ball) { return exact(ball.middle.hi) + exact(ball.middle.lo); }

/// The constants of one channel, and exact numbers that lie inside of the balls.
struct EnclosedChannel {
  FirstTier::Constants balls;
  Rational center, gain, bias, mean_dy, slope;

  Root y(double x) const { return {gain * (exact(x) - center) + bias}; }
  Root dx(double x, double dy) const {
    return {gain * ((exact(dy) - mean_dy) - (exact(x) - center) * slope)};
  }
};

/// Draws channels and values.
class ChannelDraw {
 public:
  explicit ChannelDraw(std::uint64_t seed) : random_(seed) {}

  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  double number(int low, int high) {
    return std::ldexp(std::uniform_real_distribution<double>(-2, 2)(random_), integer(low, high));
  }

  /// A ball as double-double leaves it, and the number at one of its ends.
  Ball ball(int low, int high, Rational& inside) {
    if (integer(0, 9) == 0) return Ball(0);
    const double hi = number(low, high);
    const Ball ball(two_sum(hi, hi * number(-60, -54)), std::fabs(hi) * 0x1p-100);
    inside = middle(ball) + exact(integer(-1, 1) * ball.radius);
    return ball;
  }

  EnclosedChannel channel(int range) {
    EnclosedChannel channel;
    channel.balls.center = ball(-range, range, channel.center);
    channel.balls.gain = ball(-range, range, channel.gain);
    channel.balls.mean_dy = ball(-range, range, channel.mean_dy);
    channel.balls.slope = ball(-range, range, channel.slope);
    const double bias = integer(0, 3) == 0 ? 0 : number(-range, range);
    channel.balls.bias = Ball(bias);
    channel.bias = exact(bias);
    return channel;
  }

  std::vector<double> values(DType dtype, double around) {
    std::vector<double> values;
    for (std::size_t j = 0; j < kValues; ++j) {
      const double value = integer(0, 1) == 0 ? around + number(-24, 2) : number(-20, 14);
      values.push_back(round_to(dtype, value));
    }
    return values;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace bncheck::reference
