#include "bncheck/runner/corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "bncheck/runner/corpus_text.h"
#include "core/error.h"
#include "tests/bncheck/runner/fakes.h"

namespace bncheck::runner {
namespace {

using properties::Defect;
using testing::HasSubstr;

const std::string kLine =
    "f32 2x1 nchw training eps=1e-05 momentum=1 weight=none bias=none running_mean=0 "
    "running_var=1 x=constant*2^0+0@0[1=1] dy=constant*2^0+0@0";

std::string refusal(const std::string& text) {
  try {
    parse_corpus(text, "found.txt");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Corpus, IsACaseALine) {
  const auto cases = parse_corpus("# eps\n\n" + kLine + "  # found once\r\n" + kLine, "found.txt");
  ASSERT_EQ(cases.size(), 1U) << "the same case twice is one";
  EXPECT_EQ(to_string(cases[0]), kLine);
  EXPECT_TRUE(parse_corpus("", "found.txt").empty());
  EXPECT_TRUE(read_corpus(testing::TempDir() + "no such corpus").empty());
}

TEST(Corpus, NamesTheLineThatIsNoCase) {
  EXPECT_THAT(refusal(kLine + "\n\nf32 2x1\n"),
              HasSubstr("found.txt, line 3: malformed case: 2 words where 12 belong"));
  EXPECT_THAT(refusal("f33" + kLine.substr(3)), HasSubstr("found.txt, line 1: malformed case"));
}

TEST(Corpus, NamesTheLineOfACaseThatIsTooLarge) {
  const std::string large = "f32 1000000x1000x10" + kLine.substr(kLine.find(" nchw"));
  EXPECT_THAT(refusal(large), HasSubstr("found.txt, line 1: shape 1000000x1000x10 has more than"));
}

TEST(Corpus, MayBeginWithAByteOrderMark) {
  EXPECT_EQ(parse_corpus("\xef\xbb\xbf" + kLine, "found.txt").size(), 1U);
}

TEST(Corpus, CannotBeAFolderOrAFileThatCannotBeRead) {
  EXPECT_THROW(read_corpus(testing::TempDir()), UsageError);
  EXPECT_THROW(read_corpus("/proc/self/mem"), UsageError);  // its first page is not mapped
  EXPECT_TRUE(read_corpus("/dev/null").empty());
}

TEST(OwnCorpus, HasEveryTypeAndLayoutAndACommentOnEveryCase) {
  std::set<DType> dtypes;
  std::set<Layout> layouts;
  for (const Case& each : own_corpus()) {
    dtypes.insert(each.dtype);
    layouts.insert(each.layout.x.kind);
    EXPECT_LE(each.shape.size(), 4096) << "it is judged in every campaign";
  }
  EXPECT_GE(own_corpus().size(), 30U);
  EXPECT_EQ(dtypes.size(), 4U);
  EXPECT_EQ(layouts.size(), 3U);
  EXPECT_EQ(kCorpusText.front(), '#');
  EXPECT_EQ(kCorpusText.find("\n\nf"), std::string_view::npos) << "a case without a comment";
}

TEST(OwnCorpus, IsWrittenAsCasesArePrinted) {
  for (const Case& each : own_corpus()) {
    EXPECT_NE(kCorpusText.find('\n' + to_string(each) + '\n'), std::string_view::npos)
        << to_string(each);
  }
}

TEST(OwnCorpus, AccusesNoHonestImplementation) {
  CampaignOptions options = campaign_of(own_corpus().size());
  options.corpus = own_corpus();
  const CampaignSummary summary = run_campaign(options, opens(Defect::none), {});
  EXPECT_EQ(summary.all().failed, 0U);
  EXPECT_EQ(summary.cases, own_corpus().size());
}

TEST(Selected, KeepsTypesAndLayouts) {
  const properties::generators::Selection selection = {{DType::f64}, {Layout::nhwc}};
  const auto cases = selected(own_corpus(), selection);
  EXPECT_FALSE(cases.empty());
  for (const Case& each : cases) {
    EXPECT_EQ(each.dtype, DType::f64);
    EXPECT_EQ(each.layout, Layout::nhwc);
  }
}

CampaignOptions campaign_with_corpus() {
  CampaignOptions options = campaign_of(30, {"training_output", "running_statistics"});
  options.corpus = selected(own_corpus(), options.selection);
  options.corpus.resize(7);
  return options;
}

TEST(Campaign, BeginsWithTheCorpusAndGoesOnWithTheSeedsCases) {
  const CampaignOptions options = campaign_with_corpus();
  Recorder heard(options);
  run_campaign(options, opens(Defect::none), {&heard});
  ASSERT_EQ(heard.cases.size(), 30U);
  for (std::uint64_t i = 0; i < 30; ++i) {
    const Case drawn = properties::generators::case_at(1, i, options.selection);
    EXPECT_EQ(heard.cases[i].index, i);
    EXPECT_EQ(to_string(heard.cases[i].input), to_string(i < 7 ? options.corpus[i] : drawn));
  }
}

/// Returns a campaign whose corpus is so long that it reaches into a climb.
CampaignOptions campaign_with_long_corpus() {
  CampaignOptions options = campaign_of(260, {"running_statistics"});
  const Case simple = parse_case(kLine);
  for (int i = 0; i < 200; ++i) {
    options.corpus.push_back(simple);
    options.corpus.back().bias = {static_cast<double>(i)};
  }
  return options;
}

TEST(Campaign, JudgesACorpusThatReachesIntoAClimb) {
  const CampaignOptions options = campaign_with_long_corpus();
  Recorder heard(options);
  run_campaign(options, opens(Defect::none), {&heard});
  ASSERT_EQ(heard.cases.size(), 260U);
  for (std::size_t i = 0; i < 200; ++i) {
    EXPECT_EQ(to_string(heard.cases[i].input), to_string(options.corpus[i]));
  }
}

void expect_shards_equal_the_whole(CampaignOptions options) {
  std::map<std::uint64_t, std::string> together;
  for (options.shard = {1, 3}; options.shard.number <= 3; ++options.shard.number) {
    Recorder heard(options);
    run_campaign(options, opens(Defect::none), {&heard});
    for (const CaseResult& each : heard.cases) together[each.index] = to_string(each.input);
  }
  options.shard = {};
  Recorder alone(options);
  run_campaign(options, opens(Defect::none), {&alone});
  ASSERT_EQ(together.size(), alone.cases.size());
  for (const CaseResult& each : alone.cases) {
    EXPECT_EQ(together.at(each.index), to_string(each.input));
  }
}

TEST(Campaign, SharesTheCorpusOutAmongShards) {
  expect_shards_equal_the_whole(campaign_with_corpus());
  expect_shards_equal_the_whole(campaign_with_long_corpus());
}

}  // namespace
}  // namespace bncheck::runner
