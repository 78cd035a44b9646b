#include "cuda/emulation/machine.h"

#include <numeric>
#include <utility>

#include "cuda/emulation/sanitizers.h"

namespace emulation {
namespace {

/// The threads of this thread of the host: their stacks serve many launches.
std::deque<Thread>& threads_of_host(int count) {
  static thread_local std::deque<Thread> threads;
  while (threads.size() < static_cast<std::size_t>(count))
    threads.emplace_back(static_cast<int>(threads.size()));
  return threads;
}

void require(bool holds, const std::string& what) {
  if (!holds) throw Fault("the grid cannot be launched: " + what);
}

/// As the device asks it.
const cuda::Grid& checked(const cuda::Grid& grid) {
  constexpr std::size_t kMostSharedBytes = 227 * 1024;  // CUDA C++ Programming Guide, 9.0
  require(grid.blocks > 0, "it has no blocks");
  require(grid.threads > 0 && grid.threads <= 1024 && grid.threads % Context::kLanes == 0,
          "a block has 32, 64, ... or 1024 threads, not " + std::to_string(grid.threads));
  require(grid.cluster > 0 && grid.cluster <= 16 && grid.blocks % grid.cluster == 0,
          "clusters of " + std::to_string(grid.cluster) + " in " + std::to_string(grid.blocks) +
              " blocks");
  require(grid.shared_bytes <= kMostSharedBytes, "a block has 227 KiB of shared memory at most");
  return grid;
}

/// ThreadSanitizer would take blocks of which one runs after the other for ordered.
int blocks_at_once(const cuda::Grid& grid) {
  if (!has_tsan()) return grid.cooperative ? grid.blocks : grid.cluster;
  require(grid.blocks <= kMostTsanThreads / grid.threads,
          "ThreadSanitizer follows 8000 threads at most: ask for less");
  return grid.blocks;
}

Barrier barrier_of(int first, int count) {
  Barrier result;
  result.first = first;
  result.count = count;
  return result;
}

}  // namespace

Report run(const cuda::Grid& grid, Body body, const void* kernel, const Schedule& schedule) {
  return Machine(checked(grid), body, kernel, schedule).run();
}

Machine::Machine(const cuda::Grid& grid, Body body, const void* kernel, const Schedule& schedule)
    : grid_(grid),
      body_(body),
      kernel_(kernel),
      schedule_(schedule),
      random_(schedule.seed),
      threads_(threads_of_host(blocks_at_once(grid) * grid.threads)),
      blocks_at_once_(blocks_at_once(grid)),
      clusters_(static_cast<std::size_t>(blocks_at_once_ / grid.cluster)) {
  // No vector grows later: its memory would pass from thread to thread unseen by ThreadSanitizer.
  ready_.reserve(static_cast<std::size_t>(blocks_at_once_ * grid.threads));
  waiters_.reserve(static_cast<std::size_t>(blocks_at_once_));
  blocks_.reserve(static_cast<std::size_t>(blocks_at_once_));
  for (int i = 0; i < blocks_at_once_; ++i) {
    blocks_.emplace_back(grid.shared_bytes);
    blocks_.back().warps.resize(static_cast<std::size_t>(grid.threads / Context::kLanes));
  }
}

Report Machine::run() {
  std::vector<int> firsts(static_cast<std::size_t>(grid_.blocks / blocks_at_once_));
  for (std::size_t i = 0; i < firsts.size(); ++i) firsts[i] = static_cast<int>(i) * blocks_at_once_;
  for (std::size_t i = firsts.size(); i > 1; --i)
    std::swap(firsts[i - 1], firsts[random_.below(i)]);
  host_.take_host();
  for (int first : firsts) run_blocks(first);
  acquire(&finished_);
  return report_;
}

void Machine::run_blocks(int first) {
  for (std::size_t i = 0; i < clusters_.size(); ++i)
    clusters_[i] = barrier_of(static_cast<int>(i) * grid_.cluster * grid_.threads,
                              grid_.cluster * grid_.threads);
  for (std::size_t i = 0; i < blocks_.size(); ++i) prepare(blocks_[i], static_cast<int>(i), first);
  running_ = static_cast<int>(ready_.size());
  release(&started_);
  host_.jump(draw().fiber);
  if (failure_) give_up();
}

void Machine::prepare(Block& block, int index, int first) {
  const int threads = index * grid_.threads;
  block.number = first + index;
  block.running = grid_.threads;
  block.barrier = barrier_of(threads, grid_.threads);
  block.cluster_barrier = &clusters_[static_cast<std::size_t>(index / grid_.cluster)];
  block.cluster = &block - index % grid_.cluster;
  block.memory.poison();
  for (std::size_t i = 0; i < block.warps.size(); ++i)
    block.warps[i].barrier =
        barrier_of(threads + static_cast<int>(i) * Context::kLanes, Context::kLanes);
  Position position{
      0, grid_.threads, block.number, grid_.blocks, index % grid_.cluster, grid_.cluster};
  // Negative: yielding puts a thread behind all who have not.
  const auto draw_order = [this](int bits) {
    return static_cast<std::int64_t>(random_.bits() >> (64 - bits));
  };
  const std::int64_t block_order = -((draw_order(20) + 1) << 40);
  std::int64_t warp_order = 0;
  for (; position.thread < grid_.threads; ++position.thread) {
    if (position.thread % Context::kLanes == 0) warp_order = draw_order(20) << 20;
    Thread& thread = threads_[static_cast<std::size_t>(threads + position.thread)];
    thread.machine = this;
    thread.block = &block;
    thread.context = Context(*this, thread, block, position, schedule_.yield_probability > 0);
    thread.order = block_order + warp_order + draw_order(20);
    thread.start(enter);
    ready_.push_back(&thread);
  }
}

void Machine::enter(Fiber& fiber) {
  Thread& self = reinterpret_cast<Thread&>(fiber);
  Machine& machine = *self.machine;
  acquire(&machine.started_);
  try {
    machine.body_(machine.kernel_, self.context);
    machine.exit(self);
  } catch (...) {
    machine.failure_ = std::current_exception();
  }
  release(&machine.finished_);
  fiber.finish(machine.failure_ || machine.running_ == 0 ? machine.host_ : machine.draw().fiber);
}

/// Called by the host's thread: leaves the threads where they are.
void Machine::give_up() {
  for (int i = 0; i < blocks_at_once_ * grid_.threads; ++i)
    threads_[static_cast<std::size_t>(i)].fiber.abandon(host_);
  std::rethrow_exception(failure_);
}

}  // namespace emulation
