#include "bncheck/report/whole_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "core/error.h"

namespace bncheck::report {
namespace {

namespace fs = std::filesystem;

std::string without_links(const std::string& path) {
  std::error_code none;
  const fs::path target = fs::canonical(path, none);
  return none ? path : target.string();
}

}  // namespace

WholeFile::WholeFile(std::string path)
    : path_(std::move(path)),
      target_(without_links(path_)),
      beside_(target_ + ".part" + std::to_string(getpid())) {
  std::error_code none;
  const bool exists = fs::exists(target_, none);
  if (exists && !fs::is_regular_file(target_, none)) {
    stream_.emplace(path_);
    return;
  }
  if (exists && access(target_.c_str(), W_OK) != 0) throw unwritable(path_);
  const ReportFile trial(beside_, path_);
  std::remove(beside_.c_str());
}

void WholeFile::remove() const {
  if (!stream_) std::remove(target_.c_str());
}

void WholeFile::write(std::string_view text) {
  if (stream_) return stream_->append(text);
  try {
    ReportFile(beside_, path_).append(text);
  } catch (const UsageError&) {
    std::remove(beside_.c_str());
    throw;
  }
  if (std::rename(beside_.c_str(), target_.c_str()) != 0) throw unwritable(path_);
}

}  // namespace bncheck::report
