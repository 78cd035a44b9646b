#include "bncheck/report/report_file.h"

#include <cerrno>
#include <cstring>

namespace bncheck::report {

UsageError unwritable(const std::string& path) {
  return UsageError("cannot write the report " + path + ": " + std::strerror(errno));
}

ReportFile::ReportFile(const std::string& path, std::string name, const char* mode)
    : name_(std::move(name)), file_(std::fopen(path.c_str(), mode)) {
  if (!file_) throw unwritable(name_);
}

void ReportFile::append(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size() &&
                       std::fflush(file_.get()) == 0;
  if (!written) throw unwritable(name_);
}

}  // namespace bncheck::report
