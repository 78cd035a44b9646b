// The program itself, where no device is to be seen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bench/gpu/records.h"
#include "tests/bench/gpu/samples.h"

namespace bncheck::gpu_bench {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Finished {
  int exit_code;
  std::string text;
};

Finished run(const std::string& arguments) {
  const std::string command = "CUDA_VISIBLE_DEVICES=-1 " GPU_BENCH " " + arguments + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  std::string text;
  std::array<char, 4096> some;
  while (std::fgets(some.data(), some.size(), pipe) != nullptr) text += some.data();
  return {WEXITSTATUS(pclose(pipe)), text};
}

std::string in_folder(const std::string& name) { return testing::TempDir() + "gpu_bench_" + name; }

TEST(GpuBench, SaysThatThereIsNoDevice) {
  const std::string jsonl = in_folder("none.jsonl");
  const auto [exit_code, text] = run("--plugin " CPU_PLUGIN " --jsonl " + jsonl);
  EXPECT_EQ(exit_code, 2);
  EXPECT_THAT(text, StartsWith("gpu_bench: there is no CUDA device to time on: "));
  EXPECT_FALSE(std::filesystem::exists(jsonl));
}

TEST(GpuBench, RefusesArgumentsBeforeItLooksForADevice) {
  const auto [exit_code, text] = run("--plugin x --jsonl y --dtype f64");
  EXPECT_EQ(exit_code, 2);
  EXPECT_THAT(text, StartsWith("gpu_bench: --dtype: 'f64'"));
  EXPECT_EQ(run("").exit_code, 2);
  EXPECT_EQ(run("--help").exit_code, 0);
}

TEST(GpuBench, MergesRecordsWithoutADevice) {
  const std::string first = in_folder("first.jsonl"), second = in_folder("second.jsonl");
  const std::string page = in_folder("page.md");
  const Log log = sample_log();
  std::ofstream(first) << record_of(log.session) << record_of(log.copies) << record_of(log.rows[0]);
  std::ofstream(second) << record_of(log.session) << record_of(log.rows[1]);
  const auto [exit_code, text] =
      run("--merge " + first + " --merge " + second + " --markdown " + page);
  EXPECT_EQ(exit_code, 0) << text;
  std::stringstream written;
  written << std::ifstream(page).rdbuf();
  EXPECT_THAT(written.str(), HasSubstr("| 50 % | 4.00 |"));
  EXPECT_THAT(written.str(), HasSubstr("| 12 % | 0.25 |"));
  EXPECT_EQ(run("--merge " + page + " --markdown " + page).exit_code, 2);
  for (const std::string& each : {first, second, page}) std::filesystem::remove(each);
}

}  // namespace
}  // namespace bncheck::gpu_bench
