#pragma once

#include "reference/certified/decision.h"
#include "reference/certified/exact_channel.h"
#include "reference/certified/first_tier.h"

namespace bncheck::reference {

/// One channel of a problem, certified: tight balls around what batch norm returns, and its
/// correctly rounded values, each by the cheapest arithmetic that can prove it. Where the
/// definition has no value (certified_oracle.h lists when) a ball has an infinite radius and a
/// decision is NaN.
class CertifiedChannel {
 public:
  /// Reads x, and dy where the gradient is wanted. problem must outlive the channel.
  CertifiedChannel(const Problem& problem, std::int64_t channel, const Dialect& dialect,
                   bool gradient);

  Ball ball(Statistic which) const;

  /// Enclose n <= kBlock elements.
  void enclose_y(const double* x, std::size_t n, Ball* y) const;
  void enclose_dx(const double* x, const double* dy, std::size_t n, Ball* dx) const;

  /// Rounds to the type of the parameters.
  Decision rounded(Statistic which) const;

  /// Round n <= kBlock elements to the type of the tensor, and count what decided them.
  void round_y(const double* x, std::size_t n, double* y, TierCounts& tiers) const;
  void round_dx(const double* x, const double* dy, std::size_t n, double* dx,
                TierCounts& tiers) const;

 private:
  Ball y(double x) const;
  Ball dx(double x, double dy) const;
  bool has_y(double x) const;
  bool has_dx(double x, double dy) const;

  const Problem& problem_;
  ExactChannel exact_;
  FirstTier::Constants constants_;
  FirstTier first_tier_;
};

}  // namespace bncheck::reference
