#pragma once

namespace bncheck::commands {

/// While it lives, the first SIGINT, SIGTERM or SIGHUP is remembered and says so on the standard
/// error; the next one ends the program at once. A signal that was ignored stays ignored.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// Returns the signal that came; 0 if none did.
  static int signal();
};

}  // namespace bncheck::commands
