#include "bncheck/report/describe.h"

#include <fmt/format.h>

#include <cmath>

namespace bncheck::report {
namespace {

std::string line(std::string_view label, std::string_view text) {
  return fmt::format("  {:<9} {}\n", label, text);
}

std::string describe_budget(const Evidence& evidence) {
  std::string text = fmt::format("{:.3g}", evidence.budget);
  if (std::isfinite(evidence.ratio)) {
    text += fmt::format("; the error is {:.4g} times what is allowed", evidence.ratio);
  }
  return text;
}

}  // namespace

std::string describe(double value) { return fmt::format("{:.9g} ({:a})", value, value); }

std::string describe(const Judgement& judgement) {
  std::string text;
  if (!judgement.reason.empty()) text += line("reason", judgement.reason);
  if (!judgement.evidence) return text;
  const Evidence& evidence = *judgement.evidence;
  text += line("element", fmt::format("{}[{}]", evidence.what, evidence.index));
  text += line("got", describe(evidence.got));
  text += line("truth",
               fmt::format("{:.17g} +- {:.2g}", evidence.truth.middle.hi, evidence.truth.radius));
  return text + line("budget", describe_budget(evidence));
}

std::string describe(const runner::Failure& failure, const std::string& implementation) {
  const properties::Property& law = *failure.law;
  const std::string shrunk = to_string(failure.shrunk);
  std::string text = fmt::format("{} {} [{}]: {}\n",
                                 failure.judgement.verdict == Verdict::error ? "ERROR" : "FAIL",
                                 law.id, law.clause, law.title);
  text += line("law", law.statement);
  text += describe(failure.judgement);
  text += line("case", shrunk);
  text += line("found", fmt::format("as case {} of the seed, the simplest of {} tried",
                                    failure.index, failure.tried + 1));
  return text + line("replay", fmt::format("bncheck replay {} --property '^{}$' '{}'",
                                           implementation, law.id, shrunk));
}

}  // namespace bncheck::report
