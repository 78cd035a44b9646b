#include "bncheck/mutants/html.h"

#include <fmt/format.h>

#include "bncheck/mutants/catalogue.h"
#include "bncheck/mutants/verdict.h"
#include "bncheck/report/html/page.h"
#include "bncheck/report/html/text.h"
#include "properties/property.h"

namespace bncheck::mutants {
namespace {

using report::html::counted;
using report::html::escaped;

const Mutant* known(const std::string& name) {
  for (const Mutant& each : catalogue()) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

const properties::Property* known_law(const std::string& id) {
  for (const properties::Property& each : properties::catalogue()) {
    if (each.id == id) return &each;
  }
  return nullptr;
}

std::string clause_of(const std::string& law) {
  const properties::Property* found = known_law(law);
  return found == nullptr ? "–" : std::string(found->clause);
}

bool is_equivalent(const KillRow& row) {
  const Mutant* mutant = known(row.mutant);
  return mutant != nullptr && mutant->is_equivalent();
}

std::string scroll(std::string_view label, std::string_view style) {
  return fmt::format("<div class=\"scroll{}\" tabindex=0 role=region aria-label=\"{}\">\n", style,
                     label);
}

std::string grid_row(const KillRow& row, const KillMatrix& matrix) {
  std::string words = row.mutant;
  if (const Mutant* mutant = known(row.mutant)) words += " " + std::string(mutant->defect);
  std::string cells;
  for (std::size_t law = 0; law < row.first_case.size(); ++law) {
    if (row.first_case[law] > 0) words += " " + matrix.laws[law];
    cells += row.first_case[law] > 0 ? fmt::format("<td class=h>{}", row.first_case[law]) : "<td>";
  }
  return fmt::format(
      "<tr data-mutant=\"{0}\" data-words=\"{2}\"><th scope=row><a href=\"#mutant-{0}\">{0}</a>"
      "</th>{1}</tr>\n",
      escaped(row.mutant), cells, escaped(words));
}

std::string grid(const KillMatrix& matrix) {
  std::string html =
      "<section id=matrix>\n<h2>Who kills whom</h2>\n<p>A row a mutant, a column a law, headed by "
      "its clause. The number is that of the first case, counted from 1, on which the law fails; "
      "an empty field: it does not.</p>\n" +
      scroll("Who kills whom", " tall") +
      "<table class=kills><caption>First case on which a law fails</caption><thead><tr>"
      "<th scope=col>mutant</th>";
  for (const std::string& law : matrix.laws) {
    html += fmt::format("<th scope=col><a href=\"#law-{0}\" title=\"{0}\">{1}</a></th>",
                        escaped(law), escaped(clause_of(law)));
  }
  html += "</tr></thead><tbody>\n";
  for (const KillRow& row : matrix.rows) html += grid_row(row, matrix);
  return html + "</tbody></table></div>\n</section>\n";
}

std::string mutant_row(const KillRow& row) {
  const Mutant* mutant = known(row.mutant);
  const char* verdict = is_equivalent(row) ? "<span class=unknown>= equivalent</span>"
                        : row.survived()   ? "<span class=fail>✗ survives</span>"
                                           : "<span class=pass>✓ killed</span>";
  return fmt::format(
      "<tr data-mutant=\"{0}\" id=\"mutant-{0}\"><th scope=row>{0}</th><td>{1}</td><td>{2}</td>"
      "<td>{3}</td><td class=number>{4}</td><td class=number>{5}</td></tr>\n",
      escaped(row.mutant), verdict, mutant == nullptr ? "" : escaped(mutant->defect),
      mutant == nullptr ? "" : escaped(mutant->seen_in), row.killers(), first_kill(row));
}

std::string mutant_table(const KillMatrix& matrix) {
  std::string html =
      "<section id=mutants>\n<h2>The mutants</h2>\n" + scroll("The mutants", "") +
      "<table class=wide><caption>What each gets wrong</caption><thead><tr><th scope=col>mutant"
      "</th><th scope=col>verdict</th><th scope=col>what it gets wrong</th><th scope=col>seen in"
      "</th><th scope=col>laws that kill it</th><th scope=col>first "
      "case</th></tr></thead><tbody>\n";
  for (const KillRow& row : matrix.rows) html += mutant_row(row);
  return html + "</tbody></table></div>\n</section>\n";
}

std::string law_table(const KillMatrix& matrix) {
  std::string html =
      "<section id=laws>\n<h2>The laws</h2>\n" + scroll("The laws", "") +
      "<table class=wide><caption>How many mutants each kills, and how many no other law kills"
      "</caption><thead><tr><th scope=col>law</th><th scope=col>clause</th><th scope=col>what it "
      "demands</th><th scope=col>kills</th><th scope=col>alone</th></tr></thead><tbody>\n";
  for (std::size_t law = 0; law < matrix.laws.size(); ++law) {
    const properties::Property* found = known_law(matrix.laws[law]);
    html += fmt::format(
        "<tr id=\"law-{0}\"><th scope=row>{0}</th><td>{1}</td><td>{2}</td><td class=number>{3}</td>"
        "<td class=number>{4}</td></tr>\n",
        escaped(matrix.laws[law]), escaped(clause_of(matrix.laws[law])),
        found == nullptr ? "" : escaped(found->title), matrix.kills(law), kills_alone(matrix, law));
  }
  return html + "</tbody></table></div>\n</section>\n";
}

std::string head(const KillMatrix& matrix) {
  std::uint64_t killed = 0, survived = 0, equivalent = 0;
  for (const KillRow& row : matrix.rows) {
    (is_equivalent(row) ? equivalent : row.survived() ? survived : killed) += 1;
  }
  const char* style = survived > 0 ? "fail" : "pass";
  return fmt::format(
      "<header>\n<p class=kind>bncheck · batch normalization</p>\n<h1>The kill matrix</h1>\n"
      "<p class=\"verdict {}\" id=verdict><span aria-hidden=true>{}</span> <b>{}</b>.</p>\n"
      "<ul class=tallies><li><b>{}</b> killed</li><li><b>{}</b> survived</li><li><b>{}</b> "
      "equivalent to honest code</li><li><b>{}</b></li></ul>\n</header>\n",
      style, survived > 0 ? "✗" : "✓",
      survived > 0 ? counted(survived, "mutant survives", "mutants survive")
                   : std::string("No mutant survives"),
      killed, survived, equivalent, counted(matrix.laws.size(), "law", "laws"));
}

}  // namespace

std::string to_html(const KillMatrix& matrix) {
  report::html::Page page;
  page.title = "bncheck: the kill matrix";
  page.body =
      head(matrix) +
      "<nav aria-label=\"Parts of the page\"><ul><li><a href=\"#matrix\">matrix</a></li><li>"
      "<a href=\"#mutants\">mutants</a></li><li><a href=\"#laws\">laws</a></li></ul></nav>\n"
      "<main id=main>\n<form class=filter data-filter=mutant hidden><label>Search mutants, by "
      "name, defect or law <input type=search autocomplete=off></label> <output aria-live=polite>"
      "</output></form>\n" +
      grid(matrix) + mutant_table(matrix) + law_table(matrix) + "</main>\n";
  return report::html::assemble(page);
}

}  // namespace bncheck::mutants
