// The memory of a decision suffices, whatever the numbers are (kLimbs in cuda/rounded/deciding.h).
#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "cuda/rounded/deciding.h"

namespace cuda {
namespace {

// The longest decision is that of dx in training, of f32. All its numbers lie in memory at once,
// each with a header of 2 words. One that is a multiple of 2^a and below 2^b has at most (b - a)/32
// + 1 limbs, rounded up, a product as many as both factors. There are less than 2^31 values. eps
// has 53 digits from 2^-1074 on: were it larger, what it enters would be shorter.
//
//   numbers                           a      b  limbs   words of all so far
//   count, and its square                         1, 2     7
//   sum(x), sum(dy)                -149    159  11 each   33
//   sum(x^2), sum(dy x)            -298    287  20 each   77
//   both times the count                        21 each  123
//   sum(x)^2, sum(x) sum(dy)                    22 each  171
//   spread, dy_along               -298    318  21 each  217
//   eps, and times the count's square             2, 4   227
//   z                             -1074    318       45  274
//   weight, dy, x                                1 each  283
//   m dy, m x                                    2 each  291
//   the deviations of dy, of x     -149    160  11 each  317
//   z * that of dy                                   56  375
//   that of x * dy_along                             32  409
//   their difference              -1223    478       55  466
//   part: times the weight                           56  524
//   two numbers of f32, and 1/2                  1 each  533
//   the sum of the two, and its half               2, 2  541
//   the middle * z                                   47  590
//   its square, and times z                     94, 139  827
//   the square of part                              112  941
//   the last two's difference     -3522   1212      149 1092
//   to which one may carry                            1 1093
//
// Of doubles, multiples of 2^-1074 below 2^1024, these are, in the same order, 7, 147, 419, 693,
// 969, 1243, 1253, 1390, 1402, 1412, 1552, 1757, 1962, 2165, 2370, 2381, 2389, 2528, 3215, 3623,
// 4157 and 4158: numbers have 2 limbs, sums of values 68 and of products 134, the last 532.

template <class P>
constexpr int kMostWords = std::is_same_v<P, double> ? 4158 : 1093;
static_assert(kLimbs >= kMostWords<float>);
static_assert(kDoubleLimbs >= kMostWords<double>);

constexpr std::uint32_t kMostValues = 0x7fffffff;
const double kEps[] = {
    0x1.8p-1074, 0x1.0000000000001p-1022,           1e-308, 1e-150, 1e-5, 1, 0x1.0000000000001p500,
    1e300,       std::numeric_limits<double>::max()};
/// All digits, or one, of the largest and the smallest magnitude.
template <class P>
const std::vector<double> kNumbers = {0x1.fffffep127, -0x1.fffffep127, 0x1p-149, 0x1.fffffcp-127,
                                      0};
template <>
const std::vector<double> kNumbers<double> = {std::numeric_limits<double>::max(),
                                              std::numeric_limits<double>::lowest(), 0x1p-1074,
                                              0x1.ffffffffffffep-1023, 0};

/// Digits of a sum of so many bits, of which all limbs have some.
void fill(std::int64_t* digits, int bits, std::int64_t sign) {
  for (int i = 0; i < bits / 32; ++i) digits[i] = sign * (0x7fffffff - 2 * i);
  digits[bits / 32] = sign * ((std::int64_t{1} << bits % 32) - 1);
}

/// Sums as of so many values of all magnitudes that there are, or the least number alone.
template <class P>
TotalsOf<P> totals_of_all(std::int64_t sign) {
  constexpr int kLeast = DigitsOf<P>::kLeastValue;
  constexpr int kValues = std::numeric_limits<P>::max_exponent - kLeast, kProducts = 2 * kValues;
  TotalsOf<P> totals;
  fill(totals.x, kValues + 29, sign);
  fill(totals.x_x, kProducts + 31, 1);
  fill(totals.dy, kValues + 31, -sign);
  fill(totals.dy_x, kProducts + 31, sign);
  return totals;
}
template <class P>
TotalsOf<P> totals_of_least() {
  TotalsOf<P> totals;
  totals.x[0] = totals.x_x[0] = totals.dy[0] = totals.dy_x[0] = 1;
  return totals;
}

/// What decides, with more memory than there is on a device.
template <class P>
class Limbs : public testing::Test {
 protected:
  /// Decides, from where the search is longest: all bounds are tried.
  void decide(const Surd& surd) {
    const int mark = calculator.used();
    nearest<P>(calculator, surd, 0);
    nearest<P>(calculator, surd, -std::numeric_limits<double>::infinity());
    calculator.release(mark);
  }
  ExactChannel channel_of(const TotalsOf<P>& totals, std::uint32_t values, double eps) {
    ExactChannel channel = batch_channel(calculator, totals, values, eps);
    EXPECT_GT(channel.z.sign, 0);
    channel.add_gradients(calculator, totals);
    return channel;
  }
  /// Its sum stays where it is while the channel's other numbers are found.
  void decide_dbias(const TotalsOf<P>& totals) {
    calculator.release(0);
    decide({dy_total_of(calculator, totals), {}, calculator.whole(1), {}});
  }
  void decide_channel(const ExactChannel& channel) {
    const int mark = calculator.used();
    const auto each = [&](const Surd& surd) {
      decide(surd);
      calculator.release(mark);
    };
    each(mean_of(channel));
    each(invstd_of(calculator, channel));
    each(dweight_of(calculator, channel));
    for (const double old : kNumbers<P>) {
      for (const double momentum : {5e-324, 0x1.0000000000001p-1022, 0.1, 1e300}) {
        each(running_mean_of(calculator, channel, old, momentum));
        each(running_var_of(calculator, channel, old, momentum));
      }
    }
  }
  void decide_elements(const ExactChannel& channel) {
    const int mark = calculator.used();
    for (const double x : kNumbers<P>) {
      for (const double other : kNumbers<P>) {
        for (const double weight : kNumbers<P>) {
          decide(dx_of(calculator, channel, other, x, weight));
          calculator.release(mark);
          decide(y_of(calculator, channel, x, weight, other));
          calculator.release(mark);
        }
      }
    }
  }

  std::vector<std::uint32_t> memory = std::vector<std::uint32_t>(4 * kDoubleLimbs);
  Calculator calculator = {memory.data(), 4 * kDoubleLimbs};
};
using LimbTypes = testing::Types<float>;  // of double, each search takes too long
TYPED_TEST_SUITE(Limbs, LimbTypes);

TYPED_TEST(Limbs, SufficeInTraining) {
  const struct {
    std::uint32_t values;
    TotalsOf<TypeParam> totals;
  } kBatches[] = {{kMostValues, totals_of_all<TypeParam>(1)},
                  {kMostValues - 1, totals_of_all<TypeParam>(-1)},
                  {kMostValues, totals_of_least<TypeParam>()},
                  {2, totals_of_least<TypeParam>()}};
  for (const double eps : kEps) {
    for (const auto& [values, totals] : kBatches) {
      this->decide_dbias(totals);
      this->decide_channel(this->channel_of(totals, values, eps));
      this->calculator.release(0);
      this->decide_elements(this->channel_of(totals, values, eps));
    }
  }
  EXPECT_LE(this->calculator.peak(), kMostWords<TypeParam>);
  EXPECT_GE(this->calculator.peak(),
            kMostWords<TypeParam> * 9 / 10);  // these are the longest numbers there are
}

TYPED_TEST(Limbs, SufficeInEvaluation) {
  for (const double eps : kEps) {
    for (const double mean : kNumbers<TypeParam>) {
      for (const double var : {kNumbers<TypeParam>[0], kNumbers<TypeParam>[3], 0.0}) {
        this->calculator.release(0);
        ExactChannel channel = running_channel(this->calculator, mean, var, eps);
        channel.add_gradients(this->calculator, totals_of_all<TypeParam>(1));
        this->decide(dweight_of(this->calculator, channel));
        this->decide_elements(channel);
      }
    }
  }
  EXPECT_LE(this->calculator.peak(), kMostWords<TypeParam>);
}

}  // namespace
}  // namespace cuda
