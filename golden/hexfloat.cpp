#include "golden/hexfloat.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace bncheck::golden {

std::string to_hexfloat(double value) {
  if (std::isnan(value)) return "nan";
  char text[40];
  std::snprintf(text, sizeof text, "%a", value);
  return text;
}

std::optional<double> parse_hexfloat(std::string_view text) {
  const std::string copy(text);
  const double value = std::strtod(copy.c_str(), nullptr);
  if (to_hexfloat(value) != copy) return std::nullopt;
  return value;
}

}  // namespace bncheck::golden
