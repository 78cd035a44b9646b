#include "bncheck/report/diagnosis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace bncheck::report {
namespace {

using diagnosis::Cause;
using diagnosis::Finding;
using testing::HasSubstr;

const std::vector<Finding> kFindings = {
    {Cause::eps_omitted, "The eps is left out.", true},
    {Cause::momentum_wrong, "The batch is weighed by momentum^2.", false}};

TEST(DiagnosisReport, IsReadAsItIsWritten) {
  const Event event(nlohmann::json{{"findings", to_json(kFindings)}}.dump());
  EXPECT_EQ(read_findings(event, "findings"), kFindings);
}

TEST(DiagnosisReport, RefusesWhatIsNoEvidence) {
  nlohmann::json written = to_json(kFindings);
  written[0]["evidence"] = "certain";
  const Event event(nlohmann::json{{"findings", written}}.dump());
  try {
    read_findings(event, "findings");
    FAIL() << "it was read";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("\"evidence\" to be shown or likely, and it is certain"));
  }
}

TEST(DiagnosisReport, TellsASentenceALine) {
  EXPECT_EQ(tell(kFindings),
            "It looks like this:\n"
            "  The eps is left out. [eps_omitted]\n"
            "  The batch is weighed by momentum^2. [momentum_wrong]\n");
}

}  // namespace
}  // namespace bncheck::report
