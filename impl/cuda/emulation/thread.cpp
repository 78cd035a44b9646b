#include "cuda/emulation/thread.h"

#include <cstring>

namespace emulation {
namespace {

constexpr std::size_t kStackBytes = 64 * 1024;
constexpr std::size_t kLine = 64;          // of a cache
constexpr std::size_t kMargin = 4 * 1024;  // at the end: who goes there overran the stack
constexpr char kCanary[] = "the stack ends here";

/// Stacks begin in different sets of the caches.
std::size_t offset(int number) { return static_cast<std::size_t>(number % 61) * 2 * kLine; }

}  // namespace

Thread::Thread(int number)
    : stack_bytes_(kMargin + kStackBytes + offset(number)),
      stack_(std::make_unique_for_overwrite<std::byte[]>(stack_bytes_)) {}

void Thread::start(Fiber::Entry entry) {
  fiber.start(stack_.get(), stack_bytes_, entry);
  std::memcpy(stack_.get() + kMargin, kCanary, sizeof kCanary);
  state = State::ready;
  waits_in = nullptr;
}

bool Thread::overran_stack() const {
  return std::memcmp(stack_.get() + kMargin, kCanary, sizeof kCanary) != 0;
}

std::string Thread::name() const {
  return "thread " + std::to_string(context.thread()) + " of block " +
         std::to_string(context.block());
}

std::string to_string(const Context::Place& place) {
  return std::string(place.file_name()) + ":" + std::to_string(place.line());
}

std::string waiting(const Thread& thread) {
  return thread.name() + " waits in " + thread.waits_in + " at " + to_string(thread.place);
}

std::string exit_of(const Thread& thread) {
  return thread.name() + " has exited" +
         (thread.waits_in ? ", after it waited at " + to_string(thread.place) : "");
}

}  // namespace emulation
