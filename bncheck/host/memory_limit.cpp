#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>

#include "bncheck/host/host.h"

namespace bncheck::host {

std::uint64_t usual_memory_limit() {
  auto memory = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  // A container's share; a machine without one says "max", which is no number.
  std::uint64_t share = 0;
  if (std::ifstream("/sys/fs/cgroup/memory.max") >> share) memory = std::min(memory, share);
  return memory / 4 * 3;
}

}  // namespace bncheck::host
