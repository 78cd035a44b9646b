#include "bncheck/report/html/formula_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace bncheck::report::html {
namespace {

bool is_letter(std::string_view word) {
  return word.size() == 1 && std::isalpha(static_cast<unsigned char>(word[0])) != 0;
}

/// What mathematics writes with a sign of its own. The derivatives by x and dy have them as index.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kSigns = {{
    {"eps", "<mi>ε</mi>"},
    {"rho", "<mi>ρ</mi>"},
    {"delta", "<mi>δ</mi>"},
    {"Phi", "<mi>Φ</mi>"},
    {"xhat", "<mover accent=true><mi>x</mi><mo stretchy=false>^</mo></mover>"},
    {"dx", "<mrow><mi>d</mi><mi>x</mi></mrow>"},
    {"dy", "<mrow><mi>d</mi><mi>y</mi></mrow>"},
    {"ddx", "<mrow><mi>d</mi><mi>d</mi><mi>x</mi></mrow>"},
    {"d_x", "<msub><mi>d</mi><mi>x</mi></msub>"},
    {"d_dy", "<msub><mi>d</mi><mrow><mi>d</mi><mi>y</mi></mrow></msub>"},
    {"d_weight", "<msub><mi>d</mi><mi class=word>weight</mi></msub>"},
}};

/// Words that are quantities or functions. Others end a formula.
constexpr std::array<std::string_view, 17> kWords = {
    "weight",    "bias",        "mean",         "var",         "invstd",   "dweight",
    "dbias",     "ddweight",    "ddbias",       "running",     "momentum", "batch",
    "save_mean", "save_invstd", "running_mean", "running_var", "old"};

const std::string_view* sign_of(std::string_view word) {
  for (const auto& [name, sign] : kSigns) {
    if (name == word) return &sign;
  }
  return nullptr;
}

std::string whole(std::string_view word) {
  if (const std::string_view* sign = sign_of(word)) return std::string(*sign);
  const bool known = is_letter(word) || word == "sgn" ||
                     std::find(kWords.begin(), kWords.end(), word) != kWords.end();
  if (!known) return "";
  return fmt::format("<mi{}>{}</mi>", word.size() > 1 ? " class=word" : "", word);
}

}  // namespace

bool is_sign(std::string_view word) {
  const std::size_t index = word.rfind('_');
  return is_letter(word.substr(0, index)) || sign_of(word.substr(0, index)) != nullptr ||
         sign_of(word) != nullptr;
}

std::string markup_of_name(std::string_view word) {
  const std::string name = whole(word);
  const std::size_t index = word.rfind('_');
  if (!name.empty() || index == std::string_view::npos || !is_letter(word.substr(index + 1))) {
    return name;
  }
  const std::string base = whole(word.substr(0, index));
  if (base.empty()) return "";
  return fmt::format("<msub>{}<mi>{}</mi></msub>", base, word.substr(index + 1));
}

std::string markup_of_number(std::string_view number) {
  const std::size_t power = number.find('e');
  if (power == std::string_view::npos) return fmt::format("<mn>{}</mn>", number);
  const std::string_view exponent = number.substr(power + 1);
  const bool negative = exponent.starts_with('-');
  const std::string ten =
      fmt::format("<msup><mn>10</mn><mrow>{}<mn>{}</mn></mrow></msup>",
                  negative ? "<mo form=prefix>−</mo>" : "", exponent.substr(negative ? 1 : 0));
  if (number.substr(0, power) == "1") return ten;
  return fmt::format("<mn>{}</mn>{}{}", number.substr(0, power), kTimes, ten);
}

}  // namespace bncheck::report::html
