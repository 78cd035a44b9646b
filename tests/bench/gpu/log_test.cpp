#include "bench/gpu/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "tests/bench/gpu/samples.h"

namespace bncheck::gpu_bench {
namespace {

using testing::HasSubstr;

std::string refusal(const std::vector<Log>& logs) {
  try {
    merge(logs);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(CopyCeiling, IsTheFastestWay) {
  EXPECT_EQ(copy_ceiling(sample_log())->way, "by wire");
  EXPECT_FALSE(copy_ceiling(Log()).has_value());
}

TEST(RateLog, ComparesWithTheCopyAndWithTheFastestOther) {
  Log log = sample_log();
  rate(log);
  EXPECT_EQ(gigabytes_a_second(log.rows[0]), 1000);
  EXPECT_EQ(log.rows[0].measurement.of_limit, 0.5);
  EXPECT_EQ(log.rows[0].measurement.against_peers, 4);
  EXPECT_EQ(log.rows[3].measurement.of_limit, 0.125);
  EXPECT_EQ(log.rows[3].measurement.against_peers, 0.25);
}

TEST(RateLog, KeepsTypesOrdersAndOperationsApart) {
  Log log = sample_log();
  log.rows[1].task.workload.dtype = DType::bf16;
  log.rows[3].task.workload.layout = Layout::nhwc;
  rate(log);
  for (const Row& row : log.rows) EXPECT_FALSE(row.measurement.against_peers.has_value());
}

TEST(RateLog, LeavesOutWhoWasNotTimed) {
  Log log = sample_log();
  log.rows[0].measurement.status = bench::Measurement::Status::refused;
  log.rows[0].measurement.seconds.clear();
  rate(log);
  EXPECT_FALSE(log.rows[0].measurement.of_limit.has_value());
  EXPECT_FALSE(log.rows[1].measurement.against_peers.has_value());
}

TEST(MergeLogs, RatesOneRunAgainstAnother) {
  Log first = sample_log(), second = sample_log();
  first.rows.resize(1);
  second.rows = {timed("other", first.rows[0].task, 2e-3)};
  second.copies = {{"by pigeon", 4000}};
  const Log all = merge({first, second});
  ASSERT_EQ(all.rows.size(), 2U);
  EXPECT_EQ(all.rows[0].measurement.of_limit, 0.25);
  EXPECT_EQ(all.rows[0].measurement.against_peers, 2);
  EXPECT_EQ(all.rows[1].measurement.against_peers, 0.5);
  EXPECT_THAT(all.session.implementations, testing::ElementsAre("fast 1", "slow 2"));
  EXPECT_EQ(all.session.command, "gpu_bench --made-up\ngpu_bench --made-up");
}

TEST(MergeLogs, RefusesWhatCannotBeCompared) {
  Log other = sample_log();
  EXPECT_THAT(refusal({sample_log(), other}), HasSubstr("fast was timed twice at 125x1000x1000"));
  other.rows.clear();
  EXPECT_EQ(refusal({sample_log(), other}), "");
  other.session.device = "Imaginary 2";
  EXPECT_THAT(refusal({sample_log(), other}), HasSubstr("Imaginary 1 and Imaginary 2"));
}

}  // namespace
}  // namespace bncheck::gpu_bench
