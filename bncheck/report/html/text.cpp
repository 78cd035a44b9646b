#include "bncheck/report/html/text.h"

#include <fmt/format.h>

#include <cmath>

namespace bncheck::report::html {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string for_script(const nlohmann::json& value) {
  std::string out;
  for (const char c : value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) {
    if (c == '<') {
      out += "\\u003c";  // "</script" and "<!--" would be read by the parser of the page
    } else {
      out += c;
    }
  }
  return out;
}

std::string ratio_text(double ratio) {
  constexpr double kLeast = 0.005, kOne = 0.995;  // what two digits can show
  if (!std::isfinite(ratio)) return number_text(ratio);
  if (ratio == 0) return "0";
  if (ratio < kLeast) return "<.01";
  if (ratio >= kOne) return ratio < 1 ? ".99" : fmt::format("{:.2g}", ratio);
  return fmt::format("{:.2f}", ratio).substr(1);
}

std::string number_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return fmt::format("{:.3g}", value);
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace bncheck::report::html
