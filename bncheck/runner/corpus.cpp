#include "bncheck/runner/corpus.h"

#include <algorithm>
#include <unordered_set>

#include "bncheck/runner/corpus_text.h"
#include "core/error.h"
#include "core/input_file.h"

namespace bncheck::runner {
namespace {

/// Returns the line without its comment and without space at its end.
std::string_view stripped(std::string_view line) {
  line = line.substr(0, line.find('#'));
  return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

template <class T>
bool contains(const std::vector<T>& list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool has_kinds(const std::vector<Layout>& kinds, const Layouts& layouts) {
  for (const auto tensor :
       {&Layouts::x, &Layouts::dy, &Layouts::y, &Layouts::dx, &Layouts::parameters}) {
    if (!contains(kinds, (layouts.*tensor).kind)) return false;
  }
  return true;
}

}  // namespace

std::vector<Case> parse_corpus(std::string_view text, const std::string& source) {
  std::vector<Case> cases;
  std::unordered_set<std::string> seen;
  text = without_mark(text);
  for (std::size_t at = 0, number = 1; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = stripped(text.substr(at, end - at));
    at = end + 1;
    if (line.empty()) continue;
    try {
      Case c = parse_case(line);
      if (seen.insert(to_string(c)).second) cases.push_back(std::move(c));
    } catch (const UsageError& error) {
      throw UsageError(source + ", line " + std::to_string(number) + ": " + error.what());
    }
  }
  return cases;
}

std::vector<Case> read_corpus(const std::filesystem::path& file) {
  std::error_code none;
  if (!std::filesystem::exists(file, none)) return {};
  return parse_corpus(require_input("cannot read the corpus", file, kMostOfText), file.string());
}

const std::vector<Case>& own_corpus() {
  static const std::vector<Case> cases = parse_corpus(kCorpusText, "corpus.txt");
  return cases;
}

std::vector<Case> selected(const std::vector<Case>& cases,
                           const properties::generators::Selection& selection) {
  std::vector<Case> chosen;
  std::unordered_set<std::string> seen;
  for (const Case& each : cases) {
    if (!contains(selection.dtypes, each.dtype)) continue;
    if (!has_kinds(selection.layouts, each.layout)) continue;
    if (seen.insert(to_string(each)).second) chosen.push_back(each);
  }
  return chosen;
}

}  // namespace bncheck::runner
