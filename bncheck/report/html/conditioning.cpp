#include "bncheck/report/html/conditioning.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/error.h"

namespace bncheck::report::html {
namespace {

constexpr std::int64_t kMostValues = 1 << 20;  // a case of more takes longer than the page is worth

/// One channel's values and what a drawing needs to know of them. These numbers place a point; no
/// verdict depends on them.
struct Channel {
  std::vector<long double> x, dy;
  long double mean = 0, var = 0, invstd = 0;
};

long double mean_of(const std::vector<long double>& values) {
  long double sum = 0;
  for (const long double each : values) sum += each;
  return sum / static_cast<long double>(values.size());
}

Channel channel_of(const Problem& problem, std::int64_t c) {
  Channel channel;
  for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
    const auto at = static_cast<std::size_t>(problem.shape.index(c, j));
    channel.x.push_back(problem.x[at]);
    if (!problem.dy.empty()) channel.dy.push_back(problem.dy[at]);
  }
  channel.mean = mean_of(channel.x);
  for (const long double each : channel.x) {
    channel.var += (each - channel.mean) * (each - channel.mean);
  }
  channel.var /= static_cast<long double>(channel.x.size());
  channel.invstd = 1 / std::sqrt(channel.var + static_cast<long double>(problem.eps));
  return channel;
}

long double largest_y(const Channel& channel, const Problem& problem, std::int64_t c) {
  long double largest = 0;
  for (const long double x : channel.x) {
    const long double y =
        static_cast<long double>(problem.weight_of(c)) * (x - channel.mean) * channel.invstd +
        static_cast<long double>(problem.bias_of(c));
    largest = std::max(largest, std::fabs(y));
  }
  return largest;
}

/// The largest term of dx, weight*invstd*dy: dx itself may cancel to almost nothing.
long double largest_dx(const Channel& channel, const Problem& problem, std::int64_t c) {
  long double largest = 0;
  for (const long double dy : channel.dy) largest = std::max(largest, std::fabs(dy));
  return largest * channel.invstd * std::fabs(static_cast<long double>(problem.weight_of(c)));
}

/// Returns the channel of an element of a tensor.
std::int64_t channel_at(const Shape& shape, std::size_t index) {
  return static_cast<std::int64_t>(index) / shape.spatial_size() % shape.c;
}

/// Returns the case; nothing if the record does not say what it was.
std::optional<Case> read_case(const std::string& line) {
  try {
    return parse_case(line);
  } catch (const UsageError&) {
    return std::nullopt;
  }
}

double ulp_of(DType dtype, long double value) {
  const double ulp = 2 * unit_roundoff(dtype) * std::exp2(std::ilogb(value));
  return std::max(ulp, smallest_subnormal(dtype));
}

/// Returns the output that is drawn of a law; empty if it is none of these.
std::string_view drawn_output(std::string_view law) {
  if (law == "training_output") return "y";
  return law == "backward_training" ? "dx" : "";
}

bool is_drawn(const RunRecord& run, const RecordedCase& one) {
  for (std::size_t law = 0; law < run.laws.size(); ++law) {
    if (one.judgements[law].compared && !drawn_output(run.laws[law]).empty()) return true;
  }
  return false;
}

/// By whether they are of dx, and by type.
using Clouds = std::map<std::pair<bool, DType>, ErrorCloud>;

void add(Clouds& clouds, const Case& input, const RecordedElement& element, bool failed) {
  ErrorCloud& cloud = clouds[{element.what == "dx", input.dtype}];
  cloud.output = element.what;
  cloud.dtype = input.dtype;
  const auto point = point_of(input, element, failed);
  if (point) cloud.points.push_back(*point);
  if (!point) ++cloud.left_out;
}

}  // namespace

std::optional<ErrorPoint> point_of(const Case& input, const RecordedElement& element, bool failed) {
  const std::int64_t size = input.shape.size();
  if (size > kMostValues || element.index >= static_cast<std::size_t>(size)) return std::nullopt;
  const Problem problem = expand(input);
  const std::int64_t c = channel_at(input.shape, element.index);
  const Channel channel = channel_of(problem, c);
  const auto kappa = static_cast<double>(std::sqrt(1 + channel.mean * channel.mean / channel.var));
  const long double scale =
      element.what == "y" ? largest_y(channel, problem, c) : largest_dx(channel, problem, c);
  if (!std::isfinite(kappa) || !std::isfinite(scale) || !(scale > 0)) return std::nullopt;
  const double ulp = ulp_of(input.dtype, scale);
  if (!(ulp > 0) || !std::isfinite(element.budget / ulp)) return std::nullopt;
  const double error = std::isnan(element.error) ? INFINITY : element.error / ulp;
  return ErrorPoint{kappa, error, element.budget / ulp, failed};
}

std::vector<ErrorCloud> error_clouds(const RunRecord& run) {
  Clouds clouds;
  for (const RecordedCase& one : run.cases) {
    if (!is_drawn(run, one)) continue;
    const std::optional<Case> input = read_case(std::string(one.input));
    if (!input) continue;  // the page counts them
    for (const auto& [law, element] : elements_of(one)) {
      if (element.what != drawn_output(run.laws[law])) continue;
      add(clouds, *input, element, one.judgements[law].verdict >= Verdict::fail);
    }
  }
  std::vector<ErrorCloud> found;
  for (auto& [key, cloud] : clouds) {
    if (!cloud.points.empty()) found.push_back(std::move(cloud));
  }
  return found;
}

std::vector<ErrorBin> bins_of(const ErrorCloud& cloud) {
  std::map<int, std::vector<ErrorPoint>> by_decade;
  for (const ErrorPoint& each : cloud.points) {
    by_decade[static_cast<int>(std::floor(std::log10(each.kappa)))].push_back(each);
  }
  std::vector<ErrorBin> bins;
  for (auto& [decade, points] : by_decade) {
    ErrorBin bin{decade, points.size()};
    for (const ErrorPoint& each : points) {
      bin.largest_error = std::max(bin.largest_error, each.error);
    }
    std::sort(points.begin(), points.end(),
              [](const ErrorPoint& a, const ErrorPoint& b) { return a.budget < b.budget; });
    bin.smallest_budget = points.front().budget;
    bin.median_budget = points[points.size() / 2].budget;
    bin.largest_budget = points.back().budget;
    bins.push_back(bin);
  }
  return bins;
}

}  // namespace bncheck::report::html
