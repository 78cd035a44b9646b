// Cases whose x or dy hold a NaN or an infinity: no law accuses an honest implementation.
#include <gtest/gtest.h>

#include <string>

#include "core/case.h"
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

}  // namespace
}  // namespace bncheck::properties
