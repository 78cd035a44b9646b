#include "bncheck/report/shape_console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bncheck/report/json_lines.h"
#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

runner::CampaignOptions options_of_shapes() {
  runner::CampaignOptions options = sample_options();
  for (const properties::Property& each : properties::catalogue()) {
    if (each.id == "training_output" || each.id == "backward_training") {
      options.laws.push_back(&each);
    }
  }
  options.listed = {sample_failure().shrunk};
  options.listed[0].shape = {1000, 20, {}};
  return options;
}

runner::CaseResult result_of_shapes() {
  runner::CaseResult result;
  result.input = options_of_shapes().listed[0];
  result.judgements.resize(4, {Verdict::pass, "", {}});
  result.judgements[2].evidence = Evidence{"y", 0, 1, Ball(1), 1, 0.375};
  result.judgements[3].evidence = Evidence{"dweight", 0, 1, Ball(1), 1, 0.5};
  result.exact = runner::Exactness{20000, 19999};
  result.seconds = 2.34;
  return result;
}

TEST(ShapeConsole, PrintsARowForEachCase) {
  const runner::CampaignOptions options = options_of_shapes();
  testing::internal::CaptureStdout();
  ShapeConsole console(options, sample_subject(), false);
  console.on_progress(options.listed[0], 500);
  console.on_case(result_of_shapes());
  console.on_case(result_of_shapes());
  const std::string row =
      "1000x20 f32                   20000       100 %         0.375  99.99500 %         0.500"
      "      2.3\n";
  const std::string titles =
      "                                    y correctly       y worst dx correctly     gradients"
      "         \n"
      "case                         values     rounded  error/budget     rounded  error/budget"
      "  seconds\n";
  EXPECT_EQ(testing::internal::GetCapturedStdout(), titles + row + row);
}

TEST(ShapeConsole, SaysAllOnlyOfAll) {
  runner::CaseResult result = result_of_shapes();
  result.input.shape = {1 << 20, 200, {}};
  result.exact = runner::Exactness{(200U << 20U) - 1, 1};
  const std::string row = shape_row(result, options_of_shapes());
  EXPECT_THAT(row, HasSubstr(" 99.99999 % "));
  EXPECT_THAT(row, HasSubstr(" 0.00001 % "));
  result.exact = runner::Exactness{0, {}};
  EXPECT_THAT(shape_row(result, options_of_shapes()), HasSubstr("         0 % "));
}

TEST(ShapeConsole, LeavesOpenWhatIsNotKnown) {
  runner::CaseResult result = result_of_shapes();
  result.exact = runner::Exactness{};
  result.judgements.assign(4, skipped("refused"));
  result.input.layout = Layout::nhwc;
  EXPECT_EQ(shape_row(result, options_of_shapes()),
            "1000x20 f32 nhwc              20000           -             -           -"
            "             -      2.3\n");
}

TEST(JsonLines, TellsTheShapesAndTheCounts) {
  const runner::CampaignOptions options = options_of_shapes();
  JsonLines lines(options, sample_subject());
  lines.on_case(result_of_shapes());
  EXPECT_THAT(lines.text(), HasSubstr(R"("shapes":["1000x20"])"));
  EXPECT_THAT(lines.text(), HasSubstr(R"("correctly_rounded":{"dx":19999,"y":20000})"));
}

}  // namespace
}  // namespace bncheck::report
