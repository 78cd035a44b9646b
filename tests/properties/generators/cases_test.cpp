#include "properties/generators/cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace bncheck::properties::generators {
namespace {

constexpr std::uint64_t kSeed = 2026;
constexpr std::uint64_t kCases = 2000;

const std::vector<Case>& sample() {
  static const std::vector<Case> cases = [] {
    std::vector<Case> all;
    for (std::uint64_t index = 0; index < kCases; ++index) all.push_back(case_at(kSeed, index, {}));
    return all;
  }();
  return cases;
}

template <class Predicate>
std::int64_t count(const Predicate& predicate) {
  return std::count_if(sample().begin(), sample().end(), predicate);
}

TEST(CaseAt, DependsOnSeedAndIndexAlone) {
  for (std::uint64_t index : {1999, 0, 17}) {
    EXPECT_EQ(to_string(case_at(kSeed, index, {})), to_string(sample()[index]));
  }
  EXPECT_NE(to_string(case_at(kSeed + 1, 0, {})), to_string(sample()[0]));
}

TEST(CaseAt, SurvivesPrinting) {
  for (const Case& c : sample()) EXPECT_EQ(to_string(parse_case(to_string(c))), to_string(c));
}

TEST(CaseAt, GivesFiniteValuesOnly) {
  const auto finite = [](double value) { return std::isfinite(value); };
  for (const Case& c : sample()) {
    const Problem problem = expand(c);
    EXPECT_TRUE(std::all_of(problem.x.begin(), problem.x.end(), finite)) << to_string(c);
    EXPECT_TRUE(std::all_of(problem.dy.begin(), problem.dy.end(), finite)) << to_string(c);
    EXPECT_TRUE(std::all_of(problem.running_var.begin(), problem.running_var.end(), finite));
  }
}

TEST(CaseAt, GivesFiniteValuesOfEveryType) {
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    const Selection selection{{dtype}, {Layout::nchw}};
    for (std::uint64_t index = 0; index < 500; ++index) {
      const Problem problem = expand(case_at(kSeed, index, selection));
      EXPECT_EQ(problem.dtype, dtype);
      for (double value : problem.x) EXPECT_TRUE(std::isfinite(value)) << index;
      for (double value : problem.dy) EXPECT_TRUE(std::isfinite(value)) << index;
    }
  }
}

TEST(CaseAt, IsSmallOnAverage) {
  std::int64_t values = 0;
  for (const Case& c : sample()) values += c.shape.size();
  EXPECT_GT(values, 100 * static_cast<std::int64_t>(kCases));
  EXPECT_LT(values, 1000 * static_cast<std::int64_t>(kCases));
}

TEST(CaseAt, ReachesEveryCornerOfTheSpace) {
  const auto m = [](const Case& c) { return c.shape.values_per_channel(); };
  EXPECT_GT(count([&](const Case& c) { return m(c) == 1; }), 0);
  EXPECT_GT(count([&](const Case& c) { return m(c) == 2; }), 20);
  EXPECT_GT(count([&](const Case& c) { return m(c) > 4000; }), 0);
  EXPECT_GT(count([](const Case& c) { return c.shape.c > 30; }), 20);
  EXPECT_GT(count([](const Case& c) { return c.mode == Mode::evaluation; }), 400);
  EXPECT_GT(count([](const Case& c) { return c.eps == 0; }), 10);
  EXPECT_GT(count([](const Case& c) { return c.momentum == 0; }), 10);
  EXPECT_GT(count([](const Case& c) { return c.weight.empty(); }), 50);
  EXPECT_GT(count([](const Case& c) { return !c.weight.empty() && c.weight[0] < 0; }), 50);
  EXPECT_GT(count([](const Case& c) { return c.running_var == std::vector<double>{0}; }), 10);
  EXPECT_GT(count([](const Case& c) { return c.x == c.dy; }), 50);
  for (std::size_t axes = 0; axes <= 3; ++axes) {
    EXPECT_GT(count([axes](const Case& c) { return c.shape.spatial.size() == axes; }), 100);
  }
}

TEST(CaseAt, ReachesEveryPattern) {
  std::set<Pattern> seen;
  for (const Case& c : sample()) seen.insert(c.x[0].pattern);
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(kPatternCount));
}

TEST(CaseAt, ExpandsDyAloneWhereItIsOneValue) {
  const Selection selection{{DType::f32}, {Layout::expanded}};
  std::int64_t expanded = 0;
  for (std::uint64_t index = 0; index < 500; ++index) {
    const Case c = case_at(kSeed, index, selection);
    EXPECT_EQ(c.layout.x.kind, Layout::nchw);
    EXPECT_EQ(c.layout.y.kind, Layout::nchw);
    if (c.layout.dy.kind != Layout::expanded) continue;
    EXPECT_TRUE(has_one_gradient(c));
    ++expanded;
  }
  EXPECT_GT(expanded, 5);
}

TEST(CaseAt, KeepsToTheSelection) {
  const Selection selection{{DType::f64}, {Layout::strided}};
  for (std::uint64_t index = 0; index < 100; ++index) {
    const Case c = case_at(kSeed, index, selection);
    EXPECT_EQ(c.dtype, DType::f64);
    for (const Placement& each :
         {c.layout.x, c.layout.dy, c.layout.y, c.layout.dx, c.layout.parameters}) {
      EXPECT_EQ(each.kind, Layout::strided);
    }
  }
}

}  // namespace
}  // namespace bncheck::properties::generators
