// Who waits for whom, and who goes on.
#include <algorithm>
#include <cstring>
#include <map>

#include "cuda/emulation/machine.h"
#include "cuda/emulation/sanitizers.h"

namespace emulation {
namespace {

bool same(const Context::Place& a, const Context::Place& b) {
  return a.line() == b.line() &&
         (a.file_name() == b.file_name() || std::strcmp(a.file_name(), b.file_name()) == 0);
}

}  // namespace

void Machine::wait(Thread& self, Barrier& barrier, const char* function,
                   const Context::Place& place) {
  self.waits_in = function;
  self.place = place;
  if (barrier.exited > 0)
    throw Fault("divergent barrier: " + waiting(self) + ", " + exit_of(exited(barrier)));
  if (barrier.arrived == 0) barrier.waiting = &self;
  if (!same(barrier.waiting->place, place))
    throw Fault("divergent barrier: " + waiting(*barrier.waiting) + ", " + waiting(self));
  char* const seen = &barrier.seen[barrier.openings % 2];
  release(seen);
  self.state = Thread::State::waiting;
  if (++barrier.arrived == barrier.count) open(barrier);
  go_on(self);
  acquire(seen);
}

void Machine::open(Barrier& barrier) {
  barrier.arrived = 0;
  ++barrier.openings;
  for (int i = 0; i < barrier.count; ++i)
    wake(threads_[static_cast<std::size_t>(barrier.first + i)]);
}

void Machine::wait(Thread& self, unsigned* counter, unsigned blocks, const Context::Place& place) {
  self.waits_in = "sync_group";
  self.place = place;
  const unsigned before = (*counter)++, turn = before / blocks;
  // The counter itself is an address for ThreadSanitizer, in turn with the byte after.
  char* const seen = reinterpret_cast<char*>(counter) + turn % 2;
  release(seen);
  self.state = Thread::State::waiting;
  waiters_.push_back({&self, counter, (turn + 1) * blocks});
  wake(counter);
  go_on(self);
  acquire(seen);
}

void Machine::wake(const unsigned* counter) {
  for (std::size_t i = waiters_.size(); i-- > 0;) {
    if (waiters_[i].counter != counter || *counter < waiters_[i].target) continue;
    wake(*waiters_[i].thread);
    waiters_[i] = waiters_.back();
    waiters_.pop_back();
  }
}

void Machine::wake(Thread& thread) {
  thread.state = Thread::State::ready;
  ready_.push_back(&thread);
}

void Machine::yield(Thread& self) {
  if (!random_.happens(schedule_.yield_probability)) return;
  self.order = ++last_;
  wake(self);
  go_on(self);
}

Thread& Machine::draw() {
  if (ready_.empty()) deadlock();
  Thread*& place = ready_[schedule_.fair ? random_.below(ready_.size()) : first_ready()];
  Thread& thread = *place;
  place = ready_.back();
  ready_.pop_back();
  return thread;
}

std::size_t Machine::first_ready() const {
  const auto first = std::min_element(
      ready_.begin(), ready_.end(),
      [](const Thread* one, const Thread* other) { return one->order < other->order; });
  return static_cast<std::size_t>(first - ready_.begin());
}

void Machine::go_on(Thread& self) {
  Thread& next = draw();
  if (&next == &self) return;
  ++report_.switches;
  self.fiber.jump(next.fiber);
}

void Machine::exit(Thread& self) {
  Block& block = *self.block;
  self.state = Thread::State::exited;
  if (self.overran_stack()) throw Fault(self.name() + " overran its stack of 64 KiB");
  exit(self, block.warps[static_cast<std::size_t>(self.context.warp())].barrier);
  exit(self, block.barrier);
  exit(self, *block.cluster_barrier);
  release(&block.exits);
  if (--block.running == 0) end(block);
  report_.traffic += self.context.traffic();
  if (--running_ > 0 && ready_.empty()) deadlock();
}

void Machine::exit(const Thread& self, Barrier& barrier) {
  ++barrier.exited;
  if (barrier.arrived > 0)
    throw Fault("divergent barrier: " + waiting(*barrier.waiting) + ", " + exit_of(self));
}

void Machine::end(Block& block) const {
  if (const auto offset = block.memory.overrun())
    throw Fault("overrun of shared memory: block " + std::to_string(block.number) +
                " wrote to byte " + std::to_string(*offset) + " of " +
                std::to_string(block.memory.size()));
  // The next block's memory: what others of the cluster read must be read before.
  acquire(&block.exits);
  if (has_tsan()) __tsan_write_range(block.memory.data(), block.memory.size());
}

const Thread& Machine::exited(const Barrier& barrier) const {
  const auto first = threads_.begin() + barrier.first;
  return *std::find_if(first, first + barrier.count,
                       [](const Thread& thread) { return thread.state == Thread::State::exited; });
}

/// Names a thread for each place where some wait.
void Machine::deadlock() const {
  std::map<std::string, std::pair<const Thread*, int>> places;
  for (int i = 0; i < blocks_at_once_ * grid_.threads; ++i) {
    const Thread& thread = threads_[static_cast<std::size_t>(i)];
    if (thread.state != Thread::State::waiting) continue;
    auto& [example, count] = places[thread.waits_in + to_string(thread.place)];
    if (count++ == 0) example = &thread;
  }
  std::string text = "deadlock";
  for (const auto& [place, found] : places)
    text += (text == "deadlock" ? ": " : ", ") + waiting(*found.first) +
            (found.second > 1 ? " with " + std::to_string(found.second - 1) + " others" : "");
  throw Fault(text);
}

}  // namespace emulation
