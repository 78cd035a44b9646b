#include "bncheck/report/report_file.h"

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace bncheck::report {
namespace {

UsageError unwritable(const std::string& path) {
  return UsageError("cannot write the report " + path + ": " + std::strerror(errno));
}

}  // namespace

ReportFile::ReportFile(std::string path)
    : path_(std::move(path)), file_(std::fopen(path_.c_str(), "w")) {
  if (!file_) throw unwritable(path_);
}

void ReportFile::append(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size() &&
                       std::fflush(file_.get()) == 0;
  if (!written) throw unwritable(path_);
}

}  // namespace bncheck::report
