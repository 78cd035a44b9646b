#pragma once

#include <string_view>

namespace bncheck::runner {

/// The text of corpus.txt; the build makes the source file.
extern const std::string_view kCorpusText;

}  // namespace bncheck::runner
