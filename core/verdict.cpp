#include "core/verdict.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bncheck {

std::string_view to_string(Verdict verdict) {
  constexpr std::array<std::string_view, 5> kNames = {"skip", "pass", "inconclusive", "fail",
                                                      "error"};
  return kNames[static_cast<std::size_t>(verdict)];
}

Verdict merge(Verdict a, Verdict b) { return std::max(a, b); }

void Judgement::merge(const Judgement& other) {
  const double mine = evidence ? evidence->ratio : -1;
  const double theirs = other.evidence ? other.evidence->ratio : -1;
  if (other.verdict > verdict || (other.verdict == verdict && theirs > mine)) *this = other;
}

Judgement skipped(std::string reason) { return {Verdict::skip, std::move(reason), {}}; }
Judgement failed(std::string reason) { return {Verdict::fail, std::move(reason), {}}; }
Judgement errored(std::string reason) { return {Verdict::error, std::move(reason), {}}; }

}  // namespace bncheck
