// A file of cases: what is read from it is the same when it is printed and read again.
#include "bncheck/runner/corpus.h"

#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {

void fuzz_one(std::string_view input) {
  const std::vector<Case> cases = runner::parse_corpus(input, "corpus");
  std::string text;
  for (const Case& each : cases) text += to_string(each) + "\n";
  const std::vector<Case> again = runner::parse_corpus(text, "printed");
  require(again.size() == cases.size(), "no case is read twice, or lost");
  for (std::size_t i = 0; i < cases.size(); ++i) {
    require(to_string(again[i]) == to_string(cases[i]), "cases keep their order");
  }
  properties::generators::Selection narrow;
  narrow.dtypes = {DType::f32};
  require(runner::selected(cases, narrow).size() <= cases.size(), "a selection is no larger");
}

}  // namespace bncheck::fuzz
