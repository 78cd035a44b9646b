// A kill matrix as comma-separated values: printed as it was read, and as a page.
#include "bncheck/mutants/kill_matrix.h"

#include "bncheck/mutants/html.h"
#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {

void fuzz_one(std::string_view input) {
  const mutants::KillMatrix matrix = mutants::parse_csv(input, "matrix.csv");
  const mutants::KillMatrix again = mutants::parse_csv(mutants::to_csv(matrix), "printed");
  require(again == matrix, "a kill matrix is printed as it was read");
  require(mutants::differences(matrix, again).empty(), "a matrix does not differ from itself");
  require_inert(mutants::to_html(matrix));
}

}  // namespace bncheck::fuzz
