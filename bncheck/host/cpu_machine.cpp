#include "bncheck/host/cpu_machine.h"

namespace bncheck::host {

void CpuMachine::begin(ControlBlock& control) {
  control_ = &control;
  control.workspace = {};
  windows_.update(control);
}

void* CpuMachine::at(Slot slot) const {
  return windows_.at(slot, control_->tensors[index_of(slot)].offset);
}

void* CpuMachine::workspace(std::size_t bytes) {
  const std::span<std::byte> given = workspace_.take(bytes);
  if (given.empty()) return nullptr;
  const auto address = [](std::byte* at) { return reinterpret_cast<std::uint64_t>(at); };
  const std::span<std::byte> inner = workspace_.between_guards();
  control_->workspace = {address(inner.data()), address(inner.data() + inner.size()),
                         address(given.data()), address(given.data() + given.size())};
  return given.data();
}

bn_status CpuMachine::call(const std::function<bn_status()>& function) {
  const bn_status status = function();
  workspace_.check();
  return status;
}

}  // namespace bncheck::host
