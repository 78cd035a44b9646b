// The commands other than verify.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

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
  EXPECT_THAT(direct.out, HasSubstr(" properties, 1 case, "));
  EXPECT_EQ(run({"replay", "eigen", path}).out, direct.out);
  EXPECT_EQ(run({"replay", "eigen", path, "--in-process"}).out, direct.out);
}

TEST(Replay, SaysThatNothingWasJudged) {
  const Finished finished = run({"replay", "eigen", kCase, "--property", "evaluation_output"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.out, testing::StartsWith("1 law does not apply to the case\n"));
  EXPECT_THAT(finished.err, HasSubstr("bncheck: nothing was judged"));
}

/// A law that cannot fail on a case must not be counted as passed: the first has one formula of
/// three that nothing decides, the other a residual whose range its weights bound.
TEST(Replay, IsInconclusiveWhereNoAnswerCouldFail) {
  const std::string ends =
      " momentum=0.1 weight=none bias=none running_mean=none running_var=none x=";
  const std::string jacobian =
      "f16 5x1 nchw training eps=1e-12" + ends + "bell*2^-13+0@531134 dy=constant*2^0+0@0";
  const std::string path = "f32 7x2 nchw training eps=1e-05" + ends +
                           "duplicates*2^-1+-10833403@434533 dy=constant*2^0+0@0";
  EXPECT_THAT(run({"replay", "cpu", jacobian, "--property", "^jacobian$"}).out,
              testing::StartsWith("inconclusive jacobian [B20]"));
  EXPECT_THAT(run({"replay", "cpu", path, "--property", "^path_integral$"}).out,
              testing::StartsWith("inconclusive path_integral [F31]"));
}

TEST(Replay, CountsTheLawsThatDoNotApply) {
  const std::string few = run({"replay", "eigen", kCase}).out;
  EXPECT_THAT(few, testing::ContainsRegex("\n[0-9]+ laws do not apply to the case\n"));
  EXPECT_THAT(few, testing::Not(HasSubstr("evaluation_output")));
  const std::string all = run({"replay", "eigen", kCase, "--all"}).out;
  EXPECT_THAT(all, HasSubstr("skip         evaluation_output [E1]"));
  EXPECT_THAT(all, testing::Not(HasSubstr(" laws do not apply")));
}

TEST(GoldenCheck, TellsEachReasonOnce) {
  const auto lines = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  const std::string few = run({"golden", "check", "eigen"}).out;
  EXPECT_LT(lines(few), 12) << few;
  EXPECT_THAT(few, HasSubstr("skip         11 vectors (bn1d-eval-0015, bn1d-train-0021, "
                             "bn1d-train-0022, ...): the published answer is a documented "
                             "deviation\n"));
  const std::string all = run({"golden", "check", "eigen", "--all"}).out;
  EXPECT_GT(lines(all), 40);
  EXPECT_EQ(line_after(all, "2 properties"), line_after(few, "2 properties"));
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

/// Puts a script where the generator's Python lies in this cache, and returns its environment.
std::filesystem::path write_python(const Folder& cache, const std::string& script) {
  const std::filesystem::path environment = cache.path / "bncheck" / "golden-venv";
  std::filesystem::create_directories(environment / "bin");
  std::ofstream(environment / "bin" / "python") << "#!/bin/sh\n" << script;
  std::filesystem::permissions(environment / "bin" / "python", std::filesystem::perms::owner_all);
  return environment;
}

TEST(GoldenGenerate, KeepsTheStoredInputs) {
  const Folder cache;
  std::ofstream(write_python(cache, "echo \"$@\"\n") / "complete") << "";
  setenv("XDG_CACHE_HOME", cache.path.c_str(), 1);
  const std::string golden = GOLDEN_FOLDER;
  EXPECT_EQ(run({"golden", "generate", "--output", "there"}).out,
            golden + "/generate.py --output there --inputs " + golden + "\n");
  EXPECT_EQ(run({"golden", "generate", "--check"}).out,
            golden + "/generate.py --output " + golden + " --check\n");
  unsetenv("XDG_CACHE_HOME");
}

TEST(GoldenGenerate, ShowsWhatPipSaysOnlyIfItFails) {
  const Folder cache;
  const std::string pip = "[ \"$2\" != pip ] || { echo WARNING: cache >&2; exit ";
  // "true -m venv" stands for the Python that makes the environment.
  const std::vector<std::string> generate = {"golden", "generate", "--check", "--python", "true"};
  setenv("XDG_CACHE_HOME", cache.path.c_str(), 1);
  write_python(cache, pip + "1; }\n");
  const Finished failed = run(generate);
  EXPECT_EQ(failed.exit_code, 2);
  EXPECT_THAT(failed.err, testing::StartsWith("WARNING: cache\nbncheck: cannot install "));
  write_python(cache, pip + "0; }\n");
  const Finished done = run(generate);
  EXPECT_EQ(done.exit_code, 0);
  EXPECT_EQ(done.err, "");
  unsetenv("XDG_CACHE_HOME");
}

TEST(List, ShowsWhatThereIs) {
  EXPECT_THAT(run({"list", "properties"}).out, HasSubstr("R1       running_statistics "));
  for (const char* name : {"cpu\n", "\neigen\n", "template_c\ntemplate_cpp\n", "torch\n"}) {
    EXPECT_THAT(run({"list", "implementations"}).out, HasSubstr(name));
  }
}

TEST(List, ShowsTheMutantsAskedFor) {
  EXPECT_THAT(run({"list", "mutants", "^eps_fixed$"}).out, StartsWith("eps_fixed: eps is always"));
  EXPECT_THAT(run({"list", "mutants", "nobody"}).err, HasSubstr("no mutant's name matches"));
}

TEST(List, ShowsTheDialectsAndOneInFull) {
  const std::string all = run({"list", "dialects"}).out;
  EXPECT_THAT(all,
              HasSubstr("\npytorch      unbiased    invstd   refused   positive_in_training "));
  EXPECT_THAT(all, HasSubstr("\nmlx          mlx 0.32.4: mlx/nn/layers/normalization.py\n"));
  std::istringstream lines(all);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 110U) << line;
  const std::string one = run({"list", "dialects", "tf-fused;eps=raised_to:1.001e-5"}).out;
  EXPECT_THAT(one, testing::StartsWith("tf-fused;eps=raised_to:1.001e-05\n"));
  EXPECT_THAT(one, HasSubstr("  eps            raised_to:1.001e-05   D6  "));
  EXPECT_THAT(one, HasSubstr("  affine         required              D8  "));
  EXPECT_THAT(one, HasSubstr("fused_batch_norm_op.cc"));
  const Finished unknown = run({"list", "dialects", "theano"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("unknown dialect 'theano'; known: pytorch, onnx7"));
}

}  // namespace
}  // namespace bncheck::end_to_end
