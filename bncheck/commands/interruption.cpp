#include "bncheck/commands/interruption.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <string_view>

namespace bncheck::commands {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

std::atomic<int> received = 0;
static_assert(std::atomic<int>::is_always_lock_free);  // a handler may set it

void handle(int signal, void (*handler)(int)) {
  struct sigaction before {};
  sigaction(signal, nullptr, &before);
  if (before.sa_handler == SIG_IGN) return;  // as nohup and the shell's & have it
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;  // nothing under way is to fail for it
  sigaction(signal, &action, nullptr);
}

/// Async-signal-safe.
void on_signal(int signal) {
  received = signal;
  for (int each : kSignals) handle(each, SIG_DFL);
  constexpr std::string_view kSentence =
      "bncheck: stopping after the case under way; a second signal ends at once\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kSentence.data(), kSentence.size());
}

}  // namespace

Interruption::Interruption() {
  for (int each : kSignals) handle(each, on_signal);
}

Interruption::~Interruption() {
  for (int each : kSignals) handle(each, SIG_DFL);
}

int Interruption::signal() { return received; }

}  // namespace bncheck::commands
