// Given shapes, judged element by element.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

// Several slices of several channels, in all memory orders.
const std::vector<std::string> kSmall = {"--shapes", "6x7x30x30,40x300", "--layout",
                                         "nchw,nhwc,strided"};

std::vector<std::string> words(std::vector<std::string> first,
                               const std::vector<std::string>& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

TEST(Shapes, PassHonestImplementations) {
  for (const char* name : {"cpu", "eigen", "template_c"}) {
    const Finished finished = run(words({"verify", name}, kSmall));
    EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
    EXPECT_EQ(finished.err, "");
    EXPECT_THAT(finished.out, HasSubstr("\n6x7x30x30 f32 nhwc            37800 "));
    EXPECT_THAT(finished.out, testing::ContainsRegex("\n[0-9]+ properties, 6 cases, [0-9]+ passed, "
                                                     "0 failed, 0 "));
  }
}

TEST(Shapes, ShowWhichImplementationRoundsCorrectly) {
  const std::vector<std::string> shape = {"--shapes", "6x7x30x30"};
  const Finished exact = run(words({"verify", "cpu"}, shape));
  EXPECT_THAT(exact.out, ContainsRegex("37800 +100 % +[01]\\.[0-9]+ +100 % "));
  const Finished plain = run(words({"verify", "eigen"}, shape));
  const std::string share = "[0-9]+\\.[0-9]+ %";
  EXPECT_THAT(plain.out, ContainsRegex("37800 +" + share + " +[01]\\.[0-9]+ +" + share + " "));
}

TEST(Shapes, JudgeEachTypeThatIsAskedFor) {
  const Finished finished =
      run({"verify", "cpu", "--shapes", "6x70", "--dtype", "f64,bf16,f64", "--dtype", "f16"});
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  for (const char* row : {"\n6x70 f64 ", "\n6x70 bf16 ", "\n6x70 f16 "}) {
    EXPECT_THAT(finished.out, HasSubstr(row));
  }
  EXPECT_THAT(finished.out, HasSubstr(" properties, 3 cases, "));
}

TEST(Shapes, FailShrinkAndReplayABrokenImplementation) {
  const Finished finished = run(
      {"verify", broken("dx_without_mean_term"), "--shapes", "8x64x28x28", "--property", "B1-B3"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("FAIL backward_training [B1-B3]"));
  EXPECT_THAT(finished.out, HasSubstr("\n  element   dx["));
  EXPECT_THAT(line_after(finished.out, "  case      "), testing::StartsWith("f32 2x1 nchw "));
  const std::vector<std::string> again = replay_arguments(finished.out);
  EXPECT_EQ(run(again).exit_code, 1);
}

TEST(Shapes, NameTheElementOfTheWholeInTheRecord) {
  const Folder folder;
  const std::string record = folder.path / "run.jsonl";
  const Finished finished = run({"verify", broken("dx_without_mean_term"), "--shapes", "8x64x28x28",
                                 "--report", "jsonl:" + record});
  EXPECT_EQ(finished.exit_code, 1);
  const std::string text = read_file(record);
  EXPECT_THAT(text, HasSubstr("\"shapes\":[\"8x64x28x28\"]"));
  EXPECT_THAT(text, HasSubstr("\"correctly_rounded\":{\"dx\":"));
  // The largest index of a slice alone would be 8*28*28 - 1.
  EXPECT_THAT(text, ContainsRegex("\"index\":[0-9]{5,6},\"ratio\":\"[^\"]*\",\"truth\":[^}]*"
                                  "\"what\":\"dx\""));
}

TEST(Shapes, ReplayALargeCaseByChannel) {
  const Finished finished =
      run({"replay", "cpu",
           "f32 64x64x33x32 nchw training eps=1e-05 momentum=0.1 weight=1 bias=0 running_mean=0 "
           "running_var=1 x=bell*2^0+0@1 dy=bell*2^0+0@2"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("puts other problems to the implementation"));
  EXPECT_THAT(finished.out,
              testing::ContainsRegex(" properties, 1 case, [0-9]+ passed, 0 failed, "));
}

TEST(Shapes, ReportACrashAndAHang) {
  for (const char* name : {"null_dereference", "infinite_loop"}) {
    const Finished finished =
        run({"verify", broken(name), "--shapes", "16x64x28x28", "--case-timeout", "300ms"});
    EXPECT_EQ(finished.exit_code, 1);
    EXPECT_THAT(finished.out, HasSubstr("ERROR execution [S3]"));
    EXPECT_EQ(run(replay_arguments(finished.out)).exit_code, 1);
  }
}

TEST(Shapes, MergeFromShards) {
  const Folder folder;
  const auto record = [&](const std::string& name) { return std::string(folder.path / name); };
  for (const char* part : {"1", "2"}) {
    run({"verify", "cpu", "--shapes", "lenet", "--batch", "4", "--shard", std::string(part) + "/2",
         "--report", "jsonl:" + record(part)});
  }
  run({"verify", "cpu", "--shapes", "lenet", "--batch", "4", "--report", "jsonl:" + record("all")});
  EXPECT_EQ(run({"merge", record("1"), record("2"), "-o", record("merged")}).exit_code, 0);
  const auto before_end = [](const std::string& text) {
    return text.substr(0, text.find("{\"cases\":4,\"environment\""));
  };
  EXPECT_EQ(before_end(read_file(record("merged"))), before_end(read_file(record("all"))));
}

TEST(Shapes, ShowProgressByValues) {
  const Finished finished =
      run_on_terminal({"verify", "cpu", "--shapes", "16x64x28x28", "--jobs", "1"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, HasSubstr(" % of 0.8 million values, 16x64x28x28, "));
}

TEST(Shapes, AreListed) {
  const Finished finished = run({"list", "shapes"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, HasSubstr("resnet50: "));
  EXPECT_THAT(finished.out, HasSubstr(" 2048x7x7\n"));
}

TEST(Shapes, RefuseWhatMakesNoSense) {
  const auto refusal = [](const std::vector<std::string>& more) {
    const Finished finished = run(words({"verify", "cpu"}, more));
    EXPECT_EQ(finished.exit_code, 2);
    EXPECT_EQ(finished.out, "");
    return finished.err;
  };
  EXPECT_THAT(refusal({"--shapes", "resnet5"}), HasSubstr("neither a set (resnet50, "));
  EXPECT_THAT(refusal({"--shapes", ""}), HasSubstr("--shapes: '' is neither a set"));
  EXPECT_THAT(refusal({"--shapes", "vgg16", "--batch", "256"}), HasSubstr("that fits is 83"));
  EXPECT_THAT(refusal({"--shapes", "lenet", "--cases", "5"}), HasSubstr("--cases: --shapes says"));
  EXPECT_THAT(refusal({"--shapes", "lenet", "--time", "5s"}), HasSubstr("--time: --shapes says"));
  EXPECT_THAT(refusal({"--shapes", "lenet", "--property", "R8"}), HasSubstr("no law that matches"));
  EXPECT_THAT(refusal({"--shapes", "lenet", "--batch", "no"}), HasSubstr("--batch: 'no' is not"));
  EXPECT_THAT(refusal({"--shapes", "2x3", "--batch", "4"}), HasSubstr("--batch: the shapes of"));
  EXPECT_THAT(refusal({"--batch", "4"}), HasSubstr("--batch goes with --shapes"));
}

}  // namespace
}  // namespace bncheck::end_to_end
