#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "bncheck/report/html/sections.h"
#include "bncheck/report/html/text.h"

namespace bncheck::report::html {
namespace {

using nlohmann::json;

constexpr std::size_t kSlices = 120;        // of the axis of kappa
constexpr std::size_t kPointsOfSlice = 10;  // more lie on each other

/// A number for a chart: four digits; an infinite one lies on the edge.
json drawn(double value) {
  constexpr double kEdge = 1e30;
  if (!(value < kEdge)) return kEdge;
  return json::parse(fmt::format("{:.4g}", value));
}

/// Returns the points that are drawn: the largest errors of each slice, and all that failed.
json points_of(const ErrorCloud& cloud) {
  std::map<long, std::vector<const ErrorPoint*>> slices;
  for (const ErrorPoint& each : cloud.points) {
    slices[std::lround(std::log10(each.kappa) * kSlices / 12)].push_back(&each);
  }
  json out = json::array();
  for (auto& [slice, points] : slices) {
    std::sort(points.begin(), points.end(), [](const ErrorPoint* a, const ErrorPoint* b) {
      return std::pair(a->failed, a->error) > std::pair(b->failed, b->error);
    });
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (i >= kPointsOfSlice && !points[i]->failed) break;
      out.push_back({drawn(points[i]->kappa), drawn(points[i]->error), drawn(points[i]->budget),
                     points[i]->failed ? 1 : 0});
    }
  }
  return out;
}

std::string power(int decade) { return fmt::format("10<sup>{}</sup>", decade); }

struct Named {
  std::string name;
  std::vector<ErrorBin> bins;
};

/// Returns the bin of the decade, where there is one.
const ErrorBin* at(const std::vector<ErrorBin>& bins, int decade) {
  for (const ErrorBin& bin : bins) {
    if (bin.decade == decade) return &bin;
  }
  return nullptr;
}

std::string table_of(const std::string& name, const std::vector<ErrorBin>& bins,
                     const std::vector<Named>& peers) {
  std::string html =
      "<table><caption>Errors and budgets in ulps of the channel&#39;s largest value</caption>"
      "<thead><tr><th scope=col>kappa from</th><th scope=col>cases</th><th scope=col>largest "
      "error, " +
      escaped(name) +
      "</th><th scope=col>smallest budget</th><th scope=col>median budget</th><th "
      "scope=col>largest budget</th>";
  for (const Named& peer : peers) {
    html += "<th scope=col>largest error, " + escaped(peer.name) + "</th>";
  }
  html += "</tr></thead><tbody>\n";
  for (const ErrorBin& bin : bins) {
    html += fmt::format(
        "<tr><th scope=row>{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>",
        power(bin.decade), bin.cases, number_text(bin.largest_error),
        number_text(bin.smallest_budget), number_text(bin.median_budget),
        number_text(bin.largest_budget));
    for (const Named& peer : peers) {
      const ErrorBin* same = at(peer.bins, bin.decade);
      html += "<td>" + (same == nullptr ? "–" : number_text(same->largest_error)) + "</td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table>";
}

json curve_of(const std::vector<ErrorBin>& bins) {
  json out = json::array();
  for (const ErrorBin& bin : bins) out.push_back({bin.decade, drawn(bin.largest_error)});
  return out;
}

json budgets_of(const std::vector<ErrorBin>& bins) {
  json out = json::array();
  for (const ErrorBin& bin : bins) {
    out.push_back({bin.decade, drawn(bin.smallest_budget), drawn(bin.median_budget),
                   drawn(bin.largest_budget)});
  }
  return out;
}

std::vector<Named> curves_of(const std::vector<std::vector<ErrorCloud>>& clouds,
                             const std::vector<Digest>& peers, const ErrorCloud& like) {
  std::vector<Named> found;
  for (std::size_t i = 0; i < peers.size(); ++i) {
    for (const ErrorCloud& cloud : clouds[i]) {
      if (cloud.output != like.output || cloud.dtype != like.dtype) continue;
      found.push_back({peers[i].run.implementation, bins_of(cloud)});
    }
  }
  return found;
}

std::string chart_of(const std::string& name, const ErrorCloud& cloud,
                     const std::vector<Named>& peers, json& charts) {
  const std::string type(to_string(cloud.dtype));
  const std::string id = "errors-" + cloud.output + "-" + type;
  const std::vector<ErrorBin> bins = bins_of(cloud);
  json curves = json::array();
  for (const Named& peer : peers) {
    curves.push_back({{"name", peer.name}, {"curve", curve_of(peer.bins)}});
  }
  charts[id] = {
      {"kind", "errors"},
      {"title", fmt::format("Error of {} in {} against conditioning", cloud.output, type)},
      {"name", name},
      {"points", points_of(cloud)},
      {"budgets", budgets_of(bins)},
      {"peers", curves}};
  std::string caption = fmt::format("{} in {}, {}", cloud.output, type,
                                    counted(cloud.points.size(), "case", "cases"));
  if (cloud.left_out > 0) {
    caption += fmt::format("; {} left out, whose channel is constant or too large to be measured",
                           cloud.left_out);
  }
  return figure(id, caption, table_of(name, bins, peers));
}

constexpr const char* kIntroduction =
    "<p>Each mark is a case: the error of the element nearest its budget, in ulps of the largest "
    "value that its channel has, against the condition number <i>κ</i> = √(1 + mean<sup>2</sup>/"
    "var) of the channel&#39;s <i>x</i>. The line is the median budget of each power of ten, the "
    "band goes from the smallest budget to the largest; each case is judged by its own. Of many "
    "marks in one place the largest are drawn.</p>\n";

}  // namespace

std::string errors_section(const Digest& subject, const std::vector<Digest>& peers, json& charts) {
  std::string html = "<section id=errors>\n<h2>Error against conditioning</h2>\n";
  const std::vector<ErrorCloud> clouds = error_clouds(subject.run);
  if (clouds.empty()) {
    return html +
           "<p class=note>There is no chart: the record has no error of an element of y or dx in "
           "training. It is of an older version, or no such case passed, or its cases are too "
           "large.</p>\n</section>\n";
  }
  std::vector<std::vector<ErrorCloud>> of_peers;
  for (const Digest& peer : peers) of_peers.push_back(error_clouds(peer.run));
  html += kIntroduction;
  html += "<div class=figures>\n";
  for (const ErrorCloud& cloud : clouds) {
    html += chart_of(subject.run.implementation, cloud, curves_of(of_peers, peers, cloud), charts);
  }
  return html + "</div>\n</section>\n";
}

}  // namespace bncheck::report::html
