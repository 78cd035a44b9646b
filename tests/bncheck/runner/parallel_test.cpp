#include "bncheck/runner/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace bncheck::runner {
namespace {

TEST(ShareOut, WorksOnEachOnce) {
  for (const unsigned threads : {0U, 1U, 3U, 200U}) {
    std::vector<std::atomic<int>> times(100);
    share_out(100, threads, [&](unsigned, std::uint64_t i) { ++times[i]; });
    for (const auto& each : times) EXPECT_EQ(each, 1);
  }
}

TEST(ShareOut, LeavesOutNoneBeforeOneThatItTook) {
  std::vector<std::atomic<bool>> taken(100);
  std::atomic<int> count = 0;
  share_out(
      100, 4,
      [&](unsigned, std::uint64_t i) {
        taken[i] = true;
        ++count;
      },
      [&] { return count >= 10; });
  for (int i = 0; i < 100; ++i) EXPECT_EQ(taken[static_cast<std::size_t>(i)], i < count);
  EXPECT_GE(count, 10);
  EXPECT_LT(count, 15);
}

TEST(ShareOut, ThrowsWhatTheWorkThrows) {
  const auto work = [](unsigned, std::uint64_t i) {
    if (i == 7) throw std::runtime_error("seven");
  };
  EXPECT_THROW(share_out(100, 3, work), std::runtime_error);
}

}  // namespace
}  // namespace bncheck::runner
