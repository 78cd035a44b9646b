#include "properties/coverage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "properties/generators/cases.h"

namespace bncheck::properties {
namespace {

using generators::case_at;
using generators::Selection;

constexpr std::uint64_t kSeed = 2026;
constexpr std::int64_t kMostDraws = kFirstLook << 9;

Case draw(std::uint64_t index) {
  static const Selection everything{{DType::f16, DType::bf16, DType::f32, DType::f64},
                                    Selection().layouts};
  return case_at(kSeed, index, everything);
}

/// Returns how the one label of a name fares.
Tally fate(const std::string& name, const std::function<Case(std::uint64_t)>& generator) {
  std::vector<Label> one;
  for (const Label& label : labels()) {
    if (label.name == name) one.push_back(label);
  }
  EXPECT_EQ(one.size(), 1U) << name;
  return measure(generator, kMostDraws, one).front();
}

TEST(Coverage, IsReachedByRandomCases) {
  for (const Tally& tally : measure(draw, kMostDraws, labels())) {
    EXPECT_EQ(tally.coverage, Coverage::covered)
        << tally.name << ": " << tally.hits << " of " << tally.draws << " cases";
  }
}

TEST(Coverage, IsDeniedToACrippledGenerator) {
  const auto never_odd = [](std::uint64_t index) {
    Case c = draw(index);
    c.shape.n *= 2;
    c.x = {Recipe{}};
    return c;
  };
  EXPECT_EQ(fate("m odd", never_odd).coverage, Coverage::neglected);
  EXPECT_EQ(fate("kappa from 10^3", never_odd).coverage, Coverage::neglected);
  const auto always_dense = [](std::uint64_t index) {
    Case c = draw(index);
    c.layout = Layouts();
    return c;
  };
  EXPECT_EQ(fate("strided", always_dense).coverage, Coverage::neglected);
  EXPECT_EQ(fate("nchw", always_dense).coverage, Coverage::covered);
}

TEST(Coverage, IsDeniedToAGeneratorThatIsTooRarelyThere) {
  const auto rarely = [](std::uint64_t index) {
    Case c = draw(index);
    c.dtype = index % 100 == 0 ? DType::f16 : DType::f32;
    return c;
  };
  EXPECT_EQ(fate("f16", rarely).coverage, Coverage::neglected);
}

TEST(Decide, IsSureOnlyOfWhatIsFarFromTheLimit) {
  EXPECT_EQ(decide(kFirstLook, kFirstLook / 2, 0.5), Coverage::undecided);
  EXPECT_EQ(decide(kFirstLook, kFirstLook, 0.5), Coverage::covered);
  EXPECT_EQ(decide(kFirstLook, 0, 0.5), Coverage::neglected);
  EXPECT_EQ(decide(kFirstLook, 0, 0.001), Coverage::undecided);
}

/// The tail bound holds: at every count that decides, the exact tail is below 1e-9/2.
TEST(Decide, IsBoundedByTheExactTail) {
  constexpr double kLeast = 0.05;
  const auto n = static_cast<double>(kFirstLook);
  double above = 0;
  for (std::int64_t k = kFirstLook; k > 0; --k) {
    const auto hits = static_cast<double>(k);
    above += std::exp(std::lgamma(n + 1) - std::lgamma(hits + 1) - std::lgamma(n - hits + 1) +
                      hits * std::log(kLeast) + (n - hits) * std::log1p(-kLeast));
    if (decide(kFirstLook, k, kLeast) == Coverage::covered) EXPECT_LT(above, 0.5e-9) << k;
  }
}

Case with_x(const std::string& recipe) {
  return parse_case(
      "f32 300x2 nchw training eps=0.25 momentum=1 weight=none bias=none "
      "running_mean=none running_var=none x=" +
      recipe + " dy=ramp*2^0+0@0");
}

TEST(Portrait, MeasuresTheFirstChannel) {
  const Case shifted = with_x("alternating*2^0+1024@0");
  EXPECT_EQ(portrait_of(shifted).kappa, std::sqrt(1 + 0x1p20));
  EXPECT_EQ(portrait_of(shifted).var_by_eps, 4);
  EXPECT_FALSE(portrait_of(shifted).constant);
  EXPECT_TRUE(portrait_of(with_x("constant*2^0+3@0")).constant);
}

/// Squares of f64 numbers may exceed the range in which a portrait is computed.
TEST(Portrait, MeasuresNumbersWhoseSquaresOverflow) {
  Case large = with_x("alternating*2^1000+0@0");
  large.dtype = DType::f64;
  EXPECT_EQ(portrait_of(large).kappa, 1);
}

}  // namespace
}  // namespace bncheck::properties
