#include "bncheck/host/device/device_tensors.h"

#include "bncheck/host/dirt.h"
#include "bncheck/host/workspace.h"

namespace bncheck::host {
namespace {

constexpr std::uint64_t kAligned = 256;  // as pages are; workspaces by bn_plugin.h
constexpr std::size_t kFirstOutput = index_of(Slot::y);

/// Returns the bytes of a tensor as it lies in the host's memory.
std::vector<DeviceBuffer::Stretch> stretches_of(const TensorRecord& record, std::byte* data) {
  Placed placed{static_cast<DType>(record.dtype), layout_of(record)};
  placed.data = placed.begin = placed.end = data;
  std::vector<DeviceBuffer::Stretch> all;
  for (const Placed& each : stretches(placed)) {
    all.push_back({{each.data, each.byte_size()}, static_cast<std::uint64_t>(each.data - data)});
  }
  return all;
}

}  // namespace

DeviceTensors::DeviceTensors(const Driver& driver)
    : driver_(&driver), workspace_(driver, kSlotCount) {
  for (std::size_t i = 0; i < kSlotCount; ++i) tensors_.emplace_back(driver, i);
}

void DeviceTensors::place(const ControlBlock& control, const Windows& windows) {
  workspace_.leave();
  for (DeviceBuffer& each : tensors_) each.leave();
  for (std::size_t i = 0; i < kSlotCount; ++i) {
    const TensorRecord& record = control.tensors[i];
    if (record.present == 0) continue;
    std::byte* data = windows.at(static_cast<Slot>(i), record.offset);
    tensors_[i].take(stretches_of(record, data), reinterpret_cast<std::uint64_t>(data) % kAligned);
  }
}

void DeviceTensors::place_workspace(std::size_t bytes) {
  try {
    const DeviceMemory probe(*driver_, bytes);  // before the host fills as much
    dirt_.resize(bytes);
    soil(dirt_, bytes);
    workspace_.take({{dirt_, 0}}, 0);
  } catch (const DriverError&) {
    refuse_workspace(bytes);
  }
}

void DeviceTensors::poison(DriverStream* stream) {
  for (DeviceBuffer& each : tensors_) each.poison(stream);
  workspace_.poison(stream);
}

void DeviceTensors::produce(DriverStream* stream) {
  for (DeviceBuffer& each : tensors_) each.produce(stream);
  workspace_.produce(stream);
}

bool DeviceTensors::are_outputs(bool (DeviceBuffer::*as)() const) {
  workspace_.fetch();
  bool all = (workspace_.*as)();
  for (std::size_t i = kFirstOutput; i < kSlotCount; ++i) {
    tensors_[i].fetch();
    all = all && (tensors_[i].*as)();
  }
  return all;
}

void DeviceTensors::fetch() {
  for (DeviceBuffer& each : tensors_) each.fetch();
  workspace_.fetch();
}

void DeviceTensors::give_back() const {
  for (std::size_t i = kFirstOutput; i < kSlotCount; ++i) tensors_[i].give_back();
}

std::string DeviceTensors::misdeed() const {
  const Damage beside_workspace = workspace_.damage();
  if (beside_workspace != Damage::none) return describe_damage(beside_workspace, "its workspace");
  for (std::size_t i = 0; i < kSlotCount; ++i) {
    const std::string name(name_of(static_cast<Slot>(i)));
    const Damage damage = tensors_[i].damage();
    if (damage != Damage::none) return describe_damage(damage, name);
    const bool is_changed = !tensors_[i].is_as_produced();
    if (is_input(static_cast<Slot>(i)) && is_changed) return "changed its input " + name;
  }
  return "";
}

}  // namespace bncheck::host
