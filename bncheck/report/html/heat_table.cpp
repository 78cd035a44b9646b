#include <fmt/format.h>

#include "bncheck/report/html/sections.h"
#include "bncheck/report/html/shape_classes.h"
#include "bncheck/report/html/text.h"

namespace bncheck::report::html {
namespace {

constexpr const char* kLegend =
    "<p>A number is the largest error of a judgement that held, as a part of its budget: "
    "1 is all that an honest implementation may need. The darker, the nearer.</p>\n"
    "<ul class=legend>\n"
    "<li><b>.37</b> error by budget</li>\n"
    "<li><b>✓</b> held, and compares no errors</li>\n"
    "<li><b class=fail>✗3</b> failed three times</li>\n"
    "<li><b>?</b> undecided alone</li>\n"
    "<li><b>·</b> not judged</li>\n"
    "<li>A case is in one column of each group.</li>\n</ul>\n";

/// Returns the columns that have cases.
std::vector<std::size_t> columns_of(const Digest& subject) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < subject.cases.size(); ++i) {
    if (subject.cases[i] > 0) columns.push_back(i);
  }
  return columns;
}

std::string head(const Digest& subject, const std::vector<std::size_t>& columns) {
  const std::vector<ShapeClass>& classes = shape_classes();
  std::string groups = "<tr><th rowspan=2 scope=col>law</th>";
  std::string names = "<tr>";
  for (std::size_t i = 0; i < columns.size();) {
    const std::string& group = classes[columns[i]].group;
    std::size_t end = i;
    for (; end < columns.size() && classes[columns[end]].group == group; ++end) {
      names += fmt::format("<th scope=col{}>{}<small>{}</small></th>", end == i ? " class=g" : "",
                           classes[columns[end]].name, subject.cases[columns[end]]);
    }
    groups += fmt::format("<th scope=colgroup colspan={} class=g>{}</th>", end - i, group);
    i = end;
  }
  return "<thead>" + groups + "</tr>\n" + names + "</tr></thead>\n";
}

int shade(double ratio) {
  int level = 0;
  for (const double step : {0.01, 0.1, 0.25, 0.5, 0.75}) level += ratio >= step ? 1 : 0;
  return level;
}

std::string cell(const Cell& of, bool first) {
  const char* border = first ? " g" : "";
  if (of.failed > 0) return fmt::format("<td class=\"f{}\">✗{}", border, of.failed);
  if (of.worst) {
    return fmt::format("<td class=\"s{}{}\">{}", shade(*of.worst), border, ratio_text(*of.worst));
  }
  const char* sign = of.passed > 0 ? "✓" : of.inconclusive > 0 ? "?" : "·";
  return fmt::format("<td class=\"{}{}\">{}", of.passed > 0 ? "k" : "n", border, sign);
}

std::string row(const LawDigest& law, const std::vector<std::size_t>& columns) {
  std::string html =
      fmt::format("<tr><th scope=row><a href=\"#law-{0}\"{2}>{1}{0}</a></th>", escaped(law.id),
                  law.totals.failed > 0 ? "✗ " : "", law.totals.failed > 0 ? " class=fail" : "");
  std::string_view group;
  for (const std::size_t column : columns) {
    const ShapeClass& of = shape_classes()[column];
    html += cell(law.cells[column], of.group != group);
    group = of.group;
  }
  return html + "</tr>\n";
}

}  // namespace

std::string heat_section(const Digest& subject) {
  const std::vector<std::size_t> columns = columns_of(subject);
  std::string html = "<section id=heat>\n<h2>Laws by kind of case</h2>\n";
  if (columns.empty()) {
    return html + "<p class=note>There is no table: the record has no case.</p>\n</section>\n";
  }
  html += kLegend;
  if (subject.unread > 0) {
    html += fmt::format("<p class=note>{} left out: this program cannot read what was asked.</p>\n",
                        counted(subject.unread, "case is", "cases are"));
  }
  html +=
      "<div class=scroll tabindex=0 role=region aria-label=\"Laws by kind of case\">\n"
      "<table class=heat id=heat-table><caption>Largest error by budget, of each law on each "
      "kind of case; below each kind, its cases</caption>\n" +
      head(subject, columns) + "<tbody>\n";
  for (const LawDigest& law : subject.laws) html += row(law, columns);
  return html + "</tbody></table>\n</div>\n</section>\n";
}

}  // namespace bncheck::report::html
