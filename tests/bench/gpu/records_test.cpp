#include "bench/gpu/records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "tests/bench/gpu/samples.h"

namespace bncheck::gpu_bench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// A file that is gone after the test.
struct File {
  explicit File(const std::string& text) { std::ofstream(path) << text; }
  ~File() { std::filesystem::remove(path); }
  std::string path = testing::TempDir() + "gpu_bench_records.jsonl";
};

std::string refusal(const std::string& text) {
  const File file(text);
  try {
    read_log(file.path);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Records, AreReadBackAsTheyWereWritten) {
  Log log = sample_log();
  rate(log);
  log.rows[1].measurement.remarks = {"it limped"};
  log.rows[2].measurement.accuracy->worst = std::numeric_limits<double>::infinity();
  log.rows[3].measurement.status = bench::Measurement::Status::failed;
  log.rows[3].measurement.reason = "it broke";
  std::string text = record_of(log.session) + record_of(log.copies);
  for (const Row& row : log.rows) text += record_of(row);
  const File file(text);
  const Log read = read_log(file.path);
  EXPECT_EQ(record_of(read.session), record_of(log.session));
  EXPECT_EQ(record_of(read.copies), record_of(log.copies));
  Log rated = merge({read});
  ASSERT_EQ(rated.rows.size(), log.rows.size());
  EXPECT_EQ(record_of(rated.rows[1]), record_of(log.rows[1]));
  EXPECT_TRUE(std::isinf(rated.rows[2].measurement.accuracy->worst));
  EXPECT_EQ(rated.rows[3].measurement.reason, "it broke");
}

TEST(Records, HaveTheFieldsOfBench) {
  Log log = sample_log();
  log.rows[0].measurement.seconds = {1e-3, 2e-3, 3e-3, 4e-3};
  rate(log);
  const json line = json::parse(record_of(log.rows[0]));
  EXPECT_EQ(line.at("event"), "measurement");
  EXPECT_EQ(line.at("shape"), "125x1000x1000");
  EXPECT_EQ(line.at("samples"), 4);
  EXPECT_EQ(line.at("seconds"), 3e-3);
  EXPECT_EQ(line.at("seconds_fastest"), 1e-3);
  EXPECT_EQ(line.at("seconds_quartiles"), json({2e-3, 4e-3}));
  EXPECT_EQ(line.at("method"), "graph");
  EXPECT_EQ(line.at("worst_error_ulp"), 0.75);
  EXPECT_EQ(json::parse(record_of(log.session)).at("driver"), "1.2.3");
}

TEST(Records, SayWhichLineIsNone) {
  const std::string start = record_of(sample_log().session);
  EXPECT_THAT(refusal(start + "no json\n"), HasSubstr("line 2: no record of gpu_bench"));
  EXPECT_THAT(refusal(start + "{\"event\": \"measurement\"}\n"), HasSubstr("line 2: no record"));
  EXPECT_THAT(refusal(""), HasSubstr("it holds no record"));
  json line = json::parse(record_of(sample_log().rows[0]));
  line["dtype"] = "int8";
  EXPECT_THAT(refusal(start + line.dump()), HasSubstr("line 2: dtype is 'int8'"));
  for (const json& layers : {json(1e49), json(-1), json(0.5), json(1ULL << 40)}) {
    line = json::parse(record_of(sample_log().rows[0]));
    line["layers"] = layers;
    EXPECT_THAT(refusal(start + line.dump()), HasSubstr("line 2: layers is no whole number"));
  }
  line = json::parse(start);
  line["format"] = 2;
  EXPECT_THAT(refusal(line.dump()), HasSubstr("line 1: the format is another one"));
}

}  // namespace
}  // namespace bncheck::gpu_bench
