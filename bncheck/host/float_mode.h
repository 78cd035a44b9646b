#pragma once

#include <cfenv>
#include <cstdint>
#include <string>

namespace bncheck::host {

/// The thread's floating-point mode: rounding, treatment of subnormals, traps.
class FloatMode {
 public:
  /// What may differ between two modes; a set of bits.
  static constexpr std::uint32_t kRounding = 1, kFlush = 2, kDenormals = 4, kTraps = 8;

  /// Captures the mode as it is now.
  FloatMode();

  /// Returns what has changed since.
  std::uint32_t changes() const;

  /// Puts the captured mode back.
  void restore() const;

 private:
  std::fenv_t environment_;
  int rounding_;
  std::uint32_t control_;  ///< MXCSR without its sticky flags; 0 where there is none
};

/// Names what has changed ("changed the floating-point rounding mode"); empty for no change.
std::string describe_mode_changes(std::uint32_t changes);

}  // namespace bncheck::host
