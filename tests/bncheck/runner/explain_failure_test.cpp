#include "bncheck/runner/explain_failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/error.h"
#include "tests/bncheck/runner/planted_bugs.h"

namespace bncheck::runner {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kLine =
    "f32 2x1 nhwc training eps=0.001 momentum=1 weight=-1 bias=none running_mean=none "
    "running_var=none x=constant*2^0+0@0[1=1] dy=constant*2^0+0@0";

bool never() { return false; }

/// Returns the variations by field; the law fails where the test says so.
template <class Test>
std::map<std::string, Variation> vary(const Test& fails) {
  const auto verdict_on = [&](const Case& c) {
    EXPECT_NO_THROW(parse_case(to_string(c))) << to_string(c);
    return fails(c) ? Verdict::fail : Verdict::pass;
  };
  std::map<std::string, Variation> by_field;
  for (const Variation& each : vary_fields(parse_case(kLine), verdict_on, never)) {
    by_field[each.field] = each;
  }
  return by_field;
}

/// Returns the fields of which another value makes the law hold.
std::vector<std::string> that_matter(const std::map<std::string, Variation>& variations) {
  std::vector<std::string> fields;
  for (const auto& [field, variation] : variations) {
    if (!variation.holds.empty()) fields.push_back(field);
  }
  return fields;
}

TEST(VaryFields, FindsTheOneFieldThatMatters) {
  const auto layout = vary([](const Case& c) { return c.layout == Layout::nhwc; });
  EXPECT_THAT(that_matter(layout), ElementsAre("layout"));
  EXPECT_EQ(layout.at("layout").value, "nhwc");
  EXPECT_THAT(layout.at("layout").holds, ElementsAre("nchw", "strided", "sliced"));
  EXPECT_THAT(layout.at("layout").fails, IsEmpty());
  const auto type = [](const Case& c) { return c.dtype == DType::f32; };
  EXPECT_THAT(that_matter(vary(type)), ElementsAre("dtype"));
  const auto mode = [](const Case& c) { return c.mode == Mode::training; };
  EXPECT_THAT(that_matter(vary(mode)), ElementsAre("mode"));
  const auto momentum = [](const Case& c) { return c.momentum == 1; };
  EXPECT_THAT(that_matter(vary(momentum)), ElementsAre("momentum"));
  const auto absent = [](const Case& c) { return c.bias.empty(); };
  EXPECT_THAT(that_matter(vary(absent)), ElementsAre("bias"));
  const auto no_spatial = [](const Case& c) { return c.shape.spatial.empty(); };
  EXPECT_THAT(that_matter(vary(no_spatial)), ElementsAre("spatial"));
  const auto one_channel = [](const Case& c) { return c.shape.c == 1; };
  EXPECT_THAT(that_matter(vary(one_channel)), ElementsAre("c"));
  const auto no_gradient = [](const Case& c) { return c.dy == std::vector<Recipe>{Recipe{}}; };
  EXPECT_THAT(that_matter(vary(no_gradient)), ElementsAre("dy"));
}

TEST(VaryFields, ShowsBothSidesOfAThreshold) {
  const Variation eps = vary([](const Case& c) { return c.eps >= 1e-4; }).at("eps");
  EXPECT_EQ(eps.value, "0.001");
  EXPECT_THAT(eps.fails, ElementsAre("1"));
  EXPECT_THAT(eps.holds, ElementsAre("0", "1e-12", "1e-05"));
  EXPECT_EQ(vary([](const Case&) { return true; }).at("mode").value, "training");
  const Variation n = vary([](const Case& c) { return c.shape.n > 1; }).at("n");
  EXPECT_EQ(n.value, "2x1");
  EXPECT_THAT(n.holds, ElementsAre("1x1 x=constant*2^0+0@0")) << "what went with the place is said";
  EXPECT_THAT(n.fails, ElementsAre("3x1", "4x1", "17x1"));
}

TEST(VaryFields, KeepsApartWhatIsUndecided) {
  const auto refuses = [](const Case& c) {
    return c.dtype == DType::f16   ? Verdict::skip
           : c.dtype == DType::f64 ? Verdict::inconclusive
                                   : Verdict::error;
  };
  const Variation dtype = vary_fields(parse_case(kLine), refuses, never).front();
  EXPECT_THAT(dtype.undecided, ElementsAre("f16", "f64"));
  EXPECT_THAT(dtype.fails, ElementsAre("bf16"));
  EXPECT_THAT(dtype.holds, IsEmpty());
}

TEST(VaryFields, VariesTheCaseThatStillFails) {
  const std::string own = to_string(parse_case(kLine));
  std::vector<std::string> tried;
  vary([&](const Case& c) {
    tried.push_back(to_string(c));
    return true;
  });
  EXPECT_EQ(tried.front(), own);
  EXPECT_EQ(std::count(tried.begin(), tried.end(), own), 1);
  EXPECT_LT(tried.size(), 60U);
}

TEST(VaryFields, SaysNothingOfAFailureThatDoesNotRepeat) {
  int asked = 0;
  const auto holds = [&asked](const Case&) {
    ++asked;
    return Verdict::pass;
  };
  EXPECT_THAT(vary_fields(parse_case(kLine), holds, never), IsEmpty());
  EXPECT_EQ(asked, 1);
}

TEST(VaryFields, LeavesOutTheFieldsThatItDidNotComeTo) {
  const auto fails = [](const Case&) { return Verdict::fail; };
  int left = 4;  // three other types, and one other n
  const auto variations = vary_fields(parse_case(kLine), fails, [&left] { return left-- == 0; });
  ASSERT_EQ(variations.size(), 1U);
  EXPECT_EQ(variations[0].field, "dtype");
}

TEST(VaryFields, LeavesLargeCasesAlone) {
  const auto fails = [](const Case&) { return Verdict::fail; };
  Case large = parse_case(kLine);
  large.shape = {1 << 17, 1, {}};
  EXPECT_THAT(vary_fields(large, fails, never), IsEmpty());
}

/// Returns the fields that matter for a planted bug, as its campaign tells.
std::vector<std::string> explained(const char* bug) {
  const std::optional<Failure> failure = first_failure(planted_bug(bug));
  BN_ASSERT(failure);
  std::map<std::string, Variation> by_field;
  for (const Variation& each : failure->variations) by_field[each.field] = each;
  return that_matter(by_field);
}

TEST(ExplainFailure, NamesTheFieldThatABugDependsOn) {
  EXPECT_THAT(explained("nhwc"), Contains("layout"));
  EXPECT_THAT(explained("f64"), Contains("dtype"));
  EXPECT_THAT(explained("momentum 1"), Contains("momentum"));
  EXPECT_THAT(explained("negative weight"), Contains("weight"));
  EXPECT_THAT(explained("eps above 0.5"), ElementsAre("eps"));
  EXPECT_THAT(explained("m above 32"), Contains("n"));
  EXPECT_THAT(explained("c above 16"), ElementsAre("c"));
  EXPECT_THAT(explained("weight and bias without statistics"),
              testing::IsSupersetOf({"bias", "running", "weight"}));
}

TEST(ExplainFailure, LeavesOutTheFieldsThatABugDoesNotDependOn) {
  for (const char* bug : {"nhwc", "f64", "negative weight", "divisor m - 1"}) {
    const std::vector<std::string> fields = explained(bug);
    for (const char* field : {"momentum", "bias", "dy", "running"}) {
      EXPECT_THAT(fields, Not(Contains(field))) << bug;
    }
  }
}

}  // namespace
}  // namespace bncheck::runner
