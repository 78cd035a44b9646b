#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <source_location>
#include <type_traits>

namespace emulation {

class Machine;
struct Block;
struct Thread;

/// Of global memory, by loads and stores; and by those that stream.
struct Traffic {
  std::uint64_t loaded_bytes = 0, stored_bytes = 0;
  std::uint64_t loaded_once_bytes = 0, stored_once_bytes = 0;

  Traffic& operator+=(const Traffic& more) {
    loaded_bytes += more.loaded_bytes;
    stored_bytes += more.stored_bytes;
    loaded_once_bytes += more.loaded_once_bytes;
    stored_once_bytes += more.stored_once_bytes;
    return *this;
  }
};

/// What a thread knows of the grid.
struct Position {
  int thread = 0, threads = 0, block = 0, blocks = 0, rank = 0, ranks = 1;
};

/// What a kernel knows of the machine, here of an emulated one: the same names as on the device.
/// The places, which callers leave away, tell a Fault where its threads are.
class Context {
 public:
  using Place = std::source_location;

  /// Of a thread that does not run.
  Context() = default;
  Context(Machine& machine, Thread& self, Block& block, const Position& position, bool yields);

  int thread() const { return position_.thread; }
  int threads() const { return position_.threads; }
  int lane() const { return position_.thread % kLanes; }
  int warp() const { return position_.thread / kLanes; }
  int warps() const { return position_.threads / kLanes; }
  int block() const { return position_.block; }
  int blocks() const { return position_.blocks; }
  int rank() const { return position_.rank; }
  int ranks() const { return position_.ranks; }

  void sync_warp(Place place = Place::current());
  void sync_block(Place place = Place::current());
  void sync_cluster(Place place = Place::current());
  void sync_group(unsigned* counter, unsigned blocks, Place place = Place::current());

  template <class T>
  T shuffle_xor(T value, int mask, Place place = Place::current()) {
    static_assert(std::is_trivially_copyable_v<T> && sizeof(T) % 4 == 0);
    static_assert(sizeof(T) <= kLaneBytes, "raise kLaneBytes");
    if (mask < 0 || mask >= kLanes) fail("shuffle_xor with a mask outside 0 .. 31", place);
    // Two rounds of memory: who is fast may already write the next while another reads.
    std::byte* const round = lanes_ + (shuffles_++ % 2) * kLanes * kLaneBytes;
    std::memcpy(round + lane() * kLaneBytes, &value, sizeof value);
    sync_warp(place);
    std::memcpy(&value, round + (lane() ^ mask) * kLaneBytes, sizeof value);
    return value;
  }
  bool any(bool value, Place place = Place::current());

  template <class T>
  T* shared(std::size_t byte_offset, Place place = Place::current()) {
    if (byte_offset > shared_bytes_) fail("shared memory beyond the end", place);
    if (byte_offset % alignof(T) != 0) fail("misaligned shared memory", place);
    return reinterpret_cast<T*>(shared_ + byte_offset);
  }

  template <class T>
  T load_remote(const T* shared_pointer, int rank, Place place = Place::current()) {
    static_assert(std::is_trivially_copyable_v<T>);
    may_yield();
    return *static_cast<const T*>(remote(shared_pointer, sizeof(T), rank, place));
  }

  template <class T>
  T load(const T* p, Place place = Place::current()) {
    traffic_.loaded_bytes += sizeof(T);
    return loaded(p, place);
  }
  template <class T>
  T load_once(const T* p, Place place = Place::current()) {
    traffic_.loaded_once_bytes += sizeof(T);
    return loaded(p, place);
  }
  template <class T>
  void store(T* p, std::type_identity_t<T> value, Place place = Place::current()) {
    traffic_.stored_bytes += sizeof(T);
    put(p, value, place);
  }
  template <class T>
  void store_once(T* p, std::type_identity_t<T> value, Place place = Place::current()) {
    traffic_.stored_once_bytes += sizeof(T);
    put(p, value, place);
  }

  /// Of shared or global memory: adds to a counter that others add to, and orders nothing.
  void add(std::int64_t* p, std::int64_t value, Place place = Place::current()) {
    check_access(p, "misaligned add", place);
    if (!is_shared(p)) {
      traffic_.loaded_bytes += sizeof value;
      traffic_.stored_bytes += sizeof value;
    }
    may_yield();
    std::atomic_ref<std::int64_t>(*p).fetch_add(value, std::memory_order_relaxed);
  }

  const Traffic& traffic() const { return traffic_; }

  static constexpr int kLanes = 32;
  static constexpr int kLaneBytes = 64;  // of the largest value that shuffles

 private:
  /// The device faults where an access is not aligned to its size.
  template <class T>
  void check_access(const T* p, const char* what, Place place) const {
    static_assert(std::is_trivially_copyable_v<T>);
    static_assert(sizeof(T) <= 16 && (sizeof(T) & (sizeof(T) - 1)) == 0,
                  "one access moves 1, 2, 4, 8 or 16 bytes");
    if (reinterpret_cast<std::uintptr_t>(p) % sizeof(T) != 0) fail(what, place);
  }
  template <class T>
  T loaded(const T* p, Place place) {
    check_access(p, "misaligned load", place);
    may_yield();
    return *p;
  }
  template <class T>
  void put(T* p, T value, Place place) {
    check_access(p, "misaligned store", place);
    may_yield();
    *p = value;
  }
  bool is_shared(const void* p) const;
  void may_yield() {
    if (yields_) yield();
  }
  void yield();
  const void* remote(const void* pointer, std::size_t bytes, int rank, Place place);
  [[noreturn]] void fail(const char* what, Place place) const;

  Machine* machine_ = nullptr;
  Thread* self_ = nullptr;
  std::byte* shared_ = nullptr;
  std::byte* lanes_ = nullptr;  // of the warp: two rounds of a value for each lane
  std::size_t shared_bytes_ = 0;
  unsigned shuffles_ = 0;
  bool yields_ = false;
  Position position_;
  Traffic traffic_;
};

}  // namespace emulation
