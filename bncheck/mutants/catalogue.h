#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bncheck::mutants {

/// An implementation broken on purpose, as the header of its file in impl/mutants tells.
struct Mutant {
  std::string_view name;
  std::string_view defect;     ///< what it gets wrong, in one sentence
  std::string_view seen_in;    ///< who got it wrong before, with the number of the report
  std::string_view killed_by;  ///< ids of laws, or "nothing: " and why it is equivalent
  std::string_view cause;      ///< what diagnosis should call it

  /// Says whether it cannot be told from an honest implementation.
  bool is_equivalent() const { return killed_by.starts_with("nothing: "); }

  /// Returns the ids of the laws that its header names.
  std::vector<std::string_view> laws() const;
};

/// Returns all mutants, by name.
std::span<const Mutant> catalogue();

/// Returns the mutants whose name matches the regular expression, all for an empty one. Throws
/// UsageError if it is malformed or matches none.
std::vector<Mutant> select(const std::string& regular_expression);

/// Returns the mutant's library in the program's build. Throws UsageError if it is not built.
std::filesystem::path library_of(const Mutant& mutant);

/// Returns the library of the same defect with another number in it; nothing if it has no number.
/// Throws UsageError if mutants are not built.
std::optional<std::filesystem::path> variant_of(const Mutant& mutant);

}  // namespace bncheck::mutants
