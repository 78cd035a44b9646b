#pragma once

#include <optional>
#include <vector>

#include "core/batch_norm.h"
#include "core/dialect.h"
#include "reference/certified/exact_channel.h"
#include "tests/reference/exact_rounding.h"

namespace bncheck::reference {

/// One channel of a problem with finite inputs, in rationals and by the plainest formulas. Nothing
/// where the definition has no value.
class ExactAnswer {
 public:
  ExactAnswer(const Problem& problem, const Dialect& dialect, std::int64_t channel);

  std::optional<Root> value(Statistic which) const;
  /// Of value j of the channel.
  std::optional<Root> y(std::int64_t j) const;
  std::optional<Root> dx(std::int64_t j) const;

 private:
  bool has_root() const { return !empty_ && radicand_ > 0; }
  Root updated(double running, const Rational& batch) const;
  Rational deviation(std::int64_t j) const { return x_[static_cast<std::size_t>(j)] - mean_; }

  const Problem& problem_;
  const Dialect& dialect_;
  std::int64_t channel_;
  bool empty_ = false;
  std::vector<Rational> x_;
  std::vector<Rational> dy_;
  Rational mean_ = 0;
  Rational var_ = 0;
  Rational radicand_;
  Rational dy_sum_ = 0;
  Rational dy_dot_ = 0;  ///< with the deviations
};

}  // namespace bncheck::reference
