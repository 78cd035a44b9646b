// An implementation that answers rightly only while it thinks itself watched is accused, and one
// that harms the machine it runs on spoils neither the campaign nor its records.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <ostream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;

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
  const char* how;
  const char* accusation;  ///< a law or fault that accuses it
};

void PrintTo(const Cheat& cheat, std::ostream* out) { *out << cheat.how; }

const Cheat kCheats[] = {
    {"soon", "FAIL training_output ["},
    {"rarely", "FAIL repetition ["},
    {"on the second call", "FAIL repetition ["},
    {"on large tensors", "FAIL training_output ["},
    {"what x alone was answered", "FAIL training_output ["},
    {"what was answered last", "FAIL training_output ["},
    {"fails after all", "ERROR training_output ["},
};

class Cheats : public testing::TestWithParam<Cheat> {};

TEST_P(Cheats, AreAccused) {
  const Finished finished = verify_cheat(GetParam().how);
  EXPECT_EQ(finished.exit_code, 1) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr(GetParam().accusation));
}

INSTANTIATE_TEST_SUITE_P(All, Cheats, testing::ValuesIn(kCheats), [](const auto& each) {
  std::string name = each.param.how;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
});

TEST(Cheat, WithoutOneIsRight) { EXPECT_EQ(verify_cheat("").exit_code, 0); }

TEST(Cheat, ThatRefusesAllIsNotJudged) {
  const Finished finished = verify_cheat("refuses all");
  EXPECT_EQ(finished.exit_code, 2);
}

TEST(Cheat, ThatRefusesMuchIsCounted) {
  const Finished finished = verify_cheat("refuses what is large");
  EXPECT_THAT(finished.out, HasSubstr(" skipped"));
}

/// Outputs hold NaN before every call: whoever looks for that can tell a trial from use. No law can
/// help it; the promise is that what is answered in a trial is right.
TEST(Cheat, ThatLooksForPoisonIsNotNoticedYet) {
  EXPECT_EQ(verify_cheat("on no poison").exit_code, 0);
}

}  // namespace
}  // namespace bncheck::end_to_end
