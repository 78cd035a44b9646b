#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "bncheck/report/html/formula.h"
#include "bncheck/report/html/sections.h"
#include "bncheck/report/html/text.h"
#include "properties/property.h"

namespace bncheck::report::html {
namespace {

std::string copyable(const std::string& text) {
  return "<div class=command><code>" + escaped(text) + "</code></div>";
}

std::string histogram_table(const Histogram& histogram) {
  std::string html =
      "<table><caption>Judgements by error/budget</caption><thead><tr><th scope=col>error/budget"
      "</th><th scope=col>judgements</th></tr></thead><tbody>\n";
  for (std::size_t bin = 0; bin < histogram.size(); ++bin) {
    html +=
        fmt::format("<tr><th scope=row>{}</th><td>{}</td></tr>\n", bin_name(bin), histogram[bin]);
  }
  return html + "</tbody></table>";
}

std::string histogram_of(const LawDigest& law, nlohmann::json& charts) {
  if (law.compared() == 0) {
    return "<p class=note>No histogram: no judgement of this law has a number for error/budget."
           "</p>\n";
  }
  nlohmann::json bars = nlohmann::json::array();
  for (std::size_t bin = 0; bin < law.histogram.size(); ++bin) {
    bars.push_back({{"bin", bin_name(bin)}, {"count", law.histogram[bin]}});
  }
  charts["histogram-" + law.id] = {
      {"kind", "histogram"}, {"title", "Error by budget, " + law.id}, {"bars", bars}};
  return figure("histogram-" + law.id, "Error by budget",
                counted(law.compared(), "judgement", "judgements"), histogram_table(law.histogram));
}

std::string worst_of(const LawDigest& law, const std::vector<Digest>& peers) {
  if (!law.worst) return "";
  std::string html = fmt::format(
      "<dl class=worst><div><dt>Nearest its budget</dt><dd>{} of the budget, in case {}{}</dd>"
      "</div>\n",
      number_text(law.worst->ratio), law.worst->index, copyable(law.worst->input));
  std::string others;
  for (const Digest& peer : peers) {
    for (const LawDigest& same : peer.laws) {
      if (same.id != law.id || !same.worst) continue;
      others += fmt::format("<span class=line>{} <b>{}</b></span>",
                            escaped(peer.run.implementation), number_text(same.worst->ratio));
    }
  }
  if (!others.empty()) html += "<div><dt>Of the peers</dt><dd>" + others + "</dd></div>\n";
  return html + "</dl>\n";
}

std::string counterexample(const LawDigest& law) {
  if (law.totals.failed == 0) return "";
  std::string html = "<h3>Counterexample</h3>\n";
  if (law.failure == nullptr) {
    return html + "<p class=note>The record has none: the run ended before it was shrunk.</p>\n";
  }
  return html + failure_lines(law.failure->text);
}

/// What `bncheck explain` says of the law; nothing where the record's is another one than ours.
const properties::Explanation* explanation_of(const LawDigest& law) {
  for (const properties::Property& each : properties::catalogue()) {
    if (each.id == law.id && each.statement == law.statement.statement) return &each.explanation;
  }
  return nullptr;
}

std::string explanation(const LawDigest& law) {
  const properties::Explanation* known = explanation_of(law);
  if (known == nullptr) return "";
  const auto part = [](const char* name, std::string_view text) {
    return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, escaped(text));
  };
  return "<details class=why><summary>why it is true, its budget, what it catches</summary>"
         "<dl class=found>\n" +
         part("Why it is true", known->proof) + part("Budget", known->budget) +
         part("Catches", known->catches) + "</dl></details>\n";
}

std::string body(const LawDigest& law, const std::vector<Digest>& peers, nlohmann::json& charts) {
  const runner::LawTotals& totals = law.totals;
  std::string html = "<div class=body>\n";
  html += law.statement.statement.empty()
              ? "<p class=note>The statement is not in this record, which an older version wrote: "
                "<code>bncheck explain " +
                    escaped(law.id) + "</code>.</p>\n"
              : "<p class=math>" + formula(law.statement.statement) + "</p>\n" + explanation(law);
  html += fmt::format(
      "<p class=counts><b>{}</b> passed · <b>{}</b> failed · <b>{}</b> inconclusive · <b>{}</b> "
      "skipped</p>\n",
      totals.passed, totals.failed, totals.inconclusive, totals.skipped);
  html += counterexample(law) + worst_of(law, peers) + histogram_of(law, charts);
  return html + "</div>\n";
}

std::string law_fold(const LawDigest& law, const std::vector<Digest>& peers,
                     nlohmann::json& charts) {
  const Word word = word_of(law);
  const std::string worst = law.worst ? ratio_text(law.worst->ratio) : "";
  return fmt::format(
             "<details class=law id=\"law-{0}\" data-verdict=\"{1}\"><summary><span class=\"v "
             "{1}\">"
             "<span aria-hidden=true>{2}</span> {3}</span> <span class=clause>{4}</span> "
             "<span class=name><b>{0}</b> <span class=muted>{5}</span></span> "
             "<span class=ratio title=\"largest error by budget\">{6}</span></summary>\n",
             escaped(law.id), word.style, word.sign, word.text, escaped(law.statement.clause),
             escaped(law.statement.title), worst) +
         body(law, peers, charts) + "</details>\n";
}

}  // namespace

std::string failure_lines(const std::string& text) {
  constexpr std::size_t kIndent = 2;  // as report/describe.cpp prints
  std::istringstream lines(text);
  std::string html = "<dl class=found>\n";
  std::string line;
  std::getline(lines, line);  // the law, which stands above
  while (std::getline(lines, line)) {
    const std::size_t end = line.find(' ', kIndent);
    const bool is_field = line.starts_with("  ") && end != std::string::npos && end > kIndent;
    const std::string label = is_field ? line.substr(kIndent, end - kIndent) : "";
    const std::size_t value = is_field ? line.find_first_not_of(' ', end) : 0;
    const std::string rest = value == std::string::npos ? "" : line.substr(value);
    if (label == "law") continue;
    const bool is_code = label == "case" || label == "replay";
    html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(label),
                        is_code ? copyable(rest) : escaped(rest));
  }
  return html + "</dl>\n";
}

std::string figure(const std::string& chart, const std::string& caption, const std::string& note,
                   const std::string& table) {
  return fmt::format(
      "<figure><figcaption><b>{}</b><small>{}</small></figcaption>\n<div class=chart "
      "data-chart=\"{}\"></div>\n"
      "<details class=numbers><summary>the numbers</summary><div class=scroll tabindex=0 "
      "role=region aria-label=\"{}\">{}</div></details></figure>\n",
      escaped(caption), escaped(note), escaped(chart), escaped(caption), table);
}

std::string laws_section(const Digest& subject, const std::vector<Digest>& peers,
                         nlohmann::json& charts) {
  std::string html =
      "<section id=laws>\n<h2>The laws</h2>\n"
      "<p>Each fold has the law as a formula, why it is true, what it came to, the case nearest "
      "its budget and, "
      "where it failed, the counterexample with the command that repeats it. At the right, the "
      "largest error by budget.</p>\n"
      "<form class=filter data-filter=law hidden><label>Search <input type=search id=law-search "
      "autocomplete=off></label> <label><input type=checkbox id=law-failed> failed only</label> "
      "<button type=button data-open=all>open all</button> <button type=button data-open=none>"
      "close all</button> <output aria-live=polite></output></form>\n";
  for (const LawDigest& law : subject.laws) html += law_fold(law, peers, charts);
  return html + "</section>\n";
}

}  // namespace bncheck::report::html
