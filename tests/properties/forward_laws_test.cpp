// Each law about two calls, or two values, of forward passes on the honest answer and rejects one
// that is aimed at it.
#include <gtest/gtest.h>

#include "core/case.h"
#include "tests/properties/forward_killings.h"

namespace bncheck::properties {
namespace {

Verdict verdict_of(const char* id, const char* line, Implementation& implementation) {
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, {}};
  Trial trial(court, expand(parse_case(line)));
  return law(id).check(trial).verdict;
}

TEST(ForwardLaws, PassOnTheHonestAnswer) {
  for (const ForwardKilling& killing : forward_killings()) {
    TestImplementation honest;
    EXPECT_EQ(verdict_of(killing.law, killing.line, honest), Verdict::pass) << killing.law;
  }
}

TEST(ForwardLaws, RejectTheDefectAimedAtThem) {
  for (const ForwardKilling& killing : forward_killings()) {
    DefectiveForward defective(killing);
    EXPECT_EQ(verdict_of(killing.law, killing.line, defective), Verdict::fail)
        << killing.law << ": " << killing.defect;
  }
}

/// Promises nothing beyond the budgets.
class Silent : public TestImplementation {
 public:
  Contract contract(const Problem& problem) override { return default_contract(problem.dtype); }
};

TEST(ForwardLaws, DemandNoBitsThatTheContractDoesNotPromise) {
  for (const ForwardKilling& killing : forward_killings()) {
    Silent silent;
    const Verdict verdict = verdict_of(killing.law, killing.line, silent);
    EXPECT_TRUE(verdict == Verdict::skip || verdict == Verdict::pass) << killing.law;
  }
  for (const char* id :
       {"power_of_two_input", "negation", "power_of_two_affine", "channel_permutation",
        "channel_independence", "monotone_output", "equal_inputs", "eps_monotone"}) {
    Silent silent;
    EXPECT_EQ(verdict_of(id, forward_killings()[1].line, silent), Verdict::skip) << id;
  }
}

}  // namespace
}  // namespace bncheck::properties
