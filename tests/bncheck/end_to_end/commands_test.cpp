// The commands other than verify.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

constexpr const char* kCase =
    "f32 2x1 nchw training eps=1 momentum=1 weight=none bias=none running_mean=0 running_var=1 "
    "x=ramp*2^0+0@0 dy=ramp*2^0+0@0";

TEST(Help, IsPrintedForEveryCommand) {
  for (const char* command : {"verify", "replay", "golden", "list", "explain"}) {
    const Finished finished = run({command, "--help"});
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_EQ(finished.err, "");
    EXPECT_THAT(finished.out, HasSubstr("Usage: bncheck " + std::string(command)));
  }
  const Finished finished = run({"--help"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, HasSubstr("exit status: 0 every judged law held"));
  EXPECT_EQ(run({"--version"}).out.substr(0, 8), "bncheck ");
}

TEST(Replay, ReadsACaseFromTheCommandLineOrAFile) {
  const Folder folder;
  const std::string path = folder.path / "case";
  std::ofstream(path) << kCase << "\n";
  const Finished direct = run({"replay", "eigen", kCase});
  EXPECT_EQ(direct.exit_code, 0) << direct.err;
  EXPECT_THAT(direct.out, HasSubstr("pass         running_statistics [R1]"));
  EXPECT_THAT(direct.out, HasSubstr("14 properties, 1 cases, "));
  EXPECT_EQ(run({"replay", "eigen", path}).out, direct.out);
  EXPECT_EQ(run({"replay", "eigen", path, "--in-process"}).out, direct.out);
}

TEST(Replay, SaysThatNothingWasJudged) {
  const Finished finished = run({"replay", "eigen", kCase, "--property", "evaluation_output"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.out, HasSubstr("the law does not apply to the case"));
  EXPECT_THAT(finished.err, HasSubstr("bncheck: nothing was judged"));
}

TEST(GoldenCheck, CertifiesTheVectors) {
  const Finished finished = run({"golden", "check"});
  EXPECT_EQ(finished.exit_code, 0) << finished.out;
  EXPECT_THAT(finished.out, HasSubstr(" 0 failed, "));
}

TEST(GoldenCheck, HoldsAnImplementationToThem) {
  EXPECT_EQ(run({"golden", "check", "eigen"}).exit_code, 0);
  const Finished finished = run({"golden", "check", broken("biased_running_var")});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("running_var["));
}

TEST(List, ShowsWhatThereIs) {
  EXPECT_THAT(run({"list", "properties"}).out, HasSubstr("R1       running_statistics "));
  EXPECT_THAT(run({"list", "implementations"}).out, HasSubstr("eigen\ntemplate_c\n"));
  EXPECT_THAT(run({"list", "dialects"}).out, HasSubstr("\npytorch    unbiased     new  "));
}

TEST(Explain, FindsALawByIdOrClause) {
  const Finished finished = run({"explain", "R1"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, testing::StartsWith("running_statistics [R1]: "));
  EXPECT_EQ(finished.out, run({"explain", "^running_statistics$"}).out);
}

}  // namespace
}  // namespace bncheck::end_to_end
