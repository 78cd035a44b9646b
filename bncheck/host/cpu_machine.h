#pragma once

#include "bncheck/host/machine.h"
#include "bncheck/host/windows.h"
#include "bncheck/host/workspace.h"

namespace bncheck::host {

/// The processor: tensors lie where the host put them, in the memory file.
class CpuMachine : public Machine {
 public:
  CpuMachine(int file, Windows::Inputs inputs) : windows_(file, inputs) {}

  bn_device device() const override { return BN_CPU; }
  void begin(ControlBlock& control) override;
  void* at(Slot slot) const override;
  void* workspace(std::size_t bytes) override;
  bn_status call(const std::function<bn_status()>& function) override;

 private:
  Windows windows_;
  Workspace workspace_;
  ControlBlock* control_ = nullptr;
};

}  // namespace bncheck::host
