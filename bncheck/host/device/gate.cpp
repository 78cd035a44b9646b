#include "bncheck/host/device/gate.h"

namespace bncheck::host {
namespace {

// Long enough to enqueue some kernels, short beside the time that a case is given. The first call
// of a kernel may take longer, where the driver has to load it.
constexpr std::chrono::milliseconds kPatience{300};

}  // namespace

void Gate::close() {
  const std::lock_guard lock(mutex_);
  is_open_ = false;
}

void Gate::open() {
  const std::lock_guard lock(mutex_);
  is_open_ = true;
  opened_.notify_all();
}

bool Gate::is_open() const {
  const std::lock_guard lock(mutex_);
  return is_open_;
}

void Gate::wait(void* data) {
  Gate& gate = *static_cast<Gate*>(data);
  std::unique_lock lock(gate.mutex_);
  gate.opened_.wait_for(lock, kPatience, [&gate] { return gate.is_open_; });
  gate.is_open_ = true;
}

}  // namespace bncheck::host
