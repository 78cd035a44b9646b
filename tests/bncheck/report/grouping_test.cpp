#include "bncheck/report/grouping.h"

#include <gtest/gtest.h>

namespace bncheck::report {
namespace {

TEST(Grouping, TellsEachReasonOnceWithTheFirstNames) {
  Grouping grouping;
  for (const char* name : {"a", "b", "c", "d"}) grouping.add(name, skipped("too large"));
  grouping.add("e", {Verdict::inconclusive, "too wide", {}});
  grouping.add("f", skipped("too small"));
  grouping.add("g", skipped("too small"));
  EXPECT_EQ(grouping.text(),
            "skip         4 vectors (a, b, c, ...): too large\n"
            "inconclusive 1 vector (e): too wide\n"
            "skip         2 vectors (f, g): too small\n");
}

TEST(Grouping, KeepsVerdictsApart) {
  Grouping grouping;
  grouping.add("a", skipped("the same"));
  grouping.add("b", {Verdict::inconclusive, "the same", {}});
  EXPECT_EQ(grouping.text(),
            "skip         1 vector (a): the same\n"
            "inconclusive 1 vector (b): the same\n");
}

TEST(Grouping, IsSilentWhereThereIsNothing) { EXPECT_EQ(Grouping().text(), ""); }

}  // namespace
}  // namespace bncheck::report
