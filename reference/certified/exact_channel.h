#pragma once

#include <cstdint>
#include <vector>

#include "core/batch_norm.h"
#include "core/dialect.h"
#include "reference/certified/surd.h"

namespace bncheck::reference {

/// What batch norm returns once per channel.
enum class Statistic : std::uint8_t {
  mean,
  var,
  invstd,
  running_mean,
  running_var,
  dweight,
  dbias,
};

/// One channel of a problem in exact numbers (docs/numerics.md, 10.1). mean = total / divisor and
/// invstd = divisor / sqrt(radicand): of the batch in training, where divisor is m, and of the
/// running statistics in evaluation, where it is 1.
class ExactChannel {
 public:
  /// Sums up x, and dy where the gradient is wanted, which no other member can be asked for then.
  ExactChannel(const Problem& problem, std::int64_t channel, const Dialect& dialect, bool gradient);

  /// Whether the definition has a value: all that it depends on is finite, there is at least one
  /// value, and var + eps > 0 if its root is needed. The sums of an empty channel are 0.
  bool has(Statistic which) const;
  bool has_y() const;
  bool has_dx() const;

  /// The exact values; only where the definition has one, and of finite x and dy.
  Surd value(Statistic which) const;
  Surd y(double x) const;
  Surd dx(double x, double dy) const;

  bool training() const { return problem_.mode == Mode::training; }
  std::int64_t divisor() const { return divisor_; }
  const Dyadic& total() const { return total_; }
  const Dyadic& radicand() const { return radicand_; }
  const Dyadic& dy_total() const { return dy_total_; }
  /// dweight = dweight_numerator / sqrt(radicand).
  const Dyadic& dweight_numerator() const { return dweight_numerator_; }
  double weight() const { return weight_; }
  double bias() const { return bias_; }

 private:
  void sum_up(bool gradient);
  bool is_empty() const { return training() && m_ == 0; }
  bool can_update(double running) const;
  Dyadic deviation(double x) const;
  Surd updated(double running, const Dyadic& batch, std::int64_t divisor) const;

  const Problem& problem_;
  VarianceDivisor running_var_;
  MomentumWeighs momentum_;
  std::int64_t channel_;
  std::int64_t m_;
  double weight_;
  double bias_;
  bool finite_mean_ = true;  ///< all that the mean depends on
  bool finite_var_ = true;
  bool finite_x_ = true;
  bool finite_dy_ = true;
  std::int64_t divisor_ = 1;
  Dyadic total_;
  Dyadic spread_;    ///< m^2 var, of the batch
  Dyadic radicand_;  ///< divisor^2 (var + eps)
  Dyadic dy_total_;
  Dyadic dweight_numerator_;
};

}  // namespace bncheck::reference
