#include "bncheck/host/own_files.h"

namespace bncheck::host {

namespace fs = std::filesystem;
namespace {

/// Returns the folder above that of the program.
fs::path prefix() {
  std::error_code none;
  return fs::read_symlink("/proc/self/exe", none).parent_path().parent_path();
}

}  // namespace

fs::path own_plugins() {
  std::error_code none;
  const fs::path installed = prefix() / BNCHECK_INSTALLED_PLUGINS;
  // PREFIX/plugins may be anybody's where the program is installed.
  return fs::is_directory(installed, none) ? installed : prefix() / "plugins";
}

fs::path own_documents() {
  std::error_code none;
  const fs::path folder = prefix() / BNCHECK_INSTALLED_DOCUMENTS;
  return fs::is_directory(folder / "docs", none) ? folder : fs::path();
}

fs::path own_files(const std::string& name, const fs::path& in_sources) {
  std::error_code none;
  const fs::path beside = prefix() / "share/bncheck" / name;
  return fs::is_directory(beside, none) ? beside : in_sources;
}

}  // namespace bncheck::host
