// Every broken copy of the C template is found, shrunk and replayed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "core/case.h"
#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Defect {
  const char* library;
  std::vector<std::string> laws;  ///< of which one must be found broken
  std::int64_t values;            ///< per channel of the shrunk case, at most
};

void PrintTo(const Defect& defect, std::ostream* out) { *out << defect.library; }

const Defect kDefects[] = {
    {"biased_running_var", {"running_statistics"}, 2},
    {"swapped_momentum", {"running_statistics"}, 2},
    {"eps_outside_sqrt", {"saved_statistics", "training_output"}, 2},
    {"one_pass_variance", {"saved_statistics", "training_output"}, 4},
    {"dx_without_mean_term", {"backward_training"}, 2},
    {"write_past_y", {"execution"}, 2},
    {"infinite_loop", {"execution"}, 2},
    {"null_dereference", {"execution"}, 2},
};

/// Returns what was printed of the first failure of one of the laws.
std::string failure_of(const std::string& out, const std::vector<std::string>& laws) {
  for (const std::string& law : laws) {
    for (const char* word : {"FAIL ", "ERROR "}) {
      const std::size_t start = out.find(word + law + " [");
      if (start != std::string::npos) return out.substr(start, out.find("\n\n", start) - start);
    }
  }
  return "";
}

class Broken : public testing::TestWithParam<Defect> {};

TEST_P(Broken, IsFoundShrunkAndReplayed) {
  const Defect& defect = GetParam();
  const Finished finished = run({"verify", broken(defect.library), "--dtype", "f32", "--cases",
                                 "120", "--case-timeout", "200ms"});
  EXPECT_EQ(finished.exit_code, 1);
  const std::string failure = failure_of(finished.out, defect.laws);
  ASSERT_NE(failure, "") << finished.out;

  const std::string line = line_after(failure, "  case      ");
  EXPECT_LE(parse_case(line).shape.values_per_channel(), defect.values) << line;
  EXPECT_EQ(parse_case(line).shape.c, 1) << line;

  std::vector<std::string> words = replay_arguments(failure);
  ASSERT_GT(words.size(), 2U);
  EXPECT_EQ(words.back(), line);
  const Finished again = run(words);
  EXPECT_EQ(again.exit_code, 1) << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("1 property, 1 case, 0 passed, 1 failed, "));

  words[1] = "template_c";
  EXPECT_EQ(run(words).exit_code, 0) << "the whole template fails too";
}

INSTANTIATE_TEST_SUITE_P(Plugins, Broken, testing::ValuesIn(kDefects),
                         [](const auto& each) { return std::string(each.param.library); });

TEST(BrokenFailure, ShowsTheEvidence) {
  const Finished finished = run({"verify", broken("biased_running_var"), "--cases", "60"});
  const std::string failure = failure_of(finished.out, {"running_statistics"});
  EXPECT_THAT(failure, HasSubstr("running_statistics [R1]"));
  EXPECT_EQ(line_after(failure, "  element   "), "running_var[0]");
  EXPECT_EQ(line_after(failure, "  got       "), "0.25 (0x1p-2)");
  EXPECT_THAT(line_after(failure, "  truth     "), testing::StartsWith("0.5 (0x1p-1) +- "));
  EXPECT_THAT(line_after(failure, "  budget    "), HasSubstr("times what is allowed"));
}

/// Both modes, though in evaluation the root of a negative running_var is no number.
TEST(BrokenFormula, IsSaidToBeWrongWhereverItIs) {
  const Finished finished = run({"verify", broken("eps_outside_sqrt"), "--cases", "60", "--dtype",
                                 "f32", "--property", "^(training|evaluation)_output$"});
  EXPECT_THAT(finished.out, HasSubstr("The eps is added outside of the root: invstd"));
  EXPECT_THAT(finished.out, Not(HasSubstr("In training, eps is added")));
  EXPECT_THAT(finished.out, Not(HasSubstr("In evaluation, eps is added")));
}

}  // namespace
}  // namespace bncheck::end_to_end
