#include <array>
#include <cctype>
#include <utility>

#include "bncheck/report/html/text.h"

namespace bncheck::report::html {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Names that mathematics writes with a sign of its own.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kSigns = {{
    {"eps", "<i>ε</i>"},
    {"rho", "<i>ρ</i>"},
    {"delta", "<i>δ</i>"},
    {"Phi", "<i>Φ</i>"},
    {"xhat", "<i>x̂</i>"},
    {"sum", "Σ"},
    {"sqrt", "√"},
}};

constexpr std::array<std::string_view, 5> kGradients = {"dx", "dy", "ddx", "d_x", "d_dy"};

/// Reads a statement from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::string read() {
    while (at_ < text_.size()) out_ += next();
    return out_;
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  char before() const { return at_ > 0 ? text_[at_ - 1] : '\0'; }

  std::string_view word_at(std::size_t from) const {
    std::size_t end = from;
    while (end < text_.size() && is_word(text_[end])) ++end;
    return text_.substr(from, end - from);
  }

  std::string take(std::size_t count, std::string_view as) {
    at_ += count;
    return std::string(as);
  }

  std::string next() {
    const char c = peek();
    if (is_word(c)) return word();
    if (c == '^') return power();
    if (c == '>' && peek(1) == '=') return take(2, "≥");
    if (c == '<' && peek(1) == '=') return take(2, "≤");
    if (c == '*') return take(1, "·");
    if (c == '\'') return take(1, "′");
    if (c == '-') return take(1, is_letter(before()) && is_letter(peek(1)) ? "-" : "−");
    at_ += 1;
    return escaped(std::string_view(&c, 1));
  }

  std::string word() {
    const std::string_view whole = word_at(at_);
    at_ += whole.size();
    const std::size_t end = whole.size();
    // x_i has an index; running_mean is a name.
    if (end >= 3 && whole[end - 2] == '_' && whole[0] != 'd') {
      return name(whole.substr(0, end - 2)) + "<sub><i>" + whole[end - 1] + "</i></sub>";
    }
    if (whole.starts_with("dx_") && end == 4) return "<i>dx</i><sub><i>i</i></sub>";
    if (whole.starts_with("dy_") && end == 4) return "<i>dy</i><sub><i>i</i></sub>";
    return name(whole);
  }

  std::string name(std::string_view word) const {
    for (const auto& [plain, sign] : kSigns) {
      if (word == plain) return std::string(sign);
    }
    for (const std::string_view each : kGradients) {
      if (word == each) return "<i>" + std::string(word) + "</i>";
    }
    // "a" is an article more often than a variable, "I" is the identity.
    const bool variable = word.size() == 1 && is_letter(word[0]) && word != "a";
    return variable ? "<i>" + std::string(word) + "</i>" : std::string(word);
  }

  std::string power() {
    at_ += 1;
    std::size_t end = at_;
    if (peek() == '(') {
      end = text_.find(')', at_);
      if (end == std::string_view::npos) return "^";
      ++end;
    } else {
      if (peek() == '-') ++end;
      end += word_at(end).size();
    }
    const std::string_view exponent = text_.substr(at_, end - at_);
    at_ = end;
    return "<sup>" + Reader(exponent).read() + "</sup>";
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string formula(std::string_view statement) { return Reader(statement).read(); }

}  // namespace bncheck::report::html
