#include "bncheck/mutants/catalogue.h"

#include <algorithm>
#include <regex>

#include "core/error.h"

namespace bncheck::mutants {
namespace {

// Made by the build from the headers of impl/mutants/*.cpp.
constexpr Mutant kMutants[] = {
#include "mutants/catalogue.inc"
};

}  // namespace

std::vector<std::string_view> Mutant::laws() const {
  constexpr std::string_view kSeparator = ", ";
  std::vector<std::string_view> laws;
  std::string_view rest = is_equivalent() ? "" : killed_by;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(kSeparator), rest.size());
    laws.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + kSeparator.size(), rest.size()));
  }
  return laws;
}

std::span<const Mutant> catalogue() { return kMutants; }

std::vector<Mutant> select(const std::string& regular_expression) {
  try {
    const std::regex pattern(regular_expression);
    std::vector<Mutant> chosen;
    for (const Mutant& mutant : kMutants) {
      if (std::regex_search(std::string(mutant.name), pattern)) chosen.push_back(mutant);
    }
    if (!chosen.empty()) return chosen;
  } catch (const std::regex_error&) {
    throw UsageError("'" + regular_expression + "' is not a regular expression");
  }
  throw UsageError("no mutant's name matches '" + regular_expression +
                   "'; bncheck list mutants names them");
}

std::filesystem::path library_of(const Mutant& mutant) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::read_symlink("/proc/self/exe").parent_path() / "../mutants";
  const fs::path library = folder / (std::string(mutant.name) + ".so");
  std::error_code none;
  if (fs::exists(library, none)) return library;
  throw UsageError(
      "the mutant " + std::string(mutant.name) +
      " is not built, and packages have no mutants: in the sources of bncheck, make "
      "build builds all, or the CMake target bncheck_mutants (with BNCHECK_MUTANTS=ON)");
}

std::optional<std::filesystem::path> variant_of(const Mutant& mutant) {
  const std::filesystem::path own = library_of(mutant);
  const std::filesystem::path other =
      own.parent_path().parent_path() / "mutant_variants" / own.filename();
  std::error_code none;
  return std::filesystem::exists(other, none) ? std::optional(other) : std::nullopt;
}

}  // namespace bncheck::mutants
