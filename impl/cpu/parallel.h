#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace cpu {

/// Returns how many threads to use for so many values: as many as asked for, or, for 0, as many as
/// the machine has and the work is worth.
inline int thread_count(std::int32_t asked, std::int64_t values) {
  if (asked > 0) return asked;
  constexpr std::int64_t kWorthOneThread = 1 << 16;  // about the time that starting one takes
  const auto machine = static_cast<std::int64_t>(std::thread::hardware_concurrency());
  return static_cast<int>(
      std::clamp<std::int64_t>(values / kWorthOneThread, 1, machine + !machine));
}

/// Calls task(0) .. task(tasks - 1), each once, in any order; not all if one throws, which is
/// thrown on when all threads have ended. Uses fewer threads where the system has no more.
template <class Task>
void parallel_for(std::int64_t tasks, int threads, const Task& task) {
  std::atomic<std::int64_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::int64_t i = next++; i < tasks; i = next++) task(i);
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = std::current_exception();
      next = tasks;
    }
  };
  {
    std::vector<std::jthread> others;
    try {
      for (std::int64_t i = 1; i < std::min<std::int64_t>(threads, tasks); ++i) {
        others.emplace_back(work);
      }
    } catch (const std::system_error&) {
    }
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace cpu
