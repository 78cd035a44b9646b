#include "bncheck/report/html/formula_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "bncheck/report/html/formula_names.h"
#include "bncheck/report/html/text.h"

namespace bncheck::report::html {
namespace {

constexpr int kDeepest = 16;  // parentheses; the laws have 4, and a record may hold anything

/// One factor, or the numerator of a fraction.
struct Factor {
  std::string markup;
  std::string inside = "";  ///< of parentheses that nothing follows; else empty
  bool product = false;     ///< the parentheses hold one product
  bool number = false;      ///< a number or its power: a name after it is multiplied
  bool capital = false;     ///< one capital letter: a number after it is what it is applied to
};

/// What parentheses enclose.
struct List {
  std::string markup;
  bool product = false;  ///< one product alone
};

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

std::string row(const std::string& markup) { return "<mrow>" + markup + "</mrow>"; }

/// A recursive descent. Each function reads from at_ on, or leaves at_ and returns nothing.
class Parser {
 public:
  Parser(std::string_view text, std::size_t begin) : text_(text), at_(begin) {}

  std::vector<Piece> expression() {
    std::vector<Piece> pieces;
    while (true) {
      const std::size_t end = at_;
      const std::string sign = pieces.empty() ? "" : comparison_or_sum();
      const std::optional<std::string> next =
          pieces.empty() || !sign.empty() ? product() : std::nullopt;
      if (!next) {
        at_ = end;
        return pieces;
      }
      pieces.push_back({text_.find_first_not_of(' ', end), at_, sign, *next});
    }
  }

  /// One name that is no sign, or one whole number.
  bool has_read_a_word(std::size_t begin) const {
    const std::string_view all = text_.substr(begin, at_ - begin);
    if (all.empty() || is_digit(all[0])) return std::all_of(all.begin(), all.end(), is_digit);
    return std::all_of(all.begin(), all.end(), is_word) && !is_sign(all);
  }

 private:
  char peek_at(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  char peek(std::size_t ahead = 0) const { return peek_at(at_ + ahead); }

  bool take(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  /// Takes an operator with a space on both sides, as statements write them.
  std::string comparison_or_sum() {
    static constexpr std::pair<std::string_view, std::string_view> kOperators[] = {
        {" + ", "+"},  {" - ", "−"},    {" = ", "="},   {" <= ", "≤"},
        {" >= ", "≥"}, {" < ", "&lt;"}, {" > ", "&gt;"}};
    for (const auto& [plain, sign] : kOperators) {
      if (take(plain)) return std::string(sign);
    }
    return "";
  }

  /// What is divided becomes one fraction: a*b/c*d is (a*b/c)*d.
  std::optional<std::string> product() {
    std::string done;  // up to the last fraction, its sign of multiplication included
    std::optional<Factor> numerator = factor();
    if (!numerator) return std::nullopt;
    while (true) {
      const std::size_t begin = at_;
      const bool divides = take("/"), multiplies = !divides && take("*");
      const bool applies = !divides && !multiplies && is_multiplied(*numerator);
      if (!divides && !multiplies && !applies) break;
      if (applies) take(" ");
      const std::optional<Factor> next = factor();
      if (!next) {
        at_ = begin;
        break;
      }
      if (divides) {
        done += fmt::format("<mfrac>{}{}</mfrac>", row(content(*numerator)), row(content(*next)));
        if (!take("*")) return done;
        done += kTimes;
        numerator = factor();
        if (!numerator) return std::nullopt;
      } else {
        const std::string_view sign = multiplies ? kTimes : applied(*numerator);
        numerator = Factor{numerator->markup + std::string(sign) + next->markup};
      }
    }
    return done + numerator->markup;
  }

  static std::string content(const Factor& factor) {
    return factor.inside.empty() ? factor.markup : factor.inside;
  }
  static std::string_view applied(const Factor& factor) {
    return factor.capital ? "<mspace width=\"0.2em\"/>" : "<mo>&#x2062;</mo>";  // invisible times
  }

  /// 2a, 9 eps, 2^k x and J 1; but "a" behind a space is an article.
  bool is_multiplied(const Factor& factor) const {
    const std::size_t next = peek() == ' ' ? 1 : 0;
    if (factor.capital) return next == 1 && is_digit(peek(1));
    if (!factor.number || !is_letter(peek(next))) return false;
    return !(next == 1 && peek(1) == 'a' && !is_word(peek(2)));
  }

  std::optional<Factor> factor() {
    const std::size_t begin = at_;
    const bool negative = peek() == '-' && peek(1) != ' ' && take("-");
    std::optional<Factor> found = primary();
    if (found && peek() == '^' && !power(*found)) found.reset();
    if (!found) {
      at_ = begin;
    } else if (negative) {
      found->markup = "<mo form=prefix>−</mo>" + found->markup;
      found->inside.clear();
    }
    return found;
  }

  bool power(Factor& base) {
    at_ += 1;
    std::string exponent;
    if (take("(")) {
      exponent = list(')').value_or(List{}).markup;
    } else {
      const bool negative = take("-");
      const std::string operand = peek() == '(' ? "" : number_or_name();
      if (!operand.empty()) exponent = (negative ? "<mo form=prefix>−</mo>" : "") + operand;
    }
    if (exponent.empty()) return false;
    base.markup = fmt::format("<msup>{}{}</msup>", row(base.markup), row(exponent));
    base.inside.clear();
    base.capital = false;
    return true;
  }

  std::optional<Factor> primary() {
    if (is_digit(peek())) return Factor{number_or_name(), "", false, true};
    if (take("(")) return enclosed("(", ")", ')');
    if (take("|")) return enclosed("|", "|", '|');
    const std::size_t begin = at_;
    const std::string_view word = word_here();
    if (peek(word.size()) == '(' && (word == "sqrt" || word == "sum")) {
      at_ += word.size() + 1;
      return word == "sqrt" ? root() : sum();
    }
    const std::string name = number_or_name();
    if (name.empty()) return std::nullopt;
    const bool capital = word.size() == 1 && std::isupper(static_cast<unsigned char>(word[0])) != 0;
    if (!take("(")) return Factor{name, "", false, false, capital};
    const std::optional<Factor> arguments = enclosed("(", ")", ')');
    if (!arguments) at_ = begin;
    if (!arguments) return std::nullopt;
    return Factor{name + "<mo>&#x2061;</mo>" + arguments->markup};  // applied to
  }

  std::optional<Factor> enclosed(const char* left, const char* right, char end) {
    const std::optional<List> inside = list(end);
    if (!inside) return std::nullopt;
    // A stretched parenthesis has only some heights: as high as a fraction, or as a letter.
    const bool high = inside->markup.find("<mfrac>") != std::string::npos;
    const char* bar = high ? " stretchy=true" : " stretchy=false";
    return Factor{fmt::format("<mrow><mo form=prefix{3}>{0}</mo>{2}<mo form=postfix{3}>{1}</mo>"
                              "</mrow>",
                              left, right, inside->markup, bar),
                  end == ')' ? inside->markup : "", inside->product};
  }

  std::optional<Factor> root() {
    const std::optional<List> inside = list(')');
    if (!inside) return std::nullopt;
    return Factor{"<msqrt>" + inside->markup + "</msqrt>"};
  }

  /// A sum of products needs no parentheses where nothing follows.
  std::optional<Factor> sum() {
    const std::optional<Factor> of = enclosed("(", ")", ')');
    if (!of) return std::nullopt;
    const bool bare = of->product && peek() != '*' && peek() != '^';
    return Factor{"<mo form=prefix>∑</mo>" + row(bare ? of->inside : of->markup)};
  }

  /// Reads to the end of a parenthesis: expressions, and words before them, between commas.
  std::optional<List> list(char end) {
    if (++depth_ > kDeepest) return std::nullopt;
    std::string markup;
    std::size_t parts = 0;
    while (peek() != end) {
      const std::size_t begin = at_;
      const std::vector<Piece> pieces = expression();
      for (const Piece& piece : pieces) markup += markup_of_sign(piece.sign, false) + piece.markup;
      if (at_ == begin) markup += text_here();
      parts += std::max<std::size_t>(1, pieces.size());
      if (at_ == begin) return std::nullopt;
      if (peek() == ',' || peek() == ';')
        markup += fmt::format("<mo separator=true>{}</mo>", text_[at_++]);
      take(" ");
    }
    at_ += 1;
    depth_ -= 1;
    return List{markup, parts == 1};
  }

  std::string text_here() {
    const std::string_view word = word_here();
    at_ += word.size();
    return word.empty() ? "" : fmt::format("<mtext>{}&nbsp;</mtext>", escaped(word));
  }

  std::string_view word_here() const {
    std::size_t end = at_;
    while (is_word(peek_at(end))) ++end;
    return text_.substr(at_, end - at_);
  }

  /// 1e-5, but 2a is 2 and a. A name has its prime, and is no part of a word with a hyphen.
  std::string number_or_name() {
    const std::size_t begin = at_;
    if (is_digit(peek())) {
      while (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) ++at_;
      if (peek() == 'e' && (is_digit(peek(1)) || (peek(1) == '-' && is_digit(peek(2))))) {
        at_ += 2;
        while (is_digit(peek())) ++at_;
      }
      return markup_of_number(text_.substr(begin, at_ - begin));
    }
    const std::string_view word = word_here();
    const char after = peek(word.size()), then = peek(word.size() + 1);
    if ((after == '-' || after == '\'') && is_letter(then)) return "";
    std::string name = markup_of_name(word);
    if (!name.empty()) at_ += word.size();
    if (!name.empty() && take("'")) name = row(name + "<mo form=postfix lspace=0 rspace=0>′</mo>");
    return name;
  }

  std::string_view text_;
  std::size_t at_;
  int depth_ = 0;
};

}  // namespace

std::string markup_of_sign(const std::string& sign, bool first) {
  return sign.empty() ? ""
                      : fmt::format("<mo form=infix{}>{}</mo>", first ? " lspace=0" : "", sign);
}

Found read_formula(std::string_view text, std::size_t begin) {
  Parser parser(text, begin);
  Found found{parser.expression(), false};
  found.is_word = !found.pieces.empty() && parser.has_read_a_word(begin);
  return found;
}

}  // namespace bncheck::report::html
