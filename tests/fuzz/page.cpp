// Records of campaigns, races and grades, with a line "==" between them, made into a page. Texts in
// them are texts on it.
#include "bncheck/report/html/page.h"

#include <deque>

#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {

void fuzz_one(std::string_view input) {
  constexpr std::size_t kMostFiles = 4;
  std::deque<MemoryFile> files;
  std::vector<std::string> names;
  for (const std::string_view file : files_in(input, kMostFiles)) {
    names.push_back(files.emplace_back(file).path());
  }
  require_inert(report::html::to_html(report::html::read_inputs(names)));
}

}  // namespace bncheck::fuzz
