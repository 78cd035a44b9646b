#pragma once

#include <string>

#include "bncheck/host/device/call_manner.h"
#include "bncheck/host/device/device_tensors.h"
#include "bncheck/host/device/gate.h"
#include "bncheck/host/machine.h"

namespace bncheck::host {

/// A GPU: tensors are copied to its memory for each call, and back. One object lives as long as its
/// process. It uses the device's primary context, as the CUDA runtime does, and a stream that waits
/// for no other.
class CudaMachine : public Machine {
 public:
  /// Starts the first device. Throws DriverError.
  CudaMachine(int file, Windows::Inputs inputs);
  CudaMachine(const CudaMachine&) = delete;
  CudaMachine& operator=(const CudaMachine&) = delete;
  ~CudaMachine() override;

  bn_device device() const override { return BN_CUDA; }
  void* stream() const override { return stream_; }
  void begin(ControlBlock& control) override;
  void* at(Slot slot) const override;
  void* workspace(std::size_t bytes) override;
  bn_status call(const std::function<bn_status()>& function) override;
  bool is_lost() const override { return is_lost_; }

 private:
  using Function = std::function<bn_status()>;

  bn_status call_in(CallManner manner, const Function& function);
  bn_status call_late(const Function& function);
  bn_status call_captured(const Function& function);
  void wait();
  void collect();
  [[noreturn]] void lose(const std::string& sentence);

  Driver driver_;
  Windows windows_;
  DeviceTensors tensors_;
  DriverStream* stream_ = nullptr;
  Gate gate_;
  CallManner manner_ = CallManner::plain;
  bool is_lost_ = false;
};

}  // namespace bncheck::host
