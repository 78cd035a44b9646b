// Each law about two calls, or two values, of forward passes on the honest answer and rejects one
// that is aimed at it.
#include <gtest/gtest.h>

#include "core/case.h"
#include "tests/properties/forward_killings.h"

namespace bncheck::properties {
namespace {

Verdict verdict_of(const ForwardKilling& killing, Implementation& implementation) {
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, parse_dialect(killing.dialect)};
  Trial trial(court, expand(parse_case(killing.line)));
  const Property& property = law(killing.law);
  EXPECT_TRUE(property.applies_to(trial)) << killing.law;
  return property.check(trial).verdict;
}

TEST(ForwardLaws, PassOnTheHonestAnswer) {
  for (const ForwardKilling& killing : forward_killings()) {
    TestImplementation honest;
    EXPECT_EQ(verdict_of(killing, honest), Verdict::pass) << killing.law;
  }
}

TEST(ForwardLaws, RejectTheDefectAimedAtThem) {
  for (const ForwardKilling& killing : forward_killings()) {
    DefectiveForward defective(killing);
    EXPECT_EQ(verdict_of(killing, defective), Verdict::fail)
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
    const Verdict verdict = verdict_of(killing, silent);
    EXPECT_TRUE(verdict == Verdict::skip || verdict == Verdict::pass) << killing.law;
  }
  for (const char* id :
       {"power_of_two_input", "negation", "power_of_two_affine", "channel_permutation",
        "channel_independence", "monotone_output", "equal_inputs", "eps_monotone", "signed_zero"}) {
    Silent silent;
    ForwardKilling at_bits = forward_killings()[1];
    at_bits.law = id;
    EXPECT_EQ(verdict_of(at_bits, silent), Verdict::skip) << id;
  }
}

}  // namespace
}  // namespace bncheck::properties
