#pragma once

#include <boost/context/detail/fcontext.hpp>
#include <cstddef>

namespace emulation {

/// A flow of control with a stack of its own, or the one that the host's thread runs on. Fibers
/// jump to each other, and the sanitizers are told.
class Fiber {
 public:
  using Entry = void (*)(Fiber& self);

  Fiber() = default;
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  ~Fiber();

  /// Takes the host's own thread, which must jump before it is jumped to.
  void take_host();
  /// Prepares a call of entry on the stack; it must end by finish.
  void start(std::byte* stack, std::size_t bytes, Entry entry);
  /// Goes on there, until another fiber jumps here.
  void jump(Fiber& to);
  /// Goes on there, and never comes back.
  [[noreturn]] void finish(Fiber& to);
  /// Forgets where the fiber stands: what it did so far is seen by the host's thread, which calls
  /// this.
  void abandon(Fiber& host);

 private:
  static void enter(boost::context::detail::transfer_t from);
  void leave(Fiber& to, void** save);
  void arrive(boost::context::detail::transfer_t from);

  boost::context::detail::fcontext_t context_ = nullptr;
  Entry entry_ = nullptr;
  Fiber* to_ = nullptr;           // where it last went
  const void* bottom_ = nullptr;  // of the stack
  std::size_t bytes_ = 0;
  void* fake_stack_ = nullptr;  // AddressSanitizer's
  void* tsan_fiber_ = nullptr;
  bool is_host_ = false;
};

}  // namespace emulation
