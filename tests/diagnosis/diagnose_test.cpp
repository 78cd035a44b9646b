#include "diagnosis/diagnose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/certified_oracle.h"
#include "reference/error_budget.h"
#include "tests/bncheck/runner/planted_bugs.h"

namespace bncheck::diagnosis {
namespace {

TEST(Explore, All) {
  const reference::CertifiedOracle oracle;
  const reference::ErrorBudget budget;
  for (const auto& bug : runner::planted_bugs()) {
    const auto failure = runner::first_failure(bug);
    const auto implementation = runner::opens(bug)({});
    Diagnostician d({*implementation, oracle, budget, {}});
    printf("%-40s:", bug.name);
    if (!failure) {
      printf("no failure\n");
      continue;
    }
    const auto start = std::chrono::steady_clock::now();
    for (const auto& f : d.explain(failure->shrunk, failure->judgement.reason))
      printf("\n      [%s] %s", std::string(to_string(f.cause)).c_str(), f.sentence.c_str());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    printf("  %.2f s\n", took.count());
    fflush(stdout);
  }
}

}  // namespace
}  // namespace bncheck::diagnosis
