#include "core/dtype.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace bncheck {
namespace {

constexpr DType kAll[] = {DType::f16, DType::bf16, DType::f32, DType::f64};

TEST(DType, ReadsEveryNameItPrints) {
  for (DType dtype : kAll) EXPECT_EQ(parse_dtype(to_string(dtype)), dtype);
  EXPECT_EQ(parse_dtype("float32"), std::nullopt);
}

TEST(DType, AgreesWithTheLanguage) {
  EXPECT_EQ(2 * unit_roundoff(DType::f32), std::numeric_limits<float>::epsilon());
  EXPECT_EQ(smallest_subnormal(DType::f32), std::numeric_limits<float>::denorm_min());
  EXPECT_EQ(smallest_normal(DType::f32), std::numeric_limits<float>::min());
  EXPECT_EQ(largest_finite(DType::f32), std::numeric_limits<float>::max());
  EXPECT_EQ(2 * unit_roundoff(DType::f64), std::numeric_limits<double>::epsilon());
  EXPECT_EQ(smallest_subnormal(DType::f64), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(largest_finite(DType::f64), std::numeric_limits<double>::max());
}

TEST(DType, KnowsTheShortFormats) {
  // IEEE 754-2019, table 3.5: binary16 ends at 65504; bfloat16 is binary32 cut to 8 bits.
  EXPECT_EQ(largest_finite(DType::f16), 65504);
  EXPECT_EQ(smallest_subnormal(DType::f16), 0x1p-24);
  EXPECT_EQ(largest_finite(DType::bf16), 0x1.fep127);
  EXPECT_EQ(smallest_subnormal(DType::bf16), 0x1p-133);
}

TEST(DType, KeepsParametersInF32ForShortTensors) {
  EXPECT_EQ(parameter_dtype(DType::f16), DType::f32);
  EXPECT_EQ(parameter_dtype(DType::bf16), DType::f32);
  EXPECT_EQ(parameter_dtype(DType::f64), DType::f64);
}

TEST(RoundTo, BreaksTiesToEven) {
  for (DType dtype : kAll) {
    const double u = unit_roundoff(dtype);
    if (dtype == DType::f64) continue;  // a double holds no tie of its own format
    EXPECT_EQ(round_to(dtype, 1 + u), 1) << to_string(dtype);
    EXPECT_EQ(round_to(dtype, 1 + 3 * u), 1 + 4 * u) << to_string(dtype);
  }
}

TEST(RoundTo, RoundsOnce) {
  // Just above the tie: a detour through f32 would land on it, and then go down to even.
  for (DType dtype : {DType::f16, DType::bf16}) {
    const double u = unit_roundoff(dtype);
    EXPECT_EQ(round_to(dtype, 1 + u + 0x1p-50), 1 + 2 * u) << to_string(dtype);
    EXPECT_EQ(round_to(dtype, 1 + 3 * u - 0x1p-50), 1 + 2 * u) << to_string(dtype);
  }
}

TEST(RoundTo, OverflowsToInfinityAndKeepsSubnormals) {
  EXPECT_EQ(round_to(DType::f16, 65520), std::numeric_limits<double>::infinity());
  EXPECT_EQ(round_to(DType::f16, 65519), 65504);
  for (DType dtype : kAll) {
    EXPECT_EQ(round_to(dtype, smallest_subnormal(dtype)), smallest_subnormal(dtype));
    EXPECT_EQ(round_to(dtype, -largest_finite(dtype)), -largest_finite(dtype));
  }
}

TEST(Load, ReadsWhatStoreWrote) {
  for (DType dtype : kAll) {
    unsigned char element[8];
    std::memset(element, 0xff, sizeof element);
    store(dtype, element, -1.5);
    EXPECT_EQ(load(dtype, element), -1.5) << to_string(dtype);
    for (std::size_t i = size_of(dtype); i < sizeof element; ++i) EXPECT_EQ(element[i], 0xff);
    store(dtype, element, std::nan(""));
    EXPECT_TRUE(std::isnan(load(dtype, element)));
  }
}

}  // namespace
}  // namespace bncheck
