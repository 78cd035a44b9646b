// An implementation that answers rightly only while it thinks itself watched is accused, and one
// that harms the machine it runs on spoils neither the campaign nor its records.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <ostream>

#include "tests/bncheck/end_to_end/program.h"
#include "tests/bncheck/host/fixtures/hostilities.h"

namespace bncheck::end_to_end {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

const std::string kCheating = std::string(FIXTURE_FOLDER) + "/cheating.so";
const std::string kHostile = std::string(FIXTURE_FOLDER) + "/hostile.so";

Finished verify_cheat(const char* how, const std::vector<std::string>& more = {}) {
  setenv("BNCHECK_TEST_CHEAT", how, 1);
  std::vector<std::string> words = {"verify", kCheating, "--cases", "150", "--dtype", "f32"};
  words.insert(words.end(), more.begin(), more.end());
  Finished finished = run(words);
  unsetenv("BNCHECK_TEST_CHEAT");
  return finished;
}

struct Cheat {
  const char* how;  ///< tests/bncheck/host/fixtures/cheating.cpp
  const char* law;  ///< one that accuses it
};

void PrintTo(const Cheat& cheat, std::ostream* out) { *out << cheat.how; }

const Cheat kCheats[] = {
    {"soon", "training_output"},
    {"rarely", "repetition"},
    {"on the second call", "thread_independence"},
    {"on large tensors", "training_output"},
    {"what x alone was answered", "training_output"},
    {"what was answered last", "training_output"},
    {"fails after all", "execution"},
    {"on no poison", "training_output"},
};

class Cheats : public testing::TestWithParam<Cheat> {};

TEST_P(Cheats, AreAccused) {
  const std::string law = GetParam().law;
  const Finished finished = verify_cheat(GetParam().how, {"--property", "^" + law + "$"});
  EXPECT_EQ(finished.exit_code, 1) << finished.out << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("FAIL " + law + " ["));
}

INSTANTIATE_TEST_SUITE_P(All, Cheats, testing::ValuesIn(kCheats), [](const auto& each) {
  std::string name;
  for (const char c : std::string(each.param.how)) name += c == ' ' ? "" : std::string(1, c);
  return name;
});

TEST(Cheat, WithoutOneIsRight) { EXPECT_EQ(verify_cheat("").exit_code, 0); }

TEST(Cheat, ThatRefusesAllIsNotJudged) {
  const Finished finished = verify_cheat("refuses all");
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err, HasSubstr("the implementation refuses every case"));
}

TEST(Cheat, ThatRefusesMuchIsCounted) {
  const Finished finished = verify_cheat("refuses what is large", {"--property", "^execution$"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, ContainsRegex("1 property, 150 cases, .* [1-9][0-9]+ skipped"));
}

/// The campaign goes on after every call that crashes, and all of it is recorded.
TEST(Hostile, LosesNoRecord) {
  const Folder folder;
  const std::string records = folder.path / "run.jsonl";
  const std::string left = "left" + std::to_string(getpid());
  setenv("BNCHECK_TEST_NAME", left.c_str(), 1);
  setenv("BNCHECK_TEST_HOSTILITY", std::to_string(kForksTwice).c_str(), 1);
  const Finished finished =
      run({"verify", kHostile, "--cases", "20", "--dtype", "f32", "--property",
           "^(execution|training_output)$", "--jobs", "2", "--report", "jsonl:" + records});
  unsetenv("BNCHECK_TEST_HOSTILITY");
  unsetenv("BNCHECK_TEST_NAME");
  EXPECT_EQ(finished.exit_code, 1) << finished.err;
  EXPECT_THAT(read_file(records), HasSubstr("training_output"));
  for (const auto& each : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(each.path() / "comm");
    std::string name;
    EXPECT_FALSE(std::getline(file, name) && name == left) << "a child is left";
  }
}

TEST(Hostile, IsToldTheLimitOfItsMemory) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the sanitizer's malloc does not return when it is refused memory";
#endif
  setenv("BNCHECK_TEST_HOSTILITY", std::to_string(kAllocatesAndCrashes).c_str(), 1);
  const Finished finished = run({"verify", kHostile, "--cases", "5", "--dtype", "f32", "--property",
                                 "^execution$", "--memory-limit", "64"});
  unsetenv("BNCHECK_TEST_HOSTILITY");
  EXPECT_EQ(finished.exit_code, 1) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("(it was refused memory: its limit is 64 MiB)"));
  EXPECT_THAT(finished.out, HasSubstr(" --memory-limit 64 "));
}

}  // namespace
}  // namespace bncheck::end_to_end
