#include "bncheck/host/processor_use.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

namespace bncheck::host {
namespace {

using std::chrono::milliseconds;

/// Adds what `stat` says of one task: its state is the third field, its time the 14th and 15th.
void add_task(const std::filesystem::path& folder, ProcessorUse& use) {
  std::string line;
  std::getline(std::ifstream(folder / "stat"), line);
  const std::size_t name_end = line.rfind(')');  // a name may hold anything
  if (name_end == std::string::npos) return;
  std::istringstream fields(line.substr(name_end + 1));
  std::string state;
  std::string skipped;
  fields >> state;
  for (int field = 4; field < 14; ++field) fields >> skipped;
  std::int64_t user = 0;
  std::int64_t system = 0;
  if (!(fields >> user >> system)) return;
  use.can_run = use.can_run || state == "R";
  const std::int64_t ticks = sysconf(_SC_CLK_TCK);
  use.ran[std::stoi(folder.filename())] = milliseconds((user + system) * 1000 / ticks);
}

void add_descendants(pid_t process, bool is_root, ProcessorUse& use) {
  const std::filesystem::path tasks = "/proc/" + std::to_string(process) + "/task";
  std::error_code gone;
  for (std::filesystem::directory_iterator each(tasks, gone), end; !gone && each != end;
       each.increment(gone)) {
    if (!is_root) add_task(each->path(), use);
    std::ifstream children(each->path() / "children");
    for (pid_t child = 0; children >> child;) add_descendants(child, false, use);
  }
}

}  // namespace

ProcessorUse use_below(pid_t process) {
  ProcessorUse use;
  add_descendants(process, true, use);
  return use;
}

milliseconds most_run(const ProcessorUse& before, const ProcessorUse& after) {
  milliseconds most{0};
  for (const auto& [task, ran] : after.ran) {
    const auto earlier = before.ran.find(task);
    most = std::max(most, earlier == before.ran.end() ? ran : ran - earlier->second);
  }
  return most;
}

}  // namespace bncheck::host
