#include <fmt/format.h>

#include "bncheck/report/html/sections.h"
#include "bncheck/report/html/text.h"

namespace bncheck::report::html {
namespace {

/// Returns what a run says of the law, as a cell; a dash where it does not know it.
std::string cell(const Digest& of, const std::string& law) {
  for (const LawDigest& each : of.laws) {
    if (each.id != law) continue;
    const Word word = word_of(each);
    // Beside "fails", the largest error of what held would be taken for that of the failure.
    const bool held = each.worst && each.totals.failed == 0;
    const std::string ratio = held ? " " + ratio_text(each.worst->ratio) : "";
    return fmt::format("<td class={}>{} {}{}", word.style, word.sign, word.text, ratio);
  }
  return "<td class=none>–";
}

bool is_told(const LawDigest& law, const std::vector<const Digest*>& all) {
  if (law.worst) return true;
  for (const Digest* each : all) {
    for (const LawDigest& same : each->laws) {
      if (same.id == law.id && same.totals.failed > 0) return true;
    }
  }
  return false;
}

}  // namespace

std::string peers_section(const Digest& subject, const std::vector<Digest>& peers) {
  if (peers.empty()) return "";
  std::string html =
      "<section id=peers>\n<h2>Beside its peers</h2>\n"
      "<p>The largest error by budget of each: every run was judged by the contract that its own "
      "implementation declares, so that equal numbers need not be equal errors. Laws that compare "
      "no errors are listed where one fails.</p>\n"
      "<div class=scroll tabindex=0 role=region aria-label=\"Beside its peers\">"
      "<table class=peers><caption>Verdict and largest error by budget</caption><thead><tr>"
      "<th scope=col>law</th>";
  std::vector<const Digest*> all = {&subject};
  for (const Digest& each : peers) all.push_back(&each);
  for (const Digest* each : all) {
    html += fmt::format("<th scope=col>{}<small>seed {}, {}</small></th>",
                        escaped(each->run.implementation), each->run.seed,
                        counted(each->run.cases.size(), "case", "cases"));
  }
  html += "</tr></thead><tbody>\n";
  for (const LawDigest& law : subject.laws) {
    if (!is_told(law, all)) continue;
    html += fmt::format("<tr><th scope=row><a href=\"#law-{0}\">{0}</a></th>", escaped(law.id));
    for (const Digest* each : all) html += cell(*each, law.id);
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n</section>\n";
}

std::string grades_section(const std::vector<GradeRecord>& grades) {
  if (grades.empty()) return "";
  std::string html = "<section id=grades>\n<h2>Grades</h2>\n";
  for (const GradeRecord& grade : grades) {
    html += fmt::format(
        "<h3>{}{} <span class=muted>{} on {}</span></h3>\n<p>{}</p>\n<div class=scroll tabindex=0 "
        "role=region aria-label=\"Classes of accuracy\"><table><caption>Classes of accuracy, "
        "the best first</caption><thead><tr><th scope=col>grade</th><th scope=col>behaves like"
        "</th><th scope=col></th><th scope=col>largest error by its bound</th></tr></thead>"
        "<tbody>\n",
        escaped(grade.letter), escaped(grade.suffixes), escaped(grade.implementation),
        escaped(grade.dtype), escaped(grade.sentence));
    for (const GradeRecord::Class& each : grade.classes) {
      html += fmt::format(
          "<tr><th scope=row>{}</th><td>{}</td><td class={}>{}</td><td class=number>{}</td></tr>\n",
          escaped(each.letter), escaped(each.name), each.holds ? "pass" : "none",
          each.holds ? "✓ holds" : "✗ refuted", escaped(each.times));
    }
    html +=
        "</tbody></table></div>\n<details><summary>all that was measured</summary>"
        "<pre class=scroll tabindex=0>" +
        escaped(grade.text) + "</pre></details>\n";
  }
  return html + "</section>\n";
}

}  // namespace bncheck::report::html
