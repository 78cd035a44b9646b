#include "bncheck/runner/climb.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bncheck/runner/judge_case.h"
#include "bncheck/runner/plan.h"
#include "properties/generators/neighbour.h"
#include "tests/bncheck/runner/fakes.h"

namespace bncheck::runner {
namespace {

using properties::generators::case_at;
using properties::generators::neighbour_of;

const properties::generators::Selection kF32 = {{DType::f32}, {Layout::nchw}};

Judgement passed(double ratio) {
  return {Verdict::pass, "", Evidence{"y", 0, 0, Ball(0), 1, ratio}};
}

TEST(Neighbour, DependsOnItsArgumentsAloneAndCanBeRead) {
  for (std::uint64_t index = 0; index < 300; ++index) {
    const Case c = case_at(3, index, kF32);
    const Case next = neighbour_of(c, 3, index);
    const std::string line = to_string(next);
    EXPECT_EQ(line, to_string(neighbour_of(c, 3, index)));
    EXPECT_EQ(line, to_string(parse_case(line)));
    EXPECT_EQ(next.dtype, c.dtype);
    EXPECT_EQ(next.shape.c, c.shape.c);
    const Problem problem = expand(next);
    EXPECT_TRUE(std::all_of(problem.x.begin(), problem.x.end(), [](double v) {
      return std::isfinite(v);
    })) << line;
  }
}

constexpr std::uint64_t kDrawn = 16;

/// Draws the cases that a climb begins with and tells it that all came to this.
Case after_drawing(Climb& climb, std::uint64_t first, const std::vector<Judgement>& judgements) {
  Case last;
  for (std::uint64_t i = 0; i < kDrawn; ++i) {
    last = climb.next();
    EXPECT_EQ(to_string(last), to_string(case_at(1, first + i, kF32)));
    climb.hear(judgements);
  }
  return last;
}

TEST(Climb, BeginsWithDrawnCasesAndLeavesAWorseOneForABetter) {
  Climb climb(1, 48, 1, kF32);
  const Case start = after_drawing(climb, 48, {passed(0.5)});
  EXPECT_EQ(to_string(climb.next()), to_string(neighbour_of(start, 1, 64)));
  climb.hear({passed(0.25)});  // worse: the next is a neighbour of the start again
  const Case second = climb.next();
  EXPECT_EQ(to_string(second), to_string(neighbour_of(start, 1, 65)));
  climb.hear({passed(0.75)});
  EXPECT_EQ(to_string(climb.next()), to_string(neighbour_of(second, 1, 66)));
}

TEST(Climb, GoesOnFromNoLargeCase) {
  const properties::generators::Selection kBoth = {{DType::f32, DType::f64}, {Layout::nchw}};
  int large = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Climb climb(seed, 0, 1, kBoth);
    for (std::uint64_t i = 0; i < kClimbCases; ++i) {
      const std::int64_t size = climb.next().shape.size();
      if (size > 4096) ++large;
      if (i >= kDrawn) {
        EXPECT_LE(size, 4096 * 2) << seed << " " << i;
      }
      climb.hear({passed(static_cast<double>(size))});  // the larger, the worse
    }
  }
  EXPECT_GT(large, 0);
}

TEST(Climb, PrefersTheLawInViewToAllOthers) {
  // Climbs with other first cases have other laws in view.
  int with_the_first = 0;
  int with_the_second = 0;
  for (std::uint64_t first : {48, 112, 176, 240, 304, 368}) {
    Climb climb(1, first, 2, kF32);
    const Case start = after_drawing(climb, first, {passed(0.5), skipped("")});
    const Case second = climb.next();
    climb.hear({skipped(""), passed(0.9)});
    const Case third = climb.next();
    const bool kept_start = to_string(third) == to_string(neighbour_of(start, 1, first + 17));
    const bool took_second = to_string(third) == to_string(neighbour_of(second, 1, first + 17));
    EXPECT_TRUE(kept_start || took_second);
    if (kept_start && !took_second) ++with_the_first;
    if (took_second && !kept_start) ++with_the_second;
  }
  EXPECT_GT(with_the_first, 0);
  EXPECT_GT(with_the_second, 0);
}

/// Returns the mean, over several climbs of a law alone, of the worst error / budget; `climbs`
/// false judges as many drawn cases in place of each climb.
double mean_of_the_worst(const char* id, bool climbs) {
  constexpr std::uint64_t kClimbs = 6;
  properties::TestImplementation honest;
  const std::vector<const properties::Property*> laws = {&properties::law(id)};
  double sum = 0;
  for (std::uint64_t i = 0; i < kClimbs; ++i) {
    Climb climb(5, i * kClimbCases, 1, kF32);
    double worst = 0;
    for (std::uint64_t step = 0; step < kClimbCases; ++step) {
      const Case c = climbs ? climb.next() : case_at(5, i * kClimbCases + step, kF32);
      const auto judgements = judge_case(c, laws, honest, {});
      EXPECT_LE(judgements[0].verdict, Verdict::inconclusive) << to_string(c);
      if (climbs) climb.hear(judgements);
      if (judgements[0].evidence) worst = std::max(worst, judgements[0].evidence->ratio);
    }
    sum += worst;
  }
  return sum / kClimbs;
}

TEST(Climb, ReachesHigherThanAsManyDrawnCases) {
  for (const char* id : {"running_statistics", "backward_training", "normalized_variance"}) {
    EXPECT_GT(mean_of_the_worst(id, true), mean_of_the_worst(id, false)) << id;
  }
}

}  // namespace
}  // namespace bncheck::runner
