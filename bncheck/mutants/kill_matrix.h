#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bncheck::mutants {

/// What the laws say of one mutant.
struct KillRow {
  std::string mutant;
  /// For each law the number of the first case, counted from 1, on which it fails; 0 if it holds.
  std::vector<std::uint64_t> first_case;
  std::uint64_t judged = 0;  ///< judgements that passed or failed; not part of the CSV

  bool survived() const;
  std::uint64_t killers() const;  ///< how many laws kill it

  bool operator==(const KillRow&) const = default;
};

/// All mutants against all laws.
struct KillMatrix {
  std::vector<std::string> laws;
  std::vector<KillRow> rows;

  /// Returns how many mutants the law kills.
  std::uint64_t kills(std::size_t law) const;

  bool operator==(const KillMatrix&) const = default;
};

/// Prints it as comma-separated values: a header of laws, a line a mutant, an empty field where a
/// law does not kill.
std::string to_csv(const KillMatrix& matrix);

/// Reads what to_csv prints. Throws UsageError that names the source and the line.
KillMatrix parse_csv(std::string_view text, const std::string& source);

/// Returns the matrix that is part of the program: of all mutants when it was last made.
const KillMatrix& own_matrix();

/// Returns what differs between two matrices, a line each, the laws of a mutant on one; empty if
/// nothing does.
std::vector<std::string> differences(const KillMatrix& expected, const KillMatrix& got);

/// Returns a smallest set of laws, by index, that together kill every mutant that any law kills.
std::vector<std::size_t> smallest_cover(const KillMatrix& matrix);

}  // namespace bncheck::mutants
