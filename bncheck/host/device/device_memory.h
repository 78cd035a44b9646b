#pragma once

#include <utility>

#include "bncheck/host/device/driver.h"

namespace bncheck::host {

/// Owns memory of the device, or none.
class DeviceMemory {
 public:
  DeviceMemory() = default;
  /// Throws DriverError. Addresses are aligned to 256 bytes at least.
  DeviceMemory(const Driver& driver, std::size_t size) : driver_(&driver), size_(size) {
    driver.require(driver.cuMemAlloc(&address_, size), "cuMemAlloc");
  }
  DeviceMemory(DeviceMemory&& other) noexcept { *this = std::move(other); }
  DeviceMemory& operator=(DeviceMemory&& other) noexcept {
    std::swap(driver_, other.driver_);
    std::swap(address_, other.address_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~DeviceMemory() {
    if (size_ != 0) driver_->cuMemFree(address_);
  }

  DeviceAddress address() const { return address_; }
  std::size_t size() const { return size_; }

 private:
  const Driver* driver_ = nullptr;
  DeviceAddress address_ = 0;
  std::size_t size_ = 0;
};

}  // namespace bncheck::host
