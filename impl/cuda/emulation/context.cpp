#include "cuda/emulation/context.h"

#include "cuda/emulation/machine.h"

namespace emulation {

Context::Context(Machine& machine, Thread& self, Block& block, const Position& position,
                 bool yields)
    : machine_(&machine),
      self_(&self),
      shared_(block.memory.data()),
      lanes_(block.warps[static_cast<std::size_t>(position.thread / kLanes)].lanes),
      shared_bytes_(block.memory.size()),
      yields_(yields),
      position_(position) {}

void Context::sync_warp(Place place) {
  machine_->wait(*self_, self_->block->warps[static_cast<std::size_t>(warp())].barrier, "sync_warp",
                 place);
}

void Context::sync_block(Place place) {
  machine_->wait(*self_, self_->block->barrier, "sync_block", place);
}

void Context::sync_cluster(Place place) {
  machine_->wait(*self_, *self_->block->cluster_barrier, "sync_cluster", place);
}

void Context::sync_group(unsigned* counter, unsigned blocks, Place place) {
  if (blocks == 0) fail("sync_group of no blocks", place);
  if (blocks > 1 && !machine_->grid().cooperative)
    fail("sync_group in a grid that is not cooperative: its blocks need not run at once", place);
  machine_->wait(*self_, self_->block->barrier, "sync_group", place);
  if (thread() == 0) machine_->wait(*self_, counter, blocks, place);
  machine_->wait(*self_, self_->block->barrier, "sync_group", place);
}

bool Context::any(bool value, Place place) {
  int found = value ? 1 : 0;
  for (int mask = kLanes / 2; mask > 0; mask /= 2) found |= shuffle_xor(found, mask, place);
  return found != 0;
}

bool Context::is_shared(const void* p) const {
  return static_cast<const std::byte*>(p) - shared_ >= 0 &&
         static_cast<const std::byte*>(p) - shared_ < static_cast<std::ptrdiff_t>(shared_bytes_);
}

void Context::yield() { machine_->yield(*self_); }

const void* Context::remote(const void* pointer, std::size_t bytes, int rank, Place place) {
  if (rank < 0 || rank >= ranks()) fail("load_remote of a rank that the cluster has not", place);
  const auto offset = static_cast<std::size_t>(static_cast<const std::byte*>(pointer) - shared_);
  if (offset > shared_bytes_ || shared_bytes_ - offset < bytes)
    fail("load_remote of what is not in the block's shared memory", place);
  const Block& block = self_->block->cluster[rank];
  if (block.running == 0) fail("load_remote of a block that has exited", place);
  return block.memory.data() + offset;
}

void Context::fail(const char* what, Place place) const {
  throw Fault(std::string(what) + ": " + self_->name() + " at " + to_string(place));
}

}  // namespace emulation
