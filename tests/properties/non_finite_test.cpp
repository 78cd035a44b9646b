// Cases whose x or dy hold a NaN or an infinity: no law accuses an honest implementation.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/case.h"
#include "properties/laws.h"
#include "tests/properties/test_court.h"

namespace bncheck::properties {
namespace {

void expect_no_accusation(const std::string& line) {
  const BallOracle oracle;
  const UlpErrorModel error_model;
  for (const char* name : {"pytorch", "onnx15", "pytorch;saved=variance;zero_variance=nan"}) {
    const Dialect dialect = parse_dialect(name);
    TestImplementation honest(Defect::none, dialect);
    const Court court{honest, oracle, error_model, dialect};
    Trial trial(court, expand(parse_case(line)));
    for (const Property& property : catalogue()) {
      if (!property.applies_to(trial)) continue;
      const Judgement judgement = property.check(trial);
      EXPECT_LE(judgement.verdict, Verdict::inconclusive)
          << property.id << ": " << judgement.reason << "\n"
          << line << " in " << name;
    }
  }
}

TEST(NonFinite, AccusesNoHonestImplementation) {
  for (const char* head : {"f32 4x3x2 nchw training", "f32 4x3x2 nchw evaluation",
                           "f16 2x2 nchw training", "f64 5x1 nchw training"}) {
    for (const char* value : {"nan", "inf", "-inf"}) {
      const std::string start = std::string(head) +
                                " eps=1e-3 momentum=0.1 weight=2 bias=1 running_mean=0.5 "
                                "running_var=2 x=bell*2^0+0@1";
      const std::string poison = std::string("[0=") + value + "]";
      for (const std::string& line :
           {start + poison + " dy=uniform*2^0+0.25@3", start + " dy=uniform*2^0+0.25@3" + poison,
            start + poison + " dy=uniform*2^0+0.25@3" + poison}) {
        expect_no_accusation(line);
      }
    }
  }
}

/// Adds in another order, here with another last bit, where dy is one value that is not repeated in
/// memory. Equal calls still get equal bits.
class AddsByLayout : public TestImplementation {
 public:
  Contract contract(const Problem& problem) override {
    Contract promised = TestImplementation::contract(problem);
    promised.deterministic = true;
    return promised;
  }

  Outcome<Backward<double>> backward(const Problem& problem,
                                     const SavedStatistics& saved) override {
    auto answer = TestImplementation::backward(problem, saved);
    const auto& dy = problem.dy;
    const bool one = std::adjacent_find(dy.begin(), dy.end(), std::not_equal_to<>()) == dy.end();
    if (!one || problem.layout.dy.kind != Layout::expanded) return answer;
    for (double& value : answer.outputs.dbias) {
      value = std::nextafterf(static_cast<float>(value), 0.0F);
    }
    return answer;
  }
};

TEST(NonFinite, ComparesCallsOfOneLayout) {
  const BallOracle oracle;
  const UlpErrorModel error_model;
  for (const Property* law : {&kNanStaysInItsChannel, &kInfinityStaysInItsChannel}) {
    AddsByLayout honest;
    const Court court{honest, oracle, error_model, {}};
    Trial trial(court,
                expand(parse_case("f32 4x3x2 nchw,dy=expanded training eps=1e-3 momentum=0.1 "
                                  "weight=2 bias=1 running_mean=0.5 running_var=2 "
                                  "x=bell*2^0+0@1 dy=constant*2^0+1.25@0")));
    const Judgement judgement = law->check(trial);
    EXPECT_EQ(judgement.verdict, Verdict::pass) << law->id << ": " << judgement.reason;
  }
}

}  // namespace
}  // namespace bncheck::properties
