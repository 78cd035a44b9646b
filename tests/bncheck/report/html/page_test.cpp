#include "bncheck/report/html/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "bncheck/report/html/shape_classes.h"
#include "bncheck/report/html/text.h"
#include "core/error.h"
#include "tests/bncheck/report/samples.h"

namespace bncheck::report::html {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kHostile = "</script><img src=x onerror=\"alert(1)\"><!--'&";

std::string page_of(const std::string& lines) { return run_to_html(parse_run(lines, "run.jsonl")); }

/// Returns the record without one of its fields, as an older version wrote it.
std::string without(const std::string& lines, const std::string& field) {
  std::string out;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    nlohmann::json event = nlohmann::json::parse(lines.substr(at, end - at));
    event.erase(field);
    out += event.dump() + '\n';
    at = end + 1;
  }
  return out;
}

TEST(HtmlText, EscapesWhatHtmlWouldRead) {
  EXPECT_EQ(escaped(kHostile),
            "&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&lt;!--&#39;&amp;");
}

TEST(HtmlText, LeavesNoAngleBracketInAScript) {
  const std::string text = for_script({{"name", kHostile}});
  EXPECT_THAT(text, Not(HasSubstr("<")));
  EXPECT_EQ(nlohmann::json::parse(text).at("name"), kHostile);
}

TEST(HtmlText, ShowsRatiosInFourColumns) {
  EXPECT_EQ(ratio_text(0), "0");
  EXPECT_EQ(ratio_text(1e-9), "<.01");
  EXPECT_EQ(ratio_text(0.374), ".37");
  EXPECT_EQ(ratio_text(0.9999), ".99") << "what is below the budget must not look like it";
  EXPECT_EQ(ratio_text(1), "1");
}

TEST(ShapeClasses, HaveOneOfEachGroup) {
  const Case input = parse_case(
      "f32 2x3x9 nhwc training eps=1e-5 momentum=1 weight=none bias=none running_mean=none "
      "running_var=none x=constant*2^0+0@0 dy=constant*2^0+0@0");
  std::vector<std::string> names;
  for (const std::size_t each : classes_of(input)) {
    names.push_back(shape_classes()[each].group + " " + shape_classes()[each].name);
  }
  EXPECT_THAT(names, testing::ElementsAre("type f32", "values per channel 17-256", "channels 2-8",
                                          "spatial axes 1", "memory of x nhwc"));
}

TEST(HtmlPage, TellsVerdictCountsAndCounterexample) {
  const std::string page = page_of(sample_run());
  EXPECT_THAT(page, HasSubstr("<b>Fails</b> 1 of 2 laws."));
  EXPECT_THAT(page, HasSubstr("<b>1</b> passed · <b>1</b> failed · <b>0</b> inconclusive"));
  EXPECT_THAT(page, HasSubstr("✗1"));
  EXPECT_THAT(page, HasSubstr("bncheck replay mine.so --dialect keras3 --property"));
  EXPECT_THAT(page, HasSubstr("alttext=\"= (1 - momentum)*running\""));
}

TEST(HtmlPage, TellsWhyALawIsTrueWhereItIsTheSameLaw) {
  const std::string proof = escaped(law("running_statistics").explanation.proof);
  const std::string catches = escaped(law("running_statistics").explanation.catches);
  EXPECT_THAT(page_of(sample_run()), HasSubstr("<dt>Why it is true</dt><dd>" + proof + "</dd>"));
  EXPECT_THAT(page_of(sample_run()), HasSubstr("<dt>Catches</dt><dd>" + catches + "</dd>"));
  std::string other = sample_run();
  other.replace(other.find("running = (1 - "), 15, "running = (2 - ");
  EXPECT_THAT(page_of(other), Not(HasSubstr(proof)));
}

TEST(HtmlPage, ForgivesWhatIsKnown) {
  const std::string page = page_of(sample_run("mine.so", {"running_statistics"}));
  EXPECT_THAT(page, HasSubstr("<b>Fails no law</b> but the 1 of 2 laws that is known to fail."));
}

TEST(HtmlPage, ReadsHostileNamesAsText) {
  const std::string page = page_of(sample_run(kHostile));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, HasSubstr("<h1>&lt;/script&gt;&lt;img"));
}

TEST(HtmlPage, NamesNoPlaceholderThatComesFromARecord) {
  EXPECT_THAT(page_of(sample_run("{{data}}{{nothing}}")),
              HasSubstr("<h1>{{data}}{{nothing}}</h1>"));
}

TEST(HtmlPage, SaysThatAnEmptyRunJudgedNothing) {
  const std::string start = sample_run().substr(0, sample_run().find('\n') + 1);
  const std::string page = page_of(start);
  EXPECT_THAT(page, HasSubstr("<b>Not judged</b>"));
  EXPECT_THAT(page, HasSubstr("There is no table: the record has no case."));
  EXPECT_THAT(page, HasSubstr("the run did not come to its end"));
  EXPECT_THAT(page, HasSubstr("There is no chart: "));
}

TEST(HtmlPage, SaysWhatAnOlderRecordLacks) {
  const std::string old = without(without(sample_run(), "statements"), "environment");
  const std::string page = page_of(old);
  EXPECT_THAT(page, HasSubstr("The statement is not in this record, which an older version wrote"));
  EXPECT_THAT(page, HasSubstr("<dd>not in this record, which an older version wrote"));
}

TEST(HtmlPage, AsksTheNetworkForNothing) {
  const std::string page = page_of(sample_run());
  for (const char* each : {"<script src", "@import", "url(", "<link rel=\"stylesheet\""}) {
    EXPECT_THAT(page, Not(HasSubstr(each)));
  }
}

TEST(HtmlInputs, SayThatThereIsNoRun) {
  const std::string file = testing::TempDir() + "bncheck_no_run.jsonl";
  std::ofstream(file) << R"({"event":"start","format":1,"implementations":[],"tool":"t",)"
                         R"("machine":"m"})"
                      << '\n';
  try {
    read_inputs({file});
    ADD_FAILURE() << "a race alone was taken for a run";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("there is no run among the records"));
  }
}

}  // namespace
}  // namespace bncheck::report::html
