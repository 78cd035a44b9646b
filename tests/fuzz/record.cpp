// The JSON Lines of one campaign, or of its shards with a line "==" between them: read, merged, and
// made into JUnit, Markdown and annotations. A merged record is as good as any.
#include "bncheck/report/github.h"
#include "bncheck/report/junit.h"
#include "bncheck/report/markdown.h"
#include "bncheck/report/merge.h"
#include "core/error.h"
#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {
namespace {

constexpr std::size_t kMostShards = 4;

void require_characters_of_xml(const std::string& text) {
  for (const char c : text) {
    const bool allowed = static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t';
    require(allowed, "XML holds no control character");
  }
}

void require_lines_of_commands(const std::string& text) {
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    require(text.substr(at, 2) == "::" && text.back() == '\n', "every line is an annotation");
  }
}

void render(const report::RunRecord& run) {
  require_characters_of_xml(report::to_junit(run));
  require_lines_of_commands(report::to_github(run));
  report::to_markdown(run);
}

/// What bncheck wrote itself it reads.
report::RunRecord reread(const std::string& text) {
  try {
    return report::parse_run(text, "merged");
  } catch (const UsageError& error) {
    throw Finding(std::string("a merged record cannot be read: ") + error.what());
  }
}

}  // namespace

void fuzz_one(std::string_view input) {
  std::vector<report::RunRecord> runs;
  for (const std::string_view file : files_in(input, kMostShards)) {
    runs.push_back(report::parse_run(std::string(file), "run"));
    render(runs.back());
  }
  const report::Merged merged = report::merge(runs);
  const report::RunRecord whole = reread(merged.text);
  require(whole.complete, "a merged record has its end");
  render(whole);
  if (merged.missing.empty()) {
    require(report::merge({whole}).missing.empty(), "a whole record stays whole");
  }
}

}  // namespace bncheck::fuzz
