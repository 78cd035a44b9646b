#include "bncheck/runner/environment.h"

#include <sys/utsname.h>

#include <algorithm>
#include <fstream>
#include <thread>

namespace bncheck::runner {
namespace {

std::string operating_system() {
  utsname names{};
  if (uname(&names) != 0) return "unknown system";
  return std::string(names.sysname) + " " + names.release + " " + names.machine;
}

std::string compiler() {
#if defined(__clang__)
  return "built by Clang " __clang_version__;
#else
  return "built by GCC " __VERSION__;
#endif
}

}  // namespace

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  const std::string key = "model name";
  std::string name = "unknown processor";
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(key)) continue;
    name = line.substr(std::min(line.size(), line.find(": ") + 2));
    break;
  }
  return name + ", " + std::to_string(std::thread::hardware_concurrency()) + " processors";
}

std::vector<std::string> environment() { return {processor(), operating_system(), compiler()}; }

}  // namespace bncheck::runner
