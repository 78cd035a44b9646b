#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "core/error.h"

namespace bncheck::report {

/// Returns the error that names the file and says, from errno, why it cannot be written.
UsageError unwritable(const std::string& path);

/// A file that a report is written to.
class ReportFile {
 public:
  /// Opens the file anew. Throws UsageError if it cannot be written.
  explicit ReportFile(const std::string& path) : ReportFile(path, path) {}

  /// The same; errors call it by another name. Mode "a" goes on behind what is there.
  ReportFile(const std::string& path, std::string name, const char* mode = "w");

  /// Writes the text and flushes it, so that a killed run keeps it. Throws UsageError.
  void append(std::string_view text);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::string name_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace bncheck::report
