#pragma once

#include <array>
#include <cstdint>

#include "cpu/rounded/exact_channel.h"

namespace cpu {

/// A sum in fixed point, wide enough for all numbers it may be given: digits of 32 bits that carry
/// only now and then. least is the exponent of the last bit.
template <int kDigits>
class FixedSum {
 public:
  explicit FixedSum(int least) : least_(least) {}

  /// Adds magnitude * 2^(least + position), or takes it away.
  void add(unsigned __int128 magnitude, int position, bool is_negative);
  Binary total() const;

 private:
  void carry();

  int least_, additions_ = 0;
  std::array<std::int64_t, kDigits> digits_{};
};

/// Sums of finite doubles over one channel, without error, like ChannelSums.
class DoubleChannelSums {
 public:
  void add(double x, double dy, double ddx);
  ChannelTotals totals() const;

 private:
  using Values = FixedSum<68>;     // 2^-1074 to 2^1024, and 2^31 of them
  using Products = FixedSum<134>;  // 2^-2148 to 2^2048

  Values x_{-1074}, dy_{-1074}, ddx_{-1074};
  Products x_x_{-2148}, dy_x_{-2148}, ddx_x_{-2148}, both_{-2148};
};

}  // namespace cpu
