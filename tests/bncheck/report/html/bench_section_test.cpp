#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "bench/gpu/records.h"
#include "bncheck/report/html/page.h"
#include "tests/bench/gpu/samples.h"
#include "tests/bncheck/report/samples.h"

namespace bncheck::report::html {
namespace {

using testing::HasSubstr;

/// Writes a file of the test's folder, and returns its name.
std::string file_of(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

/// What gpu_bench writes of two plug-ins on two shapes, one of which failed once.
std::string race_on_a_device() {
  gpu_bench::Log log = gpu_bench::sample_log();
  gpu_bench::rate(log);
  log.rows[3].measurement.status = bench::Measurement::Status::failed;
  log.rows[3].measurement.reason = "it broke";
  std::string text = gpu_bench::record_of(log.session) + gpu_bench::record_of(log.copies);
  for (const gpu_bench::Row& row : log.rows) text += gpu_bench::record_of(row);
  return text;
}

/// Returns the one roofline among the charts of the page.
nlohmann::json roofline_of(const std::string& page) {
  const std::string begin = "<script type=\"application/json\" id=\"chart-data\">";
  const std::size_t from = page.find(begin) + begin.size();
  for (const auto& each :
       nlohmann::json::parse(page.substr(from, page.find("</script>", from) - from))) {
    if (each.at("kind") == "roofline") return each;
  }
  return {};
}

TEST(BenchSection, DrawsARecordOfADevice) {
  const std::string page = to_html(read_inputs({file_of("bncheck_run.jsonl", sample_run()),
                                                file_of("bncheck_gpu.jsonl", race_on_a_device())}));
  EXPECT_THAT(page, HasSubstr("Imaginary 1, by gpu_bench"));
  EXPECT_THAT(page, HasSubstr("failed: it broke"));
  const nlohmann::json chart = roofline_of(page);
  ASSERT_FALSE(chart.is_null());
  // 125 million values of 4 bytes; the fastest way to copy is the roof of every size.
  EXPECT_EQ(chart.at("roof").front(), nlohmann::json({5e8, 2000.0}));
  ASSERT_EQ(chart.at("series").size(), 2);
  EXPECT_EQ(chart.at("series")[0].at("name"), "fast, nchw");
  EXPECT_EQ(chart.at("series")[0].at("points").size(), 2);
  EXPECT_EQ(chart.at("series")[1].at("points").size(), 1) << "what failed is not drawn";
}

}  // namespace
}  // namespace bncheck::report::html
