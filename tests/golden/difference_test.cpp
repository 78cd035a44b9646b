#include "golden/difference.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "bncheck/report/golden_difference.h"
#include "core/ulp.h"
#include "tests/golden/sandbox.h"

namespace bncheck::golden {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TestVector first() {
  return read_vector(std::filesystem::path(BNCHECK_GOLDEN_FOLDER) / "vectors" /
                     "bn1d-train-0001.json");
}

std::string told(const TestVector& a, const TestVector& b) {
  return report::describe(difference(std::vector{a}, std::vector{b}));
}

TEST(UlpsBetween, CountsTheNumbersOfTheFormat) {
  EXPECT_EQ(ulps_between(DType::f32, 1, 1 + 0x1p-23), 1U);
  EXPECT_EQ(ulps_between(DType::f32, 1, 1 - 0x1p-24), 1U);  // a binade below
  EXPECT_EQ(ulps_between(DType::f32, 1, 2), 1U << 23);
  EXPECT_EQ(ulps_between(DType::f64, 1, 2), std::uint64_t{1} << 52);
  EXPECT_EQ(ulps_between(DType::f16, 1, 1 + 0x1p-10), 1U);
  EXPECT_EQ(ulps_between(DType::bf16, -2, -2 - 0x1p-6), 1U);
}

TEST(UlpsBetween, GoesThroughZeroAndTheSubnormals) {
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    const double least = smallest_subnormal(dtype);
    const double normal = smallest_normal(dtype);
    EXPECT_EQ(ulps_between(dtype, -least, least), 2U);
    EXPECT_EQ(ulps_between(dtype, 0.0, -0.0), 0U);
    EXPECT_EQ(ulps_between(dtype, normal, normal - least), 1U);
    EXPECT_EQ(ulps_between(dtype, normal, normal + least), 1U);
    EXPECT_EQ(ulps_between(dtype, 2 * normal, 2 * normal - least), 1U);
  }
  const double largest = largest_finite(DType::f64);
  EXPECT_EQ(ulps_between(DType::f64, -largest, largest), 2 * 0x7fefffffffffffffULL);
}

TEST(UlpsBetween, HasNoNumberWhereOneIsNotFinite) {
  EXPECT_EQ(ulps_between(DType::f32, kInfinity, kInfinity), 0U);
  EXPECT_EQ(ulps_between(DType::f32, kInfinity, 1), std::nullopt);
  EXPECT_EQ(ulps_between(DType::f32, kNaN, 1), std::nullopt);
}

TEST(Difference, IsNoneOfAVectorAndItself) {
  const VectorDifference found = difference(first(), first());
  EXPECT_TRUE(found.fields.empty());
  EXPECT_TRUE(found.tensors.empty());
  EXPECT_EQ(told(first(), first()),
            "1 vector in both: 1 equal, 0 with other values, 0 otherwise different; 0 only in A, "
            "0 only in B\n");
}

/// One changed bit in each output in turn.
TEST(Difference, FindsAChangedBitInEveryOutput) {
  const TestVector whole = first();
  const std::vector<std::pair<std::string, std::vector<double>* (*)(TestVector&)>> outputs = {
      {"y", [](TestVector& v) { return &v.forward.y; }},
      {"save_mean", [](TestVector& v) { return &v.forward.save_mean; }},
      {"save_invstd", [](TestVector& v) { return &v.forward.save_invstd; }},
      {"running_mean", [](TestVector& v) { return &v.forward.running_mean; }},
      {"running_var", [](TestVector& v) { return &v.forward.running_var; }},
      {"dx", [](TestVector& v) { return &v.backward->dx; }},
      {"dweight", [](TestVector& v) { return &v.backward->dweight; }},
      {"dbias", [](TestVector& v) { return &v.backward->dbias; }}};
  for (const auto& [name, pick] : outputs) {
    TestVector changed = whole;
    std::vector<double>& values = *pick(changed);
    values.back() += ulp(DType::f32, values.back());
    const VectorDifference found = difference(whole, changed);
    ASSERT_EQ(found.tensors.size(), 1U) << name;
    EXPECT_EQ(found.tensors[0].name, name);
    EXPECT_EQ(found.tensors[0].differing, 1U);
    EXPECT_EQ(found.tensors[0].place, values.size() - 1);
    EXPECT_EQ(found.tensors[0].ulps, 1U);
    EXPECT_THAT(told(whole, changed), HasSubstr(name + " differs in 1 vector"));
  }
}

TEST(Difference, NamesTheLargestOfATensor) {
  TestVector changed = first();
  for (int step = 0; step < 3; ++step)
    changed.forward.y[5] = std::nextafterf(static_cast<float>(changed.forward.y[5]),
                                           std::numeric_limits<float>::infinity());
  changed.forward.y[7] += ulp(DType::f32, changed.forward.y[7]);
  const VectorDifference found = difference(first(), changed);
  EXPECT_EQ(found.tensors[0].differing, 2U);
  EXPECT_EQ(found.tensors[0].place, 5U);
  EXPECT_EQ(found.tensors[0].ulps, 3U);
  EXPECT_THAT(told(first(), changed), HasSubstr("2 of 40 values differ, most of all [5]: "));
  changed.forward.y[9] = kNaN;
  EXPECT_THAT(told(first(), changed), HasSubstr("[9]: "));
  EXPECT_THAT(told(first(), changed), HasSubstr("nan in B, one of two not finite"));
}

TEST(Difference, SeesTheSignOfAZero) {
  TestVector changed = first();
  TestVector zero = first();
  zero.forward.y[0] = 0.0;
  changed.forward.y[0] = -0.0;
  EXPECT_THAT(told(zero, changed), HasSubstr("the sign of a zero"));
}

TEST(Difference, SaysWhatOnlyOneHas) {
  TestVector changed = first();
  changed.backward.reset();
  const std::string text = told(first(), changed);
  EXPECT_THAT(text, HasSubstr("dx            only A has it\n"));
  EXPECT_THAT(told(changed, first()), HasSubstr("dx            only B has it\n"));
  const FolderDifference found = difference(std::vector{first()}, {});
  EXPECT_EQ(found.only_a, std::vector<std::string>{"bn1d-train-0001"});
  EXPECT_FALSE(report::is_equal(found));
}

TEST(Difference, WarnsOfOtherInputs) {
  TestVector changed = first();
  changed.problem.x[3] = 7;
  EXPECT_THAT(told(first(), changed), HasSubstr("these are answers to two questions"));
  EXPECT_THAT(told(first(), first()), Not(HasSubstr("two questions")));
}

TEST(Difference, TellsAFieldOnceForAllWhoShareIt) {
  TestVector second = first();
  second.id = "bn1d-train-0002";
  std::vector<TestVector> newer = {first(), second};
  for (TestVector& each : newer) each.provenance = "PyTorch 2.14.0";
  newer[1].problem.momentum = 0.5;
  const std::string text = report::describe(difference({first(), second}, newer));
  EXPECT_THAT(text, HasSubstr("provenance of 2 vectors (bn1d-train-0001, bn1d-train-0002):\n"
                              "  in A  PyTorch 2.13.0, cpu, 1 thread, capability default\n"
                              "  in B  PyTorch 2.14.0\n"));
  EXPECT_THAT(text, HasSubstr("momentum of 1 vector (bn1d-train-0002):"));
  EXPECT_THAT(text, HasSubstr("0 equal, 0 with other values, 2 otherwise different"));
}

}  // namespace
}  // namespace bncheck::golden
