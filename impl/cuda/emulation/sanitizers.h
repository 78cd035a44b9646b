#pragma once

#include <cstddef>

// There only in programs built with -fsanitize=thread or address: one object serves all builds.
extern "C" {
[[gnu::weak]] void* __tsan_get_current_fiber();
[[gnu::weak]] void* __tsan_create_fiber(unsigned flags);
[[gnu::weak]] void __tsan_destroy_fiber(void* fiber);
[[gnu::weak]] void __tsan_switch_to_fiber(void* fiber, unsigned flags);
[[gnu::weak]] void __tsan_acquire(void* address);
[[gnu::weak]] void __tsan_release(void* address);
[[gnu::weak]] void __tsan_write_range(void* address, unsigned long size);
[[gnu::weak]] void __sanitizer_start_switch_fiber(void** save, const void* bottom,
                                                  std::size_t size);
[[gnu::weak]] void __sanitizer_finish_switch_fiber(void* save, const void** bottom,
                                                   std::size_t* size);
[[gnu::weak]] void __asan_poison_memory_region(const volatile void* address, std::size_t size);
[[gnu::weak]] void __asan_unpoison_memory_region(const volatile void* address, std::size_t size);
}

namespace emulation {

/// ThreadSanitizer follows this many threads, fibers included, and the host needs some.
constexpr int kMostTsanThreads = 8000;

inline bool has_tsan() { return __tsan_create_fiber != nullptr; }

/// What was done before a release is seen after an acquire of the same address.
inline void release(void* address) {
  if (has_tsan()) __tsan_release(address);
}
inline void acquire(void* address) {
  if (has_tsan()) __tsan_acquire(address);
}

inline void forbid_access(const volatile void* address, std::size_t size) {
  if (__asan_poison_memory_region) __asan_poison_memory_region(address, size);
}
inline void allow_access(const volatile void* address, std::size_t size) {
  if (__asan_unpoison_memory_region) __asan_unpoison_memory_region(address, size);
}

}  // namespace emulation
