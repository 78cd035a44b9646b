// A case line means the same after it was printed, and is read whole or refused.
#include "core/case.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {
namespace {

constexpr std::int64_t kMostValues = 4096;  // to expand, so that a run takes microseconds

bool same_bits(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) ||
         std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_bits);
}

void require_same(const Problem& a, const Problem& b) {
  for (const auto tensor : {&Problem::x, &Problem::dy, &Problem::weight, &Problem::bias,
                            &Problem::running_mean, &Problem::running_var}) {
    require(same(a.*tensor, b.*tensor), "a case that is printed and read has the same values");
  }
}

}  // namespace

void fuzz_one(std::string_view input) {
  const Case c = parse_case(input);
  require(input.find('\0') == std::string_view::npos, "nothing that is written is ignored");
  const std::string line = to_string(c);
  const Case again = parse_case(line);
  require(to_string(again) == line, "a case line is printed as it was read");
  require(same_bits(c.eps, again.eps) && same_bits(c.momentum, again.momentum), "eps and momentum");
  if (c.shape.size() <= kMostValues) require_same(expand(c), expand(again));
}

}  // namespace bncheck::fuzz
