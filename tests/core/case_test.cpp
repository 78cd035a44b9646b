#include "core/case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace bncheck {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kLine =
    "f32 4x3x2x2 nchw training eps=1e-05 momentum=0.1 weight=2,1 bias=none running_mean=0 "
    "running_var=1 x=bell*2^3+1024@17[0=5,2=0.125]|ramp*2^0+0@0 dy=uniform*2^0+-3@1";

std::string with(const std::string& word, const std::string& replacement) {
  std::string line = kLine;
  line.replace(line.find(word), word.size(), replacement);
  return line;
}

/// Returns what the reader says of the line; empty if it accepts it.
std::string complaint(const std::string& line) {
  try {
    parse_case(line);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Case, PrintsWhatItReads) { EXPECT_EQ(to_string(parse_case(kLine)), kLine); }

TEST(Case, PrintsNumbersThatReadBackExactly) {
  Case c = parse_case(with("4x3x2x2", "4x5x2x2"));
  c.weight = {1.0 / 3, -0x1.fffffep+127, 0x1p-1074, 0x1.fffffffffffffp+1023, -0.0};
  const std::vector<double> read = parse_case(to_string(c)).weight;
  EXPECT_EQ(read, c.weight);
  EXPECT_TRUE(std::signbit(read.back()));
}

TEST(Case, ReadsHexadecimalNumbersAndSurroundingSpace) {
  const Case c = parse_case("  " + with("weight=2,1", "weight=0x1p+1,0x1p+0") + " \r\n");
  EXPECT_EQ(to_string(c), kLine);
}

TEST(Case, ReadsEveryField) {
  const Case c = parse_case(kLine);
  EXPECT_EQ(c.dtype, DType::f32);
  EXPECT_EQ(c.shape, (Shape{4, 3, {2, 2}}));
  EXPECT_EQ(c.eps, 1e-5);
  EXPECT_EQ(c.momentum, 0.1);
  EXPECT_THAT(c.weight, ElementsAre(2, 1));
  EXPECT_TRUE(c.bias.empty());
  ASSERT_EQ(c.x.size(), 2U);
  EXPECT_EQ(c.x[0], (Recipe{Pattern::bell, 3, 1024, 17, {{0, 5}, {2, 0.125}}}));
  EXPECT_EQ(c.dy[0], (Recipe{Pattern::uniform, 0, -3, 1, {}}));
}

TEST(Case, NamesTheWordItCannotRead) {
  EXPECT_THAT(complaint(with("f32", "f33")), HasSubstr("'f33' where f16, bf16, f32 or f64"));
  EXPECT_THAT(complaint(with("4x3x2x2", "4")), HasSubstr("'4' where a shape"));
  EXPECT_THAT(complaint(with("nchw", "nwhc")), HasSubstr("'nwhc' where a layout such as"));
  EXPECT_THAT(complaint(with("training", "train")), HasSubstr("'train' where training"));
  EXPECT_THAT(complaint(with("momentum=", "moment=")), HasSubstr("where momentum=... belongs"));
  EXPECT_THAT(complaint(with("weight=2", "weight=two")), HasSubstr("'two' where a number"));
  EXPECT_THAT(complaint(with("bell", "bel")), HasSubstr("'bel' where a pattern's name"));
  EXPECT_THAT(complaint(with("2^3", "2^9999")), HasSubstr("'9999' where a scale"));
  EXPECT_THAT(complaint(with("@17", "@-1")), HasSubstr("'-1' where a seed"));
  EXPECT_THAT(complaint(with("[0=", "[-1=")), HasSubstr("'-1' where a place"));
  EXPECT_THAT(complaint(with("125]", "125")), HasSubstr("where a closing ] belongs"));
  EXPECT_THAT(complaint(with("uniform*2^0", "uniform")), HasSubstr("pattern*2^scale+shift@seed"));
}

TEST(Case, KeepsThePlaceOfEachTensor) {
  const std::string line = with("nchw", "nhwc+3,dy=far,parameters=sliced");
  EXPECT_EQ(parse_case(line).layout.x, (Placement{Layout::nhwc, 3}));
  EXPECT_EQ(parse_case(line).layout.parameters, Placement{Layout::sliced});
  EXPECT_THAT(to_string(parse_case(line)), HasSubstr(" nhwc+3,dy=far,parameters=sliced training"));
}

TEST(Case, RefusesToExpandWhatIsNotOneValue) {
  const std::string line = with("nchw", "nchw,dy=expanded");
  EXPECT_THAT(complaint(line), HasSubstr("dy=expanded is one value in memory"));
  const auto dy = [&](const std::string& recipes) {
    return line.substr(0, line.find("dy=uniform")) + "dy=" + recipes;
  };
  EXPECT_EQ(complaint(dy("constant*2^0+-3@1|constant*2^4+-3@2")), "");
  EXPECT_THAT(complaint(dy("constant*2^0+3@1|constant*2^0+4@1")), HasSubstr("dy=expanded"));
  EXPECT_THAT(complaint(dy("constant*2^0+3@1[0=3]")), HasSubstr("dy=expanded"));
}

TEST(Case, ExpandsToEmptyTensors) {
  EXPECT_TRUE(
      expand(parse_case("f32 4x3x0x2 nchw training "
                        "eps=1 momentum=1 weight=none bias=none running_mean=none running_var=none "
                        "x=ramp*2^0+0@0 dy=ramp*2^0+0@0"))
          .x.empty());
  const Problem none =
      expand(parse_case("f32 4x0 nchw training eps=1 momentum=1 weight=2 bias=none "
                        "running_mean=none running_var=none x=ramp*2^0+0@0 dy=ramp*2^0+0@0"));
  EXPECT_TRUE(none.x.empty() && none.weight.empty());
}

TEST(Case, RefusesWhatItWouldIgnore) {
  EXPECT_THAT(complaint(with("2=0.125", "16=0.125")),
              HasSubstr("x has a value for place 16, and a channel of 4x3x2x2 has places 0 to 15"));
  EXPECT_EQ(complaint(with("2=0.125", "15=0.125")), "");
  EXPECT_THAT(complaint(with("2=0.125", "0=0.125")), HasSubstr("x has two values for place 0"));
  EXPECT_THAT(complaint(with("uniform*2^0+-3@1", "uniform*2^0+-3@1[16=1]")),
              HasSubstr("dy has a value for place 16"));
  EXPECT_THAT(complaint(with("weight=2,1", "weight=2,1,3,4")),
              HasSubstr("weight has 4 entries where at most 3 belong"));
  EXPECT_THAT(complaint(with("|ramp*2^0+0@0", "|ramp*2^0+0@0|ramp*2^0+0@0|ramp*2^0+0@0")),
              HasSubstr("x has 4 entries where at most 3 belong"));
}

TEST(Case, RefusesNumbersThatAreNotWhatIsWritten) {
  EXPECT_THAT(complaint(with("weight=2", "weight=1e999")),
              HasSubstr("'1e999' where a number up to 1.8e308 belongs"));
  EXPECT_EQ(complaint(with("weight=2", "weight=-inf")), "");
  EXPECT_THAT(complaint(with("weight=2", "weight=\t2")), HasSubstr("where a number"));
  const std::string cut("weight=2\0x", 10);  // as a file may hold it
  EXPECT_THAT(complaint(with("weight=2", cut)), HasSubstr("where a number"));
  EXPECT_THAT(complaint(with("0=5", std::string("0=\0005", 4))), HasSubstr("where a number"));
  EXPECT_THAT(complaint(with("@17", "@+17")), HasSubstr("'+17' where a seed"));
  EXPECT_THAT(complaint(with("@17", "@18446744073709551616")), HasSubstr("where a seed"));
  EXPECT_THAT(complaint(with("[0=", "[ 0=")), HasSubstr("words where 12 belong"));
}

TEST(Case, RefusesTooFewWords) {
  EXPECT_THAT(complaint("f32 4x3"), HasSubstr("2 words where 12 belong"));
}

TEST(Case, RefusesHalfOfTheRunningStatistics) {
  EXPECT_THAT(complaint(with("running_var=1", "running_var=none")), HasSubstr("both"));
}

TEST(Case, RefusesEvaluationWithoutRunningStatistics) {
  std::string line = with("running_var=1", "running_var=none");
  line.replace(line.find("running_mean=0"), 14, "running_mean=none");
  EXPECT_EQ(complaint(line), "");
  line.replace(line.find("training"), 8, "evaluation");
  EXPECT_THAT(complaint(line), HasSubstr("evaluation needs"));
}

TEST(Case, RefusesNegativeEps) {
  EXPECT_THAT(complaint(with("eps=1e-05", "eps=-1")), HasSubstr("not negative"));
}

TEST(Expand, AppliesShiftScaleAndOverrides) {
  const Problem problem = expand(
      parse_case("f32 3x2 nchw training eps=1 momentum=1 weight=5 bias=1,2 running_mean=none "
                 "running_var=none x=ramp*2^1+10@0[2=7]|constant*2^0+3@0 dy=constant*2^0+1@0"));
  EXPECT_THAT(problem.x, ElementsAre(10, 3, 12, 3, 7, 3));
  EXPECT_THAT(problem.weight, ElementsAre(5, 5));
  EXPECT_THAT(problem.bias, ElementsAre(1, 2));
  EXPECT_FALSE(problem.has_running());
}

TEST(Expand, RoundsToTheTypeOfTheTensor) {
  const Problem problem = expand(
      parse_case("bf16 2x1 nchw training eps=1 momentum=1 weight=1.001 bias=none running_mean=none "
                 "running_var=none x=ramp*2^-8+1@0 dy=constant*2^0+1@0"));
  EXPECT_THAT(problem.x, ElementsAre(1, 1));  // 1 + 2^-8 is a tie, and 1 is even
  EXPECT_THAT(problem.weight, ElementsAre(static_cast<double>(1.001F)));
}

TEST(Expand, RefusesWhatDoesNotFitInMemory) {
  Case c = parse_case(kLine);
  c.shape = *parse_shape("65536x65536");
  EXPECT_THROW(expand(c), UsageError);
  for (const char* empty : {"0x1099511627776", "1099511627776x0", "0x3x1048576x1024"}) {
    c.shape = *parse_shape(empty);
    EXPECT_THROW(expand(c), UsageError) << empty;
  }
  EXPECT_THAT(complaint(with("4x3x2x2", "0x1099511627776")), HasSubstr("has no values, but"));
}

TEST(Problem, HasIdentityParametersWhereTheyAreAbsent) {
  const Problem problem;
  EXPECT_EQ(problem.weight_of(3), 1);
  EXPECT_EQ(problem.bias_of(3), 0);
}

}  // namespace
}  // namespace bncheck
