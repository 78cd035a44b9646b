#include "bncheck/report/html/formula.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <vector>

#include "bncheck/report/html/text.h"
#include "properties/property.h"

namespace bncheck::report::html {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string replaced(std::string text, const std::string& pattern, const std::string& by) {
  return std::regex_replace(text, std::regex(pattern), by);
}

/// Returns what is between the tags, of one formula, as a statement would write it.
std::string leaves(std::string markup) {
  markup = replaced(markup, "<mover[^>]*><mi>x</mi><mo[^>]*>.</mo></mover>", "xhat");
  markup = replaced(markup, "<[^>]*>", "");
  static const std::pair<const char*, const char*> kPlain[] = {
      {"ε", "eps"},  {"ρ", "rho"},  {"δ", "delta"}, {"Φ", "Phi"},        {"∑", "sum"},
      {"−", "-"},    {"·", ""},     {"≤", "<="},    {"≥", ">="},         {"′", "'"},
      {"&lt;", "<"}, {"&gt;", ">"}, {"&nbsp;", ""}, {"&#x206[12];", ""}, {"[()]", ""}};
  for (const auto& [sign, plain] : kPlain) markup = replaced(markup, sign, plain);
  return markup;
}

/// Returns a formula without what mathematics shows by place and size.
std::string operands(std::string plain) {
  plain = replaced(plain, "&#39;", "'");
  plain = replaced(replaced(plain, "&lt;", "<"), "&gt;", ">");
  plain = replaced(plain, "\\b1e", "10");
  plain = replaced(plain, "sqrt", "");
  plain = replaced(plain, "(running|save)_", "$1%");  // names, which keep their line
  return replaced(replaced(plain, "[ ()*/^_]", ""), "%", "_");
}

/// Returns the elements that are open or closed out of turn.
std::vector<std::string> unbalanced(const std::string& html) {
  std::vector<std::string> open;
  const std::regex tag("<(/?)([a-z]+)[^>]*>");
  for (std::sregex_iterator at(html.begin(), html.end(), tag), end; at != end; ++at) {
    if (at->str().ends_with("/>")) continue;
    if ((*at)[1].length() == 0) {
      open.push_back((*at)[2]);
    } else if (!open.empty() && open.back() == (*at)[2]) {
      open.pop_back();
    } else {
      open.push_back(at->str());
    }
  }
  return open;
}

const std::regex kMath("<math[^>]*alttext=\"([^\"]*)\">(.*?)</math>");

std::vector<std::string> alternatives(const std::string& statement) {
  std::vector<std::string> found;
  const std::string html = formula(statement);
  for (std::sregex_iterator at(html.begin(), html.end(), kMath), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

TEST(HtmlFormula, FallsBackForNoLaw) {
  std::vector<std::string> text;
  for (const properties::Property& law : properties::catalogue()) {
    if (!mathematics(law.statement)) text.emplace_back(law.id);
  }
  EXPECT_THAT(text, IsEmpty()) << "these laws are shown as text, without MathML";
}

TEST(HtmlFormula, SaysEveryLawInFullToThoseWhoHear) {
  for (const properties::Property& law : properties::catalogue()) {
    std::string said = std::regex_replace(formula(law.statement), kMath, "$1");
    said = replaced(replaced(said, "</?code>", "`"), "<[^>]*>", "");
    EXPECT_EQ(said, escaped(law.statement)) << law.id;
  }
}

TEST(HtmlFormula, LosesAndMovesNoOperandOfAnyLaw) {
  int formulas = 0;
  for (const properties::Property& law : properties::catalogue()) {
    const std::string html = formula(law.statement);
    for (std::sregex_iterator at(html.begin(), html.end(), kMath), end; at != end; ++at) {
      EXPECT_EQ(leaves((*at)[2]), operands((*at)[1])) << law.id;
      ++formulas;
    }
    EXPECT_THAT(unbalanced(html), IsEmpty()) << law.id;
  }
  EXPECT_GT(formulas, 200);
}

TEST(HtmlFormula, WritesFractionsRootsAndIndices) {
  EXPECT_EQ(formula("y_i = m/sqrt(var + eps)"),
            "<math displaystyle=true alttext=\"y_i = m/sqrt(var + eps)\"><mrow><msub><mi>y</mi>"
            "<mi>i</mi></msub><mo form=infix>=</mo><mfrac><mrow><mi>m</mi></mrow><mrow><msqrt>"
            "<mi class=word>var</mi><mo form=infix>+</mo><mi>ε</mi></msqrt></mrow></mfrac></mrow>"
            "</math>");
}

TEST(HtmlFormula, DividesOnlyTheFactorsBefore) {
  const std::string html = formula("b*m^2/n*w");
  EXPECT_THAT(html, HasSubstr("<mfrac><mrow><mi>b</mi>"));
  EXPECT_THAT(html, HasSubstr("<mrow><mi>n</mi></mrow></mfrac><mo "));
  EXPECT_THAT(html, HasSubstr("·</mo><mi>w</mi></mrow></math>"));
}

TEST(HtmlFormula, KeepsTheParenthesesOfASumThatIsMultiplied) {
  EXPECT_THAT(leaves(formula("sum(u*v)*w")), HasSubstr("sum"));
  EXPECT_THAT(formula("sum(u*v)*w"), HasSubstr("<mo form=prefix stretchy=false>(</mo>"));
  EXPECT_THAT(formula("w*sum(u*v)"), Not(HasSubstr("(</mo>")));
}

TEST(HtmlFormula, TellsFormulasFromWords) {
  EXPECT_THAT(alternatives("running_mean of one-hot x - 1, to the bit"), ElementsAre("x - 1"));
  EXPECT_THAT(alternatives("2a at k of m places; a channel's mean, a zero"),
              ElementsAre("2a", "k", "m"));
  EXPECT_THAT(alternatives("after any (train on one of two, evaluate) the batch's mean"),
              IsEmpty());
}

TEST(HtmlFormula, ShowsTheTextWhereAnOperatorCannotBeRead) {
  for (const char* each : {"y = unheard", "x +", "* x", "sqrt(x", "2^ = x", "x/(1", "f(a<b)"}) {
    EXPECT_FALSE(mathematics(each).has_value()) << each;
    EXPECT_EQ(formula(each), escaped(each));
  }
}

TEST(HtmlFormula, EndsOnWhateverARecordHolds) {
  std::string deep;
  for (int i = 0; i < 10000; ++i) deep += "sum(";
  EXPECT_EQ(formula(deep), deep);
  EXPECT_THAT(formula("x = y</math><script>"), Not(HasSubstr("<script>")));
}

}  // namespace
}  // namespace bncheck::report::html
