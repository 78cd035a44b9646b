#include "bncheck/host/float_mode.h"

#include <gtest/gtest.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bncheck::host {
namespace {

TEST(FloatMode, SeesNoChangeInComputation) {
  const FloatMode before;
  volatile double zero = 0;
  volatile double raised = 1 / zero + 1.0 / 3;  // sets sticky flags
  EXPECT_GT(raised, 0);
  EXPECT_EQ(before.changes(), 0U);
  EXPECT_EQ(describe_mode_changes(0), "");
}

TEST(FloatMode, SeesAndUndoesARoundingMode) {
  const FloatMode before;
  std::fesetround(FE_DOWNWARD);
  EXPECT_EQ(before.changes(), FloatMode::kRounding);
  before.restore();
  EXPECT_EQ(before.changes(), 0U);
  EXPECT_EQ(std::fegetround(), FE_TONEAREST);
}

#if defined(__x86_64__)
TEST(FloatMode, SeesAndUndoesEveryBitOfTheControlRegister) {
  const FloatMode before;
  for (unsigned bit : {0x0040U, 0x8000U, 0x0080U, 0x1000U, 0x2000U}) {
    _mm_setcsr(_mm_getcsr() ^ bit);
    const std::uint32_t changes = before.changes();
    before.restore();
    EXPECT_NE(changes, 0U);
    EXPECT_NE(describe_mode_changes(changes), "");
    EXPECT_EQ(before.changes(), 0U);
  }
}
#endif

}  // namespace
}  // namespace bncheck::host
