#include "bncheck/host/workspace.h"

#include <algorithm>
#include <string>

#include "bncheck/host/dirt.h"
#include "bncheck/host/machine.h"
#include "bncheck/host/windows.h"

namespace bncheck::host {
namespace {

constexpr std::size_t kAlignedTo = 256;  // bn_plugin.h
constexpr std::size_t kPage = 4096;
constexpr std::size_t kMost = std::size_t{1} << 46;  // an address space has 2^47 bytes
constexpr auto kBeside = std::byte{0xa5};

Mapping map_guarded(std::size_t bytes) {
  const std::size_t size = bytes + 2 * kGuardSize;
  void* range = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (range == MAP_FAILED) refuse_workspace(bytes);
  Mapping guarded(range, size);
  if (mprotect(guarded.start() + kGuardSize, bytes, PROT_READ | PROT_WRITE) != 0)
    refuse_workspace(bytes);
  return guarded;
}

bool is_untouched(std::byte* begin, std::byte* end) {
  return std::all_of(begin, end, [](std::byte each) { return each == kBeside; });
}

}  // namespace

void refuse_workspace(std::size_t bytes) {
  throw Misdeed("asked for a workspace of " + std::to_string(bytes) +
                " bytes, more than there are");
}

std::span<std::byte> Workspace::take(std::size_t bytes) {
  given_ = {};
  if (bytes == 0) return given_;
  if (bytes > kMost) refuse_workspace(bytes);
  const std::size_t needed = (bytes + kAlignedTo + kPage - 1) / kPage * kPage;
  if (inner_.size() != needed) {
    guarded_ = map_guarded(needed);
    inner_ = {guarded_.start() + kGuardSize, needed};
  }
  given_ = inner_.subspan((needed - bytes) / kAlignedTo * kAlignedTo, bytes);
  std::fill(inner_.data(), given_.data(), kBeside);
  std::fill(given_.data() + bytes, inner_.data() + needed, kBeside);
  soil(given_, bytes);
  return given_;
}

void Workspace::check() const {
  if (given_.empty()) return;
  std::byte* end = given_.data() + given_.size();
  if (!is_untouched(end, inner_.data() + inner_.size())) {
    throw Misdeed("wrote past the end of its workspace");
  }
  if (!is_untouched(inner_.data(), given_.data())) {
    throw Misdeed("wrote before the start of its workspace");
  }
}

}  // namespace bncheck::host
