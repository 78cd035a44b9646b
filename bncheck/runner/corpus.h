#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "properties/generators/cases.h"

namespace bncheck::runner {

/// Reads a corpus: a case a line, as `bncheck replay` takes it; # begins a comment. A case that
/// stands there again counts once. Throws UsageError that names the source and the line.
std::vector<Case> parse_corpus(std::string_view text, const std::string& source);

/// Reads a corpus from a file; one that does not exist holds no case. Throws UsageError.
std::vector<Case> read_corpus(const std::filesystem::path& file);

/// Returns the corpus that is part of the program: cases that found something once (corpus.txt).
const std::vector<Case>& own_corpus();

/// Returns the cases of the selected types and layouts, each once, in their order.
std::vector<Case> selected(const std::vector<Case>& cases,
                           const properties::generators::Selection& selection);

}  // namespace bncheck::runner
