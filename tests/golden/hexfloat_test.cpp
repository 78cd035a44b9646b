#include "golden/hexfloat.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace bncheck::golden {
namespace {

TEST(Hexfloat, PrintsTheShortestExactForm) {
  EXPECT_EQ(to_hexfloat(3), "0x1.8p+1");
  EXPECT_EQ(to_hexfloat(1), "0x1p+0");
  EXPECT_EQ(to_hexfloat(-0.0), "-0x0p+0");
  EXPECT_EQ(to_hexfloat(0.1), "0x1.999999999999ap-4");
  EXPECT_EQ(to_hexfloat(0x1p-1074), "0x0.0000000000001p-1022");
  EXPECT_EQ(to_hexfloat(-std::numeric_limits<double>::quiet_NaN()), "nan");
}

TEST(Hexfloat, ReadsBackEveryBit) {
  std::uint64_t bits = 1;
  for (int i = 0; i < 20000; ++i) {
    bits = bits * 6364136223846793005U + 1442695040888963407U;  // Knuth, MMIX
    const auto value = std::bit_cast<double>(bits);
    if (std::isnan(value)) continue;
    const std::optional<double> again = parse_hexfloat(to_hexfloat(value));
    ASSERT_TRUE(again.has_value());
    ASSERT_EQ(std::bit_cast<std::uint64_t>(*again), bits);
  }
}

TEST(Hexfloat, ReadsTheSpecialValues) {
  EXPECT_EQ(parse_hexfloat("-inf"), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(parse_hexfloat("nan").value()));
  EXPECT_TRUE(std::signbit(parse_hexfloat("-0x0p+0").value()));
}

TEST(Hexfloat, RefusesWhatIsNotExactlyANumber) {
  for (const char* text : {"", "1", "0.5", "0x", "0x1", "0x1.0p+0", "0x1p0", " 0x1p+0", "0x1p+0 ",
                           "0x1.00000000000001p+0", "0x1p+1024", "0x1P+0", "infinity", "abc"}) {
    EXPECT_EQ(parse_hexfloat(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_hexfloat(std::string_view("0x1p+0\0", 7)), std::nullopt);
}

}  // namespace
}  // namespace bncheck::golden
