#include "bncheck/runner/retirement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bncheck::runner {
namespace {

using testing::HasSubstr;

/// Counts the same case several times.
Retirement after(int cases, const std::vector<Verdict>& verdicts) {
  Retirement retirement(verdicts.size());
  for (int i = 0; i < cases; ++i) retirement.count(verdicts);
  return retirement;
}

TEST(Retirement, ComesWithTheThirdFailure) {
  const std::vector<Verdict> verdicts = {Verdict::fail, Verdict::inconclusive};
  EXPECT_FALSE(after(2, verdicts).is_retired(0));
  const Retirement third = after(3, verdicts);
  EXPECT_TRUE(third.is_retired(0));
  EXPECT_FALSE(third.is_retired(1));
  EXPECT_EQ(third.stopped_because(), "");
}

TEST(Retirement, OfAllLawsEndsTheCampaign) {
  EXPECT_THAT(after(3, {Verdict::fail, Verdict::fail}).stopped_because(), HasSubstr("every law"));
}

TEST(Retirement, CountsCasesWithFaultsWhateverLawFindsThem) {
  Retirement retirement = after(2, {Verdict::error, Verdict::skip});
  EXPECT_EQ(retirement.stopped_because(), "");
  retirement.count(std::vector<Verdict>{Verdict::skip, Verdict::error});
  EXPECT_THAT(retirement.stopped_because(), HasSubstr("crashed, hung or did damage"));
}

}  // namespace
}  // namespace bncheck::runner
