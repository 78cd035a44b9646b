#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

#include "properties/coverage.h"

namespace bncheck::properties {
namespace {

constexpr int kLooks = 10;  // as many as Coverage.IsReachedByRandomCases may take

/// Returns the chances of 0, 1, ..., n hits in n draws.
std::vector<double> binomial(std::int64_t n, double p) {
  std::vector<double> chances(static_cast<std::size_t>(n) + 1);
  const auto draws = static_cast<double>(n);
  for (std::size_t k = 0; k < chances.size(); ++k) {
    const auto hits = static_cast<double>(k);
    chances[k] =
        std::exp(std::lgamma(draws + 1) - std::lgamma(hits + 1) - std::lgamma(draws - hits + 1) +
                 hits * std::log(p) + (draws - hits) * std::log1p(-p));
  }
  return chances;
}

/// Adds up two independent counts. What is too rare to matter beside 1e-9 is passed over.
std::vector<double> sum_of(const std::vector<double>& a, const std::vector<double>& b) {
  constexpr double kRare = 1e-20;
  std::vector<double> sum(a.size() + b.size() - 1);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] < kRare) continue;
    for (std::size_t j = 0; j < b.size(); ++j) {
      if (b[j] >= kRare) sum[i + j] += a[i] * b[j];
    }
  }
  return sum;
}

struct Chances {
  double covered = 0;
  double neglected = 0;
};

/// Returns how probable each answer is where a label has the probability p, by following the
/// distribution of the hits of all sequences that are still undecided from look to look.
Chances chances_of(double p, double least, double doubt, int looks = kLooks) {
  Chances chances;
  std::int64_t draws = kFirstLook;
  std::vector<double> undecided = binomial(draws, p);
  for (int look = 1; look <= looks; ++look, draws *= 2) {
    if (look > 1) undecided = sum_of(undecided, binomial(draws / 2, p));
    for (std::size_t hits = 0; hits < undecided.size(); ++hits) {
      const Coverage answer = decide(draws, static_cast<std::int64_t>(hits), least, doubt);
      if (answer == Coverage::undecided) continue;
      (answer == Coverage::covered ? chances.covered : chances.neglected) += undecided[hits];
      undecided[hits] = 0;
    }
  }
  return chances;
}

/// A label exactly as frequent as it must be at least is the hardest to be right about: either
/// answer is an error.
TEST(CoverageErrors, AreRarerThanPromisedForEachLabel) {
  std::set<double> limits;
  for (const Label& label : labels()) limits.insert(label.least);
  for (const double least : limits) {
    const Chances chances = chances_of(least, least, 1e-9);
    EXPECT_LT(chances.covered + chances.neglected, 1e-9) << least;
    EXPECT_GT(chances.covered + chances.neglected, 0) << least;
  }
}

/// What is computed here is not always small.
TEST(CoverageErrors, AreSeenWhereTheyAreCommon) {
  EXPECT_GT(chances_of(0.26, 0.25, 1e-9).covered, 0.9);
  EXPECT_GT(chances_of(0.24, 0.25, 1e-9).neglected, 0.9);
}

/// The same by drawing: with a doubt that can be met with, 20,000 sequences err as often as they
/// are computed to, within five standard deviations.
TEST(CoverageErrors, AreThoseOfDrawnSequences) {
  constexpr double kLeast = 0.05;
  constexpr double kDoubt = 0.2;
  constexpr int kSequences = 20000;
  constexpr int kFewLooks = 6;
  std::mt19937_64 random(1);
  int errors = 0;
  for (int sequence = 0; sequence < kSequences; ++sequence) {
    std::int64_t hits = 0;
    std::int64_t draws = 0;
    for (int look = 0; look < kFewLooks; ++look) {
      const std::int64_t more = look == 0 ? kFirstLook : draws;
      hits += std::binomial_distribution<std::int64_t>(more, kLeast)(random);
      draws += more;
      if (decide(draws, hits, kLeast, kDoubt) == Coverage::undecided) continue;
      ++errors;
      break;
    }
  }
  const Chances chances = chances_of(kLeast, kLeast, kDoubt, kFewLooks);
  const double expected = kSequences * (chances.covered + chances.neglected);
  EXPECT_LT(expected, kSequences * kDoubt);
  EXPECT_GT(expected, 100);
  const double five_deviations = 5 * std::sqrt(expected);
  EXPECT_GT(errors, expected - five_deviations);
  EXPECT_LT(errors, expected + five_deviations);
}

}  // namespace
}  // namespace bncheck::properties
