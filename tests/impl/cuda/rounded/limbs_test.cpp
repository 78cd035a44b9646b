// The memory of a decision suffices, whatever the numbers are (kLimbs in cuda/rounded/deciding.h).
#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "cuda/rounded/deciding.h"

namespace cuda {
namespace {

// The longest decision is that of dx in training, of f32. All its numbers lie in memory at once. One
// that is a multiple of 2^a and below 2^b has at most (b - a)/32 + 1 limbs, rounded up; a product
// has as many as both factors, and only the last sum needs more than it keeps: one limb. There are
// less than 2^31 values. eps has 53 digits from 2^-1074 on; where it is larger than 2^-1021, all
// that it enters is shorter.
//
//   number                            a      b   limbs   all
//   count, and its square                          1+2     3
//   sum(x), sum(dy)                -149    159  11 each   25
//   sum(x^2), sum(dy x)            -298    287  20 each   65
//   both times the count                        21 each  107
//   sum(x)^2, sum(x) sum(dy)                    22 each  151
//   spread, dy_along               -298    318  21 each  193
//   eps, and the count's square * eps              2+4   199
//   z                             -1074    318      45   244
//   weight, dy, x                               1 each   247
//   m dy, m x                                   2 each   251
//   the deviations of dy, of x     -149    160  11 each  273
//   z * that of dy                                  56   329
//   that of x * dy_along                            32   361
//   their difference              -1223    478      55   416
//   times the weight                                56   472
//   a middle of two numbers: both, sum, half         8   480
//   rest: the middle * z                          2+45   527
//   its square, and times z                      94+139  760
//   the square of part                              112   872
//   the difference                -3522   1212   149+1  1022

constexpr int kMostLimbs = 1022;
static_assert(kLimbs >= kMostLimbs);

constexpr std::uint32_t kMostValues = 0x7fffffff;
const double kEps[] = {0x1.8p-1074, 0x1.0000000000001p-1022, 1e-308, 1e-150, 1e-5,
                       1,           0x1.0000000000001p500,   1e300,  std::numeric_limits<double>::max()};
const double kMomenta[] = {5e-324, 0x1.0000000000001p-1022, 0.1, 1e300};
/// All digits, or one, of the largest and the smallest magnitude.
const double kFloats[] = {0x1.fffffep127, -0x1.fffffep127, 0x1p-149, 0x1.fffffcp-127, 0};

/// Digits of a sum of so many bits, of which all limbs have some.
void fill(std::int64_t* digits, int bits, std::int64_t sign) {
  for (int i = 0; i < bits / 32; ++i) digits[i] = sign * (0x7fffffff - 2 * i);
  digits[bits / 32] = sign * ((std::int64_t{1} << bits % 32) - 1);
}

/// Sums as of so many values whose magnitudes are below 2^128, or the single number 2^-149.
Totals totals_of_all(std::int64_t sign) {
  Totals totals;
  fill(totals.x, 149 + 157, sign);
  fill(totals.x_x, 298 + 287, 1);
  fill(totals.dy, 149 + 159, -sign);
  fill(totals.dy_x, 298 + 287, sign);
  return totals;
}
Totals totals_of_least() {
  Totals totals;
  totals.x[0] = totals.x_x[0] = totals.dy[0] = totals.dy_x[0] = 1;
  return totals;
}

/// What decides, with more memory than there is on a device.
class Limbs : public testing::Test {
 protected:
  /// Decides, from where the search is longest: all bounds are tried.
  void decide(const Surd& surd) {
    const int mark = calculator.used();
    nearest<float>(calculator, surd, 0);
    nearest<float>(calculator, surd, -std::numeric_limits<double>::infinity());
    calculator.release(mark);
  }
  void decide_channel(const ExactChannel& channel, double momentum) {
    const int mark = calculator.used();
    const auto each = [&](const Surd& surd) {
      decide(surd);
      calculator.release(mark);
    };
    each(mean_of(channel));
    each(invstd_of(calculator, channel));
    each(dweight_of(calculator, channel));
    for (const double old : kFloats) {
      each(running_mean_of(calculator, channel, old, momentum));
      each(running_var_of(calculator, channel, old, momentum));
    }
  }
  void decide_elements(const ExactChannel& channel) {
    const int mark = calculator.used();
    for (const double x : kFloats) {
      for (const double other : kFloats) {
        for (const double weight : kFloats) {
          decide(dx_of(calculator, channel, other, x, weight));
          calculator.release(mark);
          decide(y_of(calculator, channel, x, weight, other));
          calculator.release(mark);
        }
      }
    }
  }

  std::vector<std::uint32_t> memory = std::vector<std::uint32_t>(4 * kLimbs);
  Calculator calculator = {memory.data(), 4 * kLimbs};
};

TEST_F(Limbs, SufficeInTraining) {
  const struct {
    std::uint32_t values;
    Totals totals;
  } kBatches[] = {{kMostValues, totals_of_all(1)},
                  {kMostValues - 1, totals_of_all(-1)},
                  {kMostValues, totals_of_least()},
                  {2, totals_of_least()}};
  for (const double eps : kEps) {
    for (const auto& [values, totals] : kBatches) {
      calculator.release(0);
      dy_total_of(calculator, totals);  // for dbias
      ExactChannel channel = batch_channel(calculator, totals, values, eps);
      ASSERT_GT(channel.z.sign, 0);
      channel.add_gradients(calculator, totals);
      for (const double momentum : kMomenta) decide_channel(channel, momentum);
      decide_elements(channel);
    }
  }
  EXPECT_LE(calculator.peak(), kMostLimbs);
}

TEST_F(Limbs, SufficeInEvaluation) {
  for (const double eps : kEps) {
    for (const double mean : kFloats) {
      for (const double var : {0x1.fffffep127, 0x1.fffffcp-127, 0.0}) {
        calculator.release(0);
        ExactChannel channel = running_channel(calculator, mean, var, eps);
        channel.add_gradients(calculator, totals_of_all(1));
        decide(dweight_of(calculator, channel));
        decide_elements(channel);
      }
    }
  }
  EXPECT_LE(calculator.peak(), kMostLimbs);
}

}  // namespace
}  // namespace cuda
