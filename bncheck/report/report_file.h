#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace bncheck::report {

/// A file that a report is written to.
class ReportFile {
 public:
  /// Opens the file anew. Throws UsageError if it cannot be written.
  explicit ReportFile(std::string path);

  /// Writes the text and flushes it, so that a killed run keeps it. Throws UsageError.
  void append(std::string_view text);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace bncheck::report
