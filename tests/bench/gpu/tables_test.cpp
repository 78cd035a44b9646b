#include "bench/gpu/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/bench/gpu/samples.h"

namespace bncheck::gpu_bench {
namespace {

using testing::HasSubstr;
using testing::Not;

Log rated_log() {
  Log log = sample_log();
  rate(log);
  return log;
}

TEST(Page, NamesTheMachineAndTheCommands) {
  const std::string page = page_of(rated_log());
  EXPECT_THAT(page, HasSubstr("Imaginary 1, driver 1.2.3 (CUDA 13.1), at most 1500 MHz."));
  EXPECT_THAT(page, HasSubstr("\n    gpu_bench --made-up\n"));
  EXPECT_THAT(page, HasSubstr("\nfast 1, slow 2.\n"));
  EXPECT_THAT(page, HasSubstr("2000 GB/s, reads and writes counted (by wire)"));
}

TEST(Page, HasARowForEachMeasurement) {
  const std::string page = page_of(rated_log());
  const std::string what = " | 125x1000x1000 | 1 | f32 | nchw | training | ";
  EXPECT_THAT(page, HasSubstr("| fast" + what + "1.000 ms | 1000 | 50 % | 4.00 | 0.750 |  |"));
  EXPECT_THAT(page, HasSubstr("| slow" + what + "4.000 ms | 250 | 12 % | 0.25 | 0.750 |  |"));
}

TEST(Page, SaysWhyThereIsNoTimeAndWhatToKnowOfOne) {
  Log log = rated_log();
  log.rows[0].method = "launches";
  log.rows[1].measurement.status = bench::Measurement::Status::failed;
  log.rows[1].measurement.reason = "it broke";
  const std::string page = page_of(log);
  EXPECT_THAT(page, HasSubstr("| launched call by call, as no graph could be made |"));
  EXPECT_THAT(page, HasSubstr("| training | failed | - | - | - | 0.750 | it broke |"));
}

TEST(Sums, CountEachLayer) {
  const std::string sums = sums_of(rated_log());
  // 1 + 6 layers of 1 GB each.
  EXPECT_THAT(sums, HasSubstr("| fast | 7 | f32 | nchw | training | 7.000 ms | 1000 | 50 % |"));
  EXPECT_THAT(sums, HasSubstr("| slow | 7 | f32 | nchw | training | 28.000 ms | 250 | 12 % |"));
}

TEST(Sums, LeaveOutWhoWasNotTimedAtEveryLayer) {
  Log log = rated_log();
  log.rows[3].measurement.status = bench::Measurement::Status::refused;
  EXPECT_THAT(sums_of(log), HasSubstr("| fast | 7 |"));
  EXPECT_THAT(sums_of(log), Not(HasSubstr("| slow |")));
}

TEST(Sums, NeedANetwork) {
  Log log = rated_log();
  for (Row& row : log.rows) row.task.layers = 1;
  EXPECT_EQ(sums_of(log), "");
  EXPECT_THAT(page_of(log), Not(HasSubstr("All layers")));
}

TEST(Line, FitsTheConsole) {
  const std::string line = line_of(rated_log().rows[0]);
  EXPECT_LE(line.size(), 101U);
  EXPECT_THAT(line, testing::StartsWith("fast "));
}

}  // namespace
}  // namespace bncheck::gpu_bench
