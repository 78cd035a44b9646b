// bench of Python implementations: arrays and a process of their own, and what goes wrong there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

const std::string kTime = " +[0-9.]+ (us|ms|s) +[0-9.]+ ";
const std::string kNumber = "[0-9.]+";

std::string module(const Folder& folder, const std::string& text) {
  const std::string path = folder.path / "mine.py";
  std::ofstream(path) << text;
  return path;
}

TEST(BenchOfPython, HasAProcessOfItsOwn) {
  const Finished finished =
      run({"bench", "--rounds", "1", "cpu", TEN_LINES, "--shapes", "4x3x5x5", "--layout", "nhwc",
           "--operation", "training,evaluation,backward", "--threads", "2,1"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  const std::string& out = finished.out;
  EXPECT_THAT(out, HasSubstr("ten_lines: allocates its outputs\n"));
  for (const std::string operation : {"training", "evaluation"}) {
    for (const std::string threads : {"1", "2"}) {
      EXPECT_THAT(out, ContainsRegex("\nten_lines +4x3x5x5 +nhwc +" + operation + " +" + threads +
                                     kTime + "+" + kNumber + " % +" + kNumber + " +[0-9]\\."));
    }
  }
  EXPECT_THAT(out, ContainsRegex("\nten_lines +4x3x5x5 +nhwc +backward +1 +- +- +- +- +-\n"));
  EXPECT_THAT(out, HasSubstr("it has no function batch_norm_backward\n"));
}

TEST(BenchOfPython, ShowsAWrongAnswer) {
  const Folder folder;
  const std::string wrong = module(folder, "def batch_norm(x, *given):\n    return x + 1000\n");
  EXPECT_THAT(run({"bench", wrong, "--shapes", "4x3x5x5", "--rounds", "1"}).out,
              ContainsRegex("\nmine +4x3x5x5 .* [0-9.]+e\\+0[0-9]\n"));
}

TEST(BenchOfPython, ShowsWhoRefusesAndEndsWith2IfAllDo) {
  const Finished finished = run({"bench", TEN_LINES, "--shapes", "4x3", "--dtype", "f16"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.out, ContainsRegex("\nten_lines +4x3 +nchw +training +1 +- +- +- +- +-\n"));
  EXPECT_THAT(finished.out, HasSubstr("ten_lines: f16 is not among its DTYPES"));
  EXPECT_THAT(finished.err, HasSubstr("nothing was timed"));
}

TEST(BenchOfPython, EndsWith1IfACallFails) {
  const Folder folder;
  const std::string broken = module(folder, "def batch_norm(*given):\n    return no_such_name\n");
  const Finished finished = run({"bench", "cpu", broken, "--shapes", "4x3", "--rounds", "1"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, ContainsRegex("\nmine +4x3 +nchw +training +1 +failed "));
  EXPECT_THAT(finished.out, HasSubstr("mine: it raised NameError"));
  EXPECT_THAT(finished.out, ContainsRegex("\ncpu +4x3 +nchw +training +1" + kTime));
}

TEST(BenchOfPython, SurvivesAProcessThatEnds) {
  const Folder folder;
  const std::string leaves =
      module(folder, "import os\ndef batch_norm(*given):\n    os._exit(7)\n");
  const Finished finished = run({"bench", leaves, "--shapes", "4x3,5x3", "--rounds", "1"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("its process exited with code 7"));
  EXPECT_THAT(finished.out, ContainsRegex("\nmine +5x3 +nchw +training +1 +failed "));
}

}  // namespace
}  // namespace bncheck::end_to_end
