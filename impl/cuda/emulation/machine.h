#pragma once

#include <deque>
#include <exception>
#include <vector>

#include "cuda/emulation/executor.h"
#include "cuda/emulation/random.h"
#include "cuda/emulation/thread.h"

namespace emulation {

/// Runs a grid, so many blocks at a time, and decides who goes on.
class Machine {
 public:
  Machine(const cuda::Grid& grid, Body body, const void* kernel, const Schedule& schedule);
  Report run();

  // What follows is called by the thread that runs.

  /// Waits at the barrier until all its threads have come.
  void wait(Thread& self, Barrier& barrier, const char* function, const Context::Place& place);
  /// Waits until so many blocks have come to the counter as often as this one.
  void wait(Thread& self, unsigned* counter, unsigned blocks, const Context::Place& place);
  /// Lets others go on, or not.
  void yield(Thread& self);
  const cuda::Grid& grid() const { return grid_; }

 private:
  struct Waiter {
    Thread* thread;
    unsigned* counter;
    unsigned target;
  };

  void run_blocks(int first);
  void prepare(Block& block, int index, int first);
  static void enter(Fiber& fiber);
  void give_up();

  Thread& draw();
  std::size_t first_ready() const;
  void go_on(Thread& self);
  void open(Barrier& barrier);
  void wake(const unsigned* counter);
  void wake(Thread& thread);
  void exit(Thread& self);
  void exit(const Thread& self, Barrier& barrier);
  void end(Block& block) const;
  const Thread& exited(const Barrier& barrier) const;
  [[noreturn]] void deadlock() const;

  cuda::Grid grid_;
  Body body_;
  const void* kernel_;
  Schedule schedule_;
  Random random_;
  std::deque<Thread>& threads_;
  int blocks_at_once_, running_ = 0;
  std::int64_t last_ = 0;  // in the order of an unfair schedule
  std::vector<Block> blocks_;
  std::vector<Barrier> clusters_;
  std::vector<Thread*> ready_;
  std::vector<Waiter> waiters_;
  Fiber host_;
  std::exception_ptr failure_;
  Report report_;
  char started_ = 0, finished_ = 0;  // addresses for ThreadSanitizer
};

}  // namespace emulation
