#include "bncheck/mutants/signatures.h"

#include "bncheck/mutants/catalogue.h"
#include "bncheck/mutants/kill_matrix.h"

namespace bncheck::mutants {
namespace {

diagnosis::KillMatrix made() {
  const KillMatrix& own = own_matrix();
  diagnosis::KillMatrix matrix{own.laws, {}};
  for (const Mutant& mutant : catalogue()) {
    const auto cause = diagnosis::parse_cause(mutant.cause);
    for (const KillRow& row : own.rows) {
      if (row.mutant != mutant.name || row.survived() || !cause) continue;
      matrix.rows.push_back({row.mutant, *cause, {}});
      for (std::size_t law = 0; law < own.laws.size(); ++law) {
        if (row.first_case[law] > 0) matrix.rows.back().killed_by.insert(own.laws[law]);
      }
    }
  }
  return matrix;
}

}  // namespace

const diagnosis::KillMatrix& signatures() {
  static const diagnosis::KillMatrix matrix = made();
  return matrix;
}

}  // namespace bncheck::mutants
