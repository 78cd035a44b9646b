#include "bncheck/report/html/formula.h"

#include <fmt/format.h>

#include <cctype>

#include "bncheck/report/html/formula_parser.h"
#include "bncheck/report/html/text.h"

namespace bncheck::report::html {
namespace {

constexpr std::size_t kShort = 32;  // characters of a formula that fits on a line of a telephone

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string math(std::string_view plain, const std::string& markup) {
  return fmt::format("<math displaystyle=true alttext=\"{}\"><mrow>{}</mrow></math>",
                     escaped(plain), markup);
}

/// MathML has no line breaks of its own: each piece of a long formula is an element, and may be
/// the first of a line.
std::string shown(std::string_view text, const std::vector<Piece>& pieces) {
  const auto plain = [&](const Piece& from, const Piece& to) {
    return text.substr(from.begin, to.end - from.begin);
  };
  const bool breaks = pieces.back().end - pieces.front().begin > kShort;
  std::string html, whole;
  for (const Piece& each : pieces) {
    whole += markup_of_sign(each.sign, false) + each.markup;
    if (!breaks) continue;
    html += (html.empty() ? "" : " ") +
            math(plain(each, each), markup_of_sign(each.sign, true) + each.markup);
  }
  return breaks ? html : math(plain(pieces.front(), pieces.back()), whole);
}

/// What comes next of a statement, and where it ends.
struct Part {
  std::string html;
  std::size_t end;
};

/// A comma behind a formula stays on its line.
Part formula_at(std::string_view text, const Found& found) {
  const std::string html = shown(text, found.pieces);
  const std::size_t end = found.pieces.back().end, last = html.rfind("<math");
  if (end == text.size() || std::string_view(",;:.)").find(text[end]) == std::string_view::npos) {
    return {html, end};
  }
  return {html.substr(0, last) + "<span class=held>" + html.substr(last) + text[end] + "</span>",
          end + 1};
}

/// The end of a word, hyphens and apostrophes included.
std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const bool joins =
        (text[at] == '-' || text[at] == '\'') && at + 1 < text.size() && is_letter(text[at + 1]);
    if (!is_word(text[at]) && !joins) break;
    ++at;
  }
  return at;
}

/// Words of a sentence can look like a formula: "a", unless a comma follows, is an article, and
/// what stands in parentheses may be prose.
bool is_prose(std::string_view text, const Found& found) {
  const Piece& last = found.pieces.back();
  const std::string_view plain = text.substr(last.begin, last.end - last.begin);
  if (found.pieces.size() > 1) return false;
  return found.is_word || (plain == "a" && !text.substr(last.end).starts_with(',')) ||
         (plain.starts_with('(') && last.markup.find("<mtext>") != std::string::npos);
}

/// Nothing at an operator that belongs to no formula, or a function that could not be read.
std::optional<Part> text_at(std::string_view text, std::size_t at) {
  if (text[at] == '`') {
    const std::size_t end = text.find('`', at + 1);
    if (end == std::string_view::npos) return std::nullopt;
    return Part{"<code>" + escaped(text.substr(at + 1, end - at - 1)) + "</code>", end + 1};
  }
  const std::size_t end = end_of_word(text, at);
  if (end > at && text.substr(end).starts_with('(')) return std::nullopt;
  if (end > at) return Part{escaped(text.substr(at, end - at)), end};
  if (std::string_view(" ,;:.()[]").find(text[at]) == std::string_view::npos) return std::nullopt;
  return Part{std::string(1, text[at]), at + 1};
}

}  // namespace

std::optional<std::string> mathematics(std::string_view statement) {
  std::string html;
  for (std::size_t at = 0; at < statement.size();) {
    const Found found = read_formula(statement, at);
    const std::optional<Part> part = !found.pieces.empty() && !is_prose(statement, found)
                                         ? formula_at(statement, found)
                                         : text_at(statement, at);
    if (!part) return std::nullopt;
    html += part->html;
    at = part->end;
  }
  return html;
}

std::string formula(std::string_view statement) {
  return mathematics(statement).value_or(escaped(statement));
}

}  // namespace bncheck::report::html
