#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bncheck/report/report_file.h"

namespace bncheck::report {

/// A file that is there as a whole or not at all: the text is written beside its place and then
/// renamed. What is no regular file, such as a pipe, is written in its place.
class WholeFile {
 public:
  /// Makes sure that the file can be written, and leaves what is there. Throws UsageError.
  explicit WholeFile(std::string path);

  /// Removes what is there, so that nobody takes it for what is about to be written.
  void remove() const;

  /// Puts the text in the place of what is there. Throws UsageError.
  void write(std::string_view text);

 private:
  std::string path_;                  ///< as the user named it
  std::string target_;                ///< where links lead
  std::string beside_;                ///< the name until all is written
  std::optional<ReportFile> stream_;  ///< what is no regular file
};

}  // namespace bncheck::report
