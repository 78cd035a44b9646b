#include "bncheck/report/html/page.h"

#include <fmt/format.h>

#include <map>

#include "bncheck/report/html/assets.h"
#include "bncheck/report/html/sections.h"
#include "bncheck/report/html/text.h"

namespace bncheck::report::html {
namespace {

/// Fills the template in one pass: what is put in is not searched for more names.
std::string filled(std::string_view text, const std::map<std::string_view, std::string>& parts) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find("{{", at);
    if (open == std::string_view::npos) return out + std::string(text.substr(at));
    const std::size_t close = text.find("}}", open);
    out += text.substr(at, open - at);
    out += parts.at(text.substr(open + 2, close - open - 2));
    at = close + 2;
  }
  return out;
}

/// The page's contents by their headings.
std::string navigation(const std::string& body) {
  const std::pair<const char*, const char*> all[] = {
      {"failures", "failures"}, {"heat", "kinds of case"}, {"errors", "conditioning"},
      {"laws", "laws"},         {"peers", "peers"},        {"grades", "grades"},
      {"bench", "speed"}};
  std::string html = "<nav aria-label=\"Parts of the page\"><ul>";
  for (const auto& [id, name] : all) {
    if (body.find(fmt::format("<section id={}>", id)) == std::string::npos) continue;
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>", id, name);
  }
  return html + "</ul></nav>\n";
}

/// What has charts says why there are none.
std::string note_on_charts(const Page& page) {
  if (page.charts.empty() || !library().empty()) return "";
  return "<p class=note id=no-charts>Charts are left out, as d3 was not there when bncheck was "
         "built; the tables have their numbers.</p>\n";
}

}  // namespace

std::string assemble(const Page& page) {
  const std::string licence = library().empty() ? ""
                                                : "<!--\nD3, which draws the charts:\n" +
                                                      std::string(licence_text()) + "-->\n";
  const std::string drawn = library().empty() ? ""
                                              : licence + "<script>" + std::string(library()) +
                                                    "</script>\n<script>" +
                                                    std::string(charts_script()) + "</script>\n";
  return filled(page_template(), {{"title", escaped(page.title)},
                                  {"style", std::string(style())},
                                  {"note", note_on_charts(page)},
                                  {"body", page.body},
                                  {"data", for_script(page.charts)},
                                  {"charts", drawn},
                                  {"script", std::string(script())},
                                  {"version", "bncheck " BNCHECK_VERSION}});
}

std::string to_html(const Inputs& inputs) {
  std::vector<Digest> all;
  for (const RunRecord& run : inputs.runs) all.push_back(digest(run));
  const Digest& subject = all.front();
  const std::vector<Digest> peers(all.begin() + 1, all.end());
  Page page;
  page.title = "bncheck: " + subject.run.implementation;
  std::string body = failures_section(subject) + heat_section(subject) +
                     errors_section(subject, peers, page.charts) +
                     laws_section(subject, peers, page.charts) + peers_section(subject, peers) +
                     grades_section(inputs.grades) + bench_section(inputs.benches, page.charts);
  page.body =
      headline(subject, inputs.grades) + navigation(body) + "<main id=main>\n" + body + "</main>\n";
  return assemble(page);
}

std::string run_to_html(const RunRecord& run) {
  Inputs inputs;
  inputs.runs.push_back(run);
  return to_html(inputs);
}

}  // namespace bncheck::report::html
