// What a Python implementation does to more than its own answers is told in one sentence, or does
// no harm; the next call is answered either way.
#include <gmock/gmock.h>

#include "tests/bncheck/python/modules.h"

namespace bncheck::host {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class PythonHostile : public testing::Test {
 protected:
  Outcome<Forward<double>> forward(int deed) {
    Problem problem = small_problem();
    problem.eps = deed;
    return plugin_->forward(problem, false);
  }
  std::string fault(int deed) {
    const auto outcome = forward(deed);
    EXPECT_EQ(outcome.status, CallStatus::fault) << deed;
    EXPECT_EQ(forward(0).status, CallStatus::ok) << "after " << deed;
    return outcome.message;
  }

  std::unique_ptr<Plugin> plugin_ = load_plugin(module("hostile"));
};

TEST_F(PythonHostile, WhatIsNoArrayIsNamed) {
  const std::string expected = ", expected a numpy.ndarray or a tensor that offers __dlpack__";
  EXPECT_EQ(fault(1), "returned y as generator" + expected);
  EXPECT_THAT(fault(2), EndsWith(".Sulky" + expected));
  EXPECT_THAT(fault(9), StartsWith("raised RuntimeError: no shape today (hostile.py, line "));
  EXPECT_EQ(fault(10), "left 12 elements of y unwritten (first at index 0)");
}

TEST_F(PythonHostile, EveryExceptionIsNamed) {
  EXPECT_THAT(fault(3), StartsWith("raised Worst: at all (hostile.py, line "));
  EXPECT_THAT(fault(4), StartsWith("raised RecursionError: maximum recursion depth exceeded"));
  EXPECT_THAT(fault(7), HasSubstr("raised MuteError: its text cannot be had, as that raises"));
  EXPECT_THAT(fault(8), StartsWith("called sys.exit(an object of type Mute) (hostile.py, line "));
  EXPECT_EQ(fault(11), "raised SyntaxError");
}

TEST_F(PythonHostile, AMessageIsCutAndPrintable) {
  const std::string text = fault(5);
  EXPECT_THAT(text, StartsWith("raised ValueError: zzz"));
  EXPECT_LT(text.size(), 1024u);
  EXPECT_THAT(fault(6), StartsWith("raised ValueError: a??b (hostile.py, line "));
}

TEST_F(PythonHostile, TheLimitOfMemoryIsNamed) {
  EXPECT_THAT(fault(12), StartsWith("raised MemoryError: Unable to allocate 128"));
  EXPECT_THAT(fault(12), HasSubstr(" (it was refused memory: its limit is "));
}

TEST_F(PythonHostile, ThreadsAndChangedSurroundingsAreHarmless) {
  for (const int deed : {14, 13, 0}) {
    const auto outcome = forward(deed);
    EXPECT_EQ(outcome.status, CallStatus::ok) << outcome.message;
    EXPECT_EQ(outcome.outputs.y, small_problem().x);
  }
}

TEST_F(PythonHostile, AViewOfFreedMemoryCrashes) { EXPECT_EQ(fault(15), "crashed with SIGSEGV"); }

TEST_F(PythonHostile, ThatPatchesModulesSpoilsItsOwnAnswers) {
  EXPECT_EQ(forward(16).message, "left 12 elements of y unwritten (first at index 0)");
  EXPECT_EQ(forward(17).message,
            "left without returning: exit code 1 after an earlier call had returned");
  EXPECT_EQ(forward(0).status, CallStatus::ok) << "in a new worker";
}

TEST(PythonHostileLoad, SideEffectsOfImportsStayInTheWorker) {
  EXPECT_THAT(refusal(written_module("vanishing.py", "import os\nos._exit(0)\n")),
              EndsWith("vanishing.py left without returning: exit code 0 while it was loaded"));
  testing::internal::CaptureStdout();
  const auto folder = std::filesystem::current_path();
  const auto noisy = written_module("noisy.py",
                                    "import os, sys\nfrom math import hypot as batch_norm\n"
                                    "print('noise')\nos.write(1, b'noise')\nos.chdir('/')\n"
                                    "sys.modules['numpy'] = sys.modules['json'] = None\n"
                                    "DIALECT = 'pytorch'\n");
  EXPECT_EQ(refusal(noisy), "loaded");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(std::filesystem::current_path(), folder);
}

}  // namespace
}  // namespace bncheck::host
