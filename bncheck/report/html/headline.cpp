#include <fmt/format.h>
#include <fmt/ranges.h>

#include "bncheck/report/html/sections.h"
#include "bncheck/report/html/text.h"
#include "bncheck/report/known_failures.h"

namespace bncheck::report::html {
namespace {

std::vector<runner::LawTotals> totals_of_laws(const Digest& subject) {
  std::vector<runner::LawTotals> totals;
  for (const LawDigest& law : subject.laws) totals.push_back(law.totals);
  return totals;
}

std::uint64_t failed_laws(const Digest& subject, bool known) {
  std::uint64_t count = 0;
  for (const LawDigest& law : subject.laws) {
    count += law.totals.failed > 0 && law.known == known ? 1U : 0U;
  }
  return count;
}

struct Verdict {
  Word word;
  std::string sentence;
};

Verdict verdict_of(const Digest& subject) {
  const std::vector<runner::LawTotals> totals = totals_of_laws(subject);
  const std::uint64_t failed = failed_laws(subject, false), known = failed_laws(subject, true);
  const std::string laws = counted(subject.laws.size(), "law", "laws");
  if (failed > 0) return {{"✗", "Fails", "fail"}, fmt::format("{} of {}", failed, laws)};
  if (known > 0) {
    return {{"✓", "Fails no law", "pass"},
            fmt::format("but the {} of {} that {} known to fail", known, laws,
                        known == 1 ? "is" : "are")};
  }
  if (runner::sum(totals).passed > 0) {
    return {{"✓", "Holds", "pass"}, "every law it was judged by"};
  }
  return {{"–", "Not judged", "none"}, "no law has said anything of any case"};
}

std::string fact(std::string_view name, const std::string& html) {
  return html.empty() ? "" : fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, html);
}

std::string code(const std::string& text) {
  return text.empty() ? "" : "<code>" + escaped(text) + "</code>";
}

std::string contracts(const RunRecord& run) {
  std::string html;
  for (const auto& [type, contract] : run.contracts) {
    html += fmt::format("<span class=line><b>{}</b> {}</span>", escaped(type), escaped(contract));
  }
  return html;
}

std::string environment(const RunRecord& run) {
  std::string html;
  for (const std::string& each : run.environment) {
    html += "<span class=line>" + escaped(each) + "</span>";
  }
  if (!html.empty()) return html;
  return run.complete ? "not in this record, which an older version wrote"
                      : "not in this record: a run writes it at its end";
}

std::string cases(const RunRecord& run) {
  std::string text = std::to_string(run.cases.size());
  if (run.planned_cases > 0) text += fmt::format(" of {}", run.planned_cases);
  if (run.shard.count > 1) {
    text += fmt::format(", shard {} of {}", run.shard.number, run.shard.count);
  }
  if (!run.complete) return text + "; the run did not come to its end";
  return text + fmt::format(", in {:.1f} s", run.seconds);
}

std::string grade(const RunRecord& run, const std::vector<GradeRecord>& grades) {
  std::string html;
  for (const GradeRecord& each : grades) {
    if (each.implementation != run.implementation) continue;
    html += fmt::format("<span class=line><b>{}{}</b> on {}: {}</span>", escaped(each.letter),
                        escaped(each.suffixes), escaped(each.dtype), escaped(each.sentence));
  }
  if (!html.empty()) return html;
  return "no record of a grade was given (<code>bncheck grade IMPL --report jsonl:FILE</code>)";
}

std::string tallies(const Digest& subject) {
  const runner::LawTotals all = runner::sum(totals_of_laws(subject));
  const auto one = [](std::string_view sign, std::uint64_t count, std::string_view word,
                      std::string_view style) {
    return fmt::format("<li class={}><span aria-hidden=true>{}</span> <b>{}</b> {}</li>", style,
                       sign, count, word);
  };
  return "<ul class=tallies aria-label=\"judgements\">" + one("✓", all.passed, "passed", "pass") +
         one("✗", all.failed, "failed", all.failed > 0 ? "fail" : "none") +
         one("?", all.inconclusive, "inconclusive", "unknown") +
         one("–", all.skipped, "skipped", "none") + "</ul>\n";
}

}  // namespace

std::string headline(const Digest& subject, const std::vector<GradeRecord>& grades) {
  const RunRecord& run = subject.run;
  const Verdict verdict = verdict_of(subject);
  std::string html = fmt::format(
      "<header>\n<p class=kind>bncheck · batch normalization</p>\n<h1>{}</h1>\n"
      "<p class=\"verdict {}\" id=verdict><span aria-hidden=true>{}</span> <b>{}</b> {}.</p>\n",
      escaped(run.implementation), verdict.word.style, verdict.word.sign, verdict.word.text,
      verdict.sentence);
  html += tallies(subject);
  if (!run.stopped_because.empty()) {
    html += "<p class=note>Stopped: " + escaped(run.stopped_because) + ".</p>\n";
  }
  html += "<dl class=facts>\n";
  html += fact("Version", escaped(run.version));
  html += fact("Seed", code(std::to_string(run.seed)));
  html += fact("Cases", escaped(cases(run)));
  html += fact("Dialect", code(run.dialect));
  html += fact("Contract", contracts(run));
  html += fact("Grade", grade(run, grades));
  html += fact("Environment", environment(run));
  html += fact("Judged by", escaped(run.tool));
  return html + "</dl>\n</header>\n";
}

std::string failures_section(const Digest& subject) {
  std::string list;
  for (const LawDigest& law : subject.laws) {
    if (law.totals.failed == 0) continue;
    const Word word = word_of(law);
    list += fmt::format("<li><span class={}>{} {}</span> <a href=\"#law-{}\">{}</a> {}</li>\n",
                        word.style, word.sign, word.text, escaped(law.id), escaped(law.id),
                        escaped(law.statement.title));
  }
  if (list.empty()) return "";
  std::string html = "<section id=failures>\n<h2>What failed</h2>\n";
  if (const auto& found = subject.run.diagnosis) {
    html += found->empty() ? "<p>It looks like nothing that is known: no known cause fits.</p>\n"
                           : "<p>It looks like this:</p>\n<ul class=findings>\n";
    for (const diagnosis::Finding& each : *found) {
      html += fmt::format("<li>{} <span class=muted>{}, <code>{}</code></span></li>\n",
                          escaped(each.sentence), each.sure ? "shown" : "likely",
                          to_string(each.cause));
    }
    if (!found->empty()) html += "</ul>\n";
  } else {
    html += "<p class=note>This record has no diagnosis.</p>\n";
  }
  return html + "<ul class=broken>\n" + list + "</ul>\n</section>\n";
}

}  // namespace bncheck::report::html
