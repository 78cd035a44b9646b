#pragma once

#include <string>
#include <vector>

#include "bncheck/host/device/device_buffer.h"
#include "bncheck/host/windows.h"

namespace bncheck::host {

/// All memory of the device that a call sees: a buffer for each of its tensors, which lies to
/// multiples of 256 bytes as the tensor does in the host's memory, and its workspace.
class DeviceTensors {
 public:
  explicit DeviceTensors(const Driver& driver);

  /// Makes room for the tensors of the request, as they lie in the windows, and for no workspace.
  /// Throws DriverError.
  void place(const ControlBlock& control, const Windows& windows);

  /// Makes room for a workspace and soils it. Throws Misdeed if there is none.
  void place_workspace(std::size_t bytes);

  DeviceAddress address(Slot slot) const { return tensors_[index_of(slot)].address(); }
  DeviceAddress workspace() const { return workspace_.address(); }

  /// Enqueues what DeviceBuffer does by these names.
  void poison(DriverStream* stream);
  void produce(DriverStream* stream);

  /// Reads everything that a call may write, and returns whether any of it is not as told.
  bool are_outputs(bool (DeviceBuffer::*as)() const);

  /// Reads everything.
  void fetch();

  /// Copies what was fetched of outputs to the windows.
  void give_back() const;

  /// Returns what was done to memory that the host does not see, as a sentence without its subject,
  /// or nothing.
  std::string misdeed() const;

 private:
  const Driver* driver_;
  std::vector<DeviceBuffer> tensors_;  ///< one for each slot
  DeviceBuffer workspace_;
  std::vector<std::byte> dirt_;
};

}  // namespace bncheck::host
