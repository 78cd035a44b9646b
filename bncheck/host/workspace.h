#pragma once

#include <cstddef>
#include <span>

#include "bncheck/host/mapping.h"

namespace bncheck::host {

/// Throws the Misdeed of a plug-in that asks for more than the machine has.
[[noreturn]] void refuse_workspace(std::size_t bytes);

/// The memory that a plug-in asked for, exactly as much, between guards that nothing may touch. It
/// ends less than 256 bytes before the guard; what is left beside it is marked.
class Workspace {
 public:
  /// Returns the memory, soiled, and aligned as bn_plugin.h says; empty for 0. Throws Misdeed.
  std::span<std::byte> take(std::size_t bytes);

  /// Throws Misdeed if something was written beside it.
  void check() const;

  /// Returns what lies between the guards.
  std::span<std::byte> between_guards() const { return inner_; }

 private:
  Mapping guarded_;
  std::span<std::byte> inner_;
  std::span<std::byte> given_;
};

}  // namespace bncheck::host
