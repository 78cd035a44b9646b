#include "properties/coverage.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace bncheck::properties {
namespace {

constexpr std::int64_t kMostValues = 256;

/// Returns the case cut down to the first values of its first channel.
Case cut_down(Case c) {
  c.shape = {std::min(c.shape.values_per_channel(), kMostValues), c.shape.c > 0 ? 1 : 0, {}};
  c.layout = Layout::nchw;
  for (auto list : {&Case::weight, &Case::bias, &Case::running_mean, &Case::running_var}) {
    if (!(c.*list).empty()) (c.*list).resize(1);
  }
  c.dy = {Recipe{}};
  c.x.resize(1);
  std::erase_if(c.x.front().overrides, [&c](const Override& each) { return each.j >= c.shape.n; });
  return c;
}

/// Fills in what the moments tell. Magnitudes are brought near 1 first, so that squares fit.
void add_moments(Portrait& portrait) {
  const std::vector<double>& x = portrait.x;
  const auto smaller = [](double a, double b) { return std::fabs(a) < std::fabs(b); };
  const double largest = std::fabs(*std::max_element(x.begin(), x.end(), smaller));
  if (!(largest > 0) || std::isinf(largest)) return;
  const int exponent = std::ilogb(largest);
  double mean = 0;
  for (const double each : x) mean += std::ldexp(each, -exponent);
  mean /= static_cast<double>(x.size());
  double var = 0;
  for (const double each : x) var += std::pow(std::ldexp(each, -exponent) - mean, 2);
  var /= static_cast<double>(x.size());
  portrait.kappa = std::sqrt(1 + mean * mean / var);
  portrait.var_by_eps = std::exp2(std::log2(var) + 2 * exponent - std::log2(portrait.input.eps));
}

/// Returns the logarithm of a bound of P(X >= hits), or of P(X <= hits) where hits < draws*p, of X
/// binomial with probability p: -draws*KL(hits/draws, p) (Hoeffding 1963, Theorem 1).
double log_tail(std::int64_t draws, std::int64_t hits, double p) {
  const double q = static_cast<double>(hits) / static_cast<double>(draws);
  const double of_hits = q > 0 ? q * std::log(q / p) : 0;
  const double of_others = q < 1 ? (1 - q) * std::log((1 - q) / (1 - p)) : 0;
  return -static_cast<double>(draws) * (of_hits + of_others);
}

}  // namespace

Portrait portrait_of(const Case& input) {
  Portrait portrait{input, expand(cut_down(input)).x};
  const std::vector<double>& x = portrait.x;
  if (x.empty()) return portrait;
  portrait.constant = std::all_of(x.begin(), x.end(), [&](double v) { return v == x.front(); });
  if (!portrait.constant) add_moments(portrait);
  return portrait;
}

Coverage decide(std::int64_t draws, std::int64_t hits, double least, double doubt) {
  // Look number k is wrong with probability doubt/(k (k + 1)) at most; these sum to doubt.
  const auto look =
      static_cast<double>(std::bit_width(static_cast<std::uint64_t>(draws / kFirstLook)));
  if (log_tail(draws, hits, least) > std::log(doubt / (look * (look + 1)))) {
    return Coverage::undecided;
  }
  return static_cast<double>(hits) > least * static_cast<double>(draws) ? Coverage::covered
                                                                        : Coverage::neglected;
}

std::vector<Tally> measure(const std::function<Case(std::uint64_t)>& draw, std::int64_t most,
                           std::span<const Label> labels) {
  std::vector<Tally> tallies;
  for (const Label& label : labels) tallies.push_back({label.name});
  std::int64_t open = static_cast<std::int64_t>(labels.size());
  for (std::int64_t drawn = 1, look = kFirstLook; open > 0 && drawn <= most; ++drawn) {
    const Case input = draw(static_cast<std::uint64_t>(drawn - 1));
    const Portrait portrait = portrait_of(input);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (tallies[i].coverage != Coverage::undecided) continue;
      tallies[i].draws = drawn;
      if (labels[i].holds(portrait)) ++tallies[i].hits;
      if (drawn != look) continue;
      tallies[i].coverage = decide(drawn, tallies[i].hits, labels[i].least);
      if (tallies[i].coverage != Coverage::undecided) --open;
    }
    if (drawn == look) look *= 2;
  }
  return tallies;
}

}  // namespace bncheck::properties
