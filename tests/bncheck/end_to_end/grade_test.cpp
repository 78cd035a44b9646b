// What grade prints, for people at a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(GradeCommand, GradesAnHonestImplementation) {
  const Finished finished = run({"grade", "template_c"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.err, "");
  EXPECT_THAT(finished.out, StartsWith("C/o   template_c (template_c 1) on f32\n\nIt behaves like "
                                       "two passes that add one value after the other"));
  for (const char* part :
       {"A+ correctly rounded               refuted", "B  two passes, sums as a tree      refuted",
        "C  two passes, sums in a row       holds", "kappa^0.0: two passes, or f64",
        "m^1.0: chains", "f32, in a row", "same bits again       yes"}) {
    EXPECT_THAT(finished.out, HasSubstr(part));
  }
  EXPECT_THAT(finished.out, Not(HasSubstr("\x1b"))) << "plain into a pipe";
  std::istringstream lines(finished.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
}

TEST(GradeCommand, GradesF64RelativeToItself) {
  const Finished finished = run({"grade", "eigen", "--dtype", "f64", "--seed", "3"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, StartsWith("C/o   eigen (eigen 1) on f64\n"));
}

TEST(GradeCommand, FailsWhatBreaksALaw) {
  const Finished finished = run({"grade", broken("biased_running_var")});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, StartsWith("F"));
  EXPECT_THAT(finished.out, HasSubstr("law running_statistics [R1]"));
  EXPECT_THAT(finished.out, HasSubstr("on the case f32 "));
}

TEST(GradeCommand, MeasuresNothingWhereNothingIsAnswered) {
  const Folder folder;
  const std::string module = folder.path / "raises.py";
  std::ofstream(module) << "def batch_norm(*given):\n    return no_such_name\n";
  const Finished finished = run({"grade", module});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("Nothing was measured: no question was answered."));
  EXPECT_THAT(finished.out, Not(HasSubstr("holds")));
}

/// As oneDNN keeps no running statistics, and what serves images has no tensors of two axes.
TEST(GradeCommand, GradesWhatRefusesSomeProblems) {
  const Folder folder;
  std::ifstream file(BNCHECK_TEMPLATE_PY);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::string start = "    axes = (0, *range(2, x.ndim))\n";
  ASSERT_THAT(text, HasSubstr(start));
  text.insert(text.find(start),
              "    if x.ndim < 4 or (training and running_mean is not None):\n"
              "        raise NotImplementedError('images without running statistics only')\n"
              "    if x.size > 200000:\n"
              "        raise NotImplementedError('small images only')\n");
  const std::string module = folder.path / "images.py";
  std::ofstream(module) << text;
  const Finished finished = run({"grade", module});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_THAT(finished.out,
              HasSubstr("\nIt was asked without running statistics, on tensors of 4 axes or more, "
                        "as it refuses the rest.\nIt refused 1 of "));
  EXPECT_THAT(finished.out, HasSubstr(" problems, and is graded by the others.\n"));
}

TEST(GradeCommand, TakesATimeLimit) {
  const Folder folder;
  const std::string module = folder.path / "slow.py";
  std::ofstream(module) << "import time\n\ndef batch_norm(*given):\n    time.sleep(2)\n";
  const Finished finished = run({"grade", module, "--case-timeout", "100ms"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("did not return within 100 ms"));
  EXPECT_EQ(run({"grade", module, "--case-timeout", "long"}).exit_code, 2);
}

TEST(GradeCommand, SaysWhatCannotBeGraded) {
  const Finished half = run({"grade", "cpu", "--dtype", "f16"});
  EXPECT_EQ(half.exit_code, 2);
  EXPECT_THAT(half.err, HasSubstr("'f16' is not f32 or f64"));
  EXPECT_EQ(run({"grade", "no_such_implementation"}).exit_code, 3);
  const Folder folder;
  const std::string module = folder.path / "double_only.py";
  std::ofstream(module) << "DTYPES = ['f64']\n"
                           "def batch_norm(x, weight, bias, running_mean, running_var, training,\n"
                           "               momentum, eps):\n"
                           "    return x\n";
  const Finished refused = run({"grade", module});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("nothing could be graded: the implementation refuses f32: "
                                     "f32 is not among its DTYPES"));
}

}  // namespace
}  // namespace bncheck::end_to_end
