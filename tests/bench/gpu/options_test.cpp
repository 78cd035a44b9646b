#include "bench/gpu/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace bncheck::gpu_bench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Words = std::vector<const char*>;

Options read(Words words) {
  words.insert(words.begin(), "gpu_bench");
  return read_options(static_cast<int>(words.size()), words.data());
}

std::string refusal(Words words) {
  try {
    read(std::move(words));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

/// What must be there for anything to be timed, and more.
Words with(Words more) {
  more.insert(more.begin(), {"--plugin", "a.so", "--jsonl", "out"});
  return more;
}

TEST(Options, AreThoseOfResNet50InUsualTypes) {
  const Options options = read(with({}));
  EXPECT_EQ(options.tasks.size(), 12U * 2 * 2 * 3);
  EXPECT_EQ(to_string(options.tasks.front().workload.shape), "256x64x112x112");
  EXPECT_EQ(options.seconds, kUsualSeconds);
}

TEST(Options, AreWhatIsAskedFor) {
  const Options options = read(
      {"--plugin",  "a.so",    "--plugin", "b.so",     "--shapes",   "lenet,4x3x5x5", "--batch",
       "8",         "--dtype", "f16,f16",  "--layout", "nhwc",       "--operation",   "backward",
       "--seconds", "7",       "--jsonl",  "out",      "--markdown", "page"});
  EXPECT_THAT(options.plugins, ElementsAre("a.so", "b.so"));
  ASSERT_EQ(options.tasks.size(), 5U);
  const bench::Workload& workload = options.tasks.front().workload;
  EXPECT_EQ(to_string(workload.shape), "8x6x28x28");
  EXPECT_EQ(workload.dtype, DType::f16);
  EXPECT_EQ(workload.layout, Layout::nhwc);
  EXPECT_EQ(workload.operation, bench::Operation::backward);
  EXPECT_EQ(to_string(options.tasks.back().workload.shape), "4x3x5x5");
  EXPECT_EQ(options.seconds, 7);
  EXPECT_EQ(options.jsonl, "out");
  EXPECT_EQ(options.markdown, "page");
}

TEST(Options, AreRefusedWithTheReason) {
  EXPECT_THAT(refusal({}), HasSubstr("--plugin build/plugins/cuda.so"));
  EXPECT_THAT(refusal({"--plugin", "a.so"}), HasSubstr("--jsonl FILE"));
  EXPECT_THAT(refusal(with({"--dtype", "f64"})), HasSubstr("'f64' is not f16, bf16 or f32"));
  EXPECT_THAT(refusal(with({"--dtype", "f32,int8"})), HasSubstr("'int8'"));
  EXPECT_THAT(refusal(with({"--layout", "strided"})), HasSubstr("'strided' is not nchw or nhwc"));
  EXPECT_THAT(refusal(with({"--operation", "forward"})), HasSubstr("'forward' is not training"));
  EXPECT_THAT(refusal(with({"--shapes", "resnet"})), HasSubstr("neither a set (resnet50"));
  EXPECT_THAT(refusal(with({"--shapes", "4x3", "--batch", "8"})), HasSubstr("--batch"));
  EXPECT_THAT(refusal(with({"--batch", "0"})), HasSubstr("--batch"));
  EXPECT_THAT(refusal(with({"--batch", "1024"})), HasSubstr("the largest batch that fits is 334"));
  for (const char* seconds : {"0", "-1", "4000", "soon"}) {
    EXPECT_THAT(refusal(with({"--seconds", seconds})), HasSubstr("--seconds")) << seconds;
  }
  EXPECT_THAT(refusal(with({"stray"})), HasSubstr("stray"));
}

TEST(Options, OfMergingNameNothingToTime) {
  const Options options = read({"--merge", "a", "--merge", "b", "--markdown", "page"});
  EXPECT_THAT(options.merged, ElementsAre("a", "b"));
  EXPECT_TRUE(options.tasks.empty());
  EXPECT_THAT(refusal({"--merge", "a"}), HasSubstr("--markdown FILE"));
  EXPECT_THAT(refusal({"--merge", "a", "--markdown", "b", "--jsonl", "c"}), HasSubstr("--jsonl"));
  EXPECT_THAT(refusal({"--merge", "a", "--plugin", "b"}), HasSubstr("leave --plugin away"));
}

TEST(Options, HelpIsNoError) { EXPECT_THROW(read({"--help"}), Help); }

}  // namespace
}  // namespace bncheck::gpu_bench
