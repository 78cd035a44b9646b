#pragma once

#include <functional>
#include <stdexcept>

#include "bncheck/host/protocol.h"

namespace bncheck::host {

/// Says what the implementation did wrong, as a sentence without its subject.
struct Misdeed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Says that the machine cannot hold the case, for which the implementation is not to blame.
struct NoRoom : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Where a plug-in works: the memory that its tensors and its workspace lie in, and how it is
/// called there.
class Machine {
 public:
  virtual ~Machine() = default;

  /// Returns the device as bn_device, and its stream or NULL.
  virtual bn_device device() const = 0;
  virtual void* stream() const { return nullptr; }

  /// Gives the tensors of the request their places. Throws NoRoom.
  virtual void begin(ControlBlock& control) = 0;

  /// Returns where the first element lies of a tensor that is present.
  virtual void* at(Slot slot) const = 0;

  /// Returns so many bytes, with anything in them; NULL for 0. Throws Misdeed if there are not so
  /// many.
  virtual void* workspace(std::size_t bytes) = 0;

  /// Calls once, and waits for what the call enqueues; returns its status. Throws Misdeed for what
  /// the call did to things that are not its own, where the host could not see it.
  virtual bn_status call(const std::function<bn_status()>& function) = 0;

  /// Returns whether a call has left the machine unfit for any other.
  virtual bool is_lost() const { return false; }
};

}  // namespace bncheck::host
