#include "bncheck/report/health.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bncheck::report {
namespace {

// A law whose median error is below 2^-20 of the budget, about a millionth, would not notice an
// implementation that lost six digits more than it does.
constexpr int kPowerlessExponent = -20;
// Slow is a law that takes a quarter of the time of many, unless nobody would notice.
constexpr double kSlowShare = 0.25;
constexpr double kSlowSeconds = 1;
constexpr std::size_t kLawsToCompare = 8;
constexpr int kSmallestExponent = -64;  // smaller ones count as this one

std::string sentence(std::string_view beginning, const std::vector<std::string>& laws) {
  return laws.empty() ? "" : fmt::format("{}: {}\n", beginning, fmt::join(laws, ", "));
}

}  // namespace

Health::Health(const std::vector<const properties::Property*>& laws)
    : laws_(laws), health_(laws.size()) {
  for (LawHealth& law : health_) law.ratios_by_exponent.resize(1 - kSmallestExponent);
}

void Health::hear(const runner::CaseResult& result) {
  std::uint64_t& judged = judged_by_type_[result.input.dtype];
  for (const Judgement& each : result.judgements) judged += each.verdict == Verdict::skip ? 0U : 1U;
  for (std::size_t i = 0; i < result.judgements.size(); ++i) {
    const Judgement& judgement = result.judgements[i];
    LawHealth& law = health_[i];
    if (judgement.verdict == Verdict::skip) ++law.reasons[judgement.reason];
    if (judgement.verdict == Verdict::inconclusive) ++law.undecided;
    if (judgement.verdict == Verdict::pass) ++law.decided;
    if (judgement.verdict >= Verdict::fail) law.failed = true;
    if (i < result.law_seconds.size()) law.seconds += result.law_seconds[i];
    // An exact answer says nothing about how wide its budget is.
    if (judgement.verdict != Verdict::pass || !judgement.evidence) continue;
    if (!(judgement.evidence->ratio > 0)) continue;
    const int exponent = std::clamp(std::ilogb(judgement.evidence->ratio), kSmallestExponent, 0);
    ++law.ratios_by_exponent[static_cast<std::size_t>(exponent - kSmallestExponent)];
  }
}

std::string Health::tell_unjudged_types() const {
  std::vector<std::string> types;
  for (const auto& [dtype, judged] : judged_by_type_) {
    if (judged == 0) types.emplace_back(to_string(dtype));
  }
  const bool all = types.size() == judged_by_type_.size();  // then the end says it
  return all ? "" : sentence("every case was skipped in", types);
}

/// Returns the reason that was given most often, other than that the law does not apply.
std::string Health::reason_of(const LawHealth& law) {
  std::string reason = runner::kDoesNotApply;
  std::uint64_t most = 0;
  for (const auto& [text, count] : law.reasons) {
    if (text == runner::kDoesNotApply || count <= most) continue;
    reason = text;
    most = count;
  }
  return reason;
}

std::string Health::tell_unjudged() const {
  std::map<std::string, std::vector<std::string>> laws_by_reason;
  for (std::size_t i = 0; i < health_.size(); ++i) {
    const LawHealth& law = health_[i];
    if (law.failed || law.decided + law.undecided > 0 || law.reasons.empty()) continue;
    laws_by_reason[reason_of(law)].emplace_back(laws_[i]->id);
  }
  std::string text;
  for (const auto& [reason, laws] : laws_by_reason) {
    text += sentence(fmt::format("never judged, as {}", reason), laws);
  }
  return text;
}

std::string Health::tell_undecided() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < health_.size(); ++i) {
    const LawHealth& law = health_[i];
    if (!law.failed && law.decided == 0 && law.undecided > 0) names.emplace_back(laws_[i]->id);
  }
  return sentence("the contract allows too much for any case to decide", names);
}

std::string Health::tell_powerless() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < health_.size(); ++i) {
    const std::vector<std::uint64_t>& ratios = health_[i].ratios_by_exponent;
    const auto below = ratios.begin() + (kPowerlessExponent - kSmallestExponent);
    const std::uint64_t small = std::accumulate(ratios.begin(), below, std::uint64_t{0});
    const std::uint64_t all = std::accumulate(below, ratios.end(), small);
    if (2 * small > all && !health_[i].failed) names.emplace_back(laws_[i]->id);
  }
  return sentence("half of the errors are below a millionth of the budget", names);
}

std::string Health::tell_slow() const {
  double all = 0;
  for (const LawHealth& law : health_) all += law.seconds;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < health_.size(); ++i) {
    const double seconds = health_[i].seconds;
    if (seconds < kSlowSeconds || seconds < kSlowShare * all) continue;
    names.push_back(fmt::format("{} ({:.0f} of {:.0f} s)", laws_[i]->id, seconds, all));
  }
  return health_.size() < kLawsToCompare ? "" : sentence("takes much of the time", names);
}

std::string Health::tell() const {
  return tell_unjudged_types() + tell_unjudged() + tell_undecided() + tell_powerless() +
         tell_slow();
}

}  // namespace bncheck::report
