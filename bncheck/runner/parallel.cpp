#include "bncheck/runner/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace bncheck::runner {

void share_out(std::uint64_t count, unsigned threads,
               const std::function<void(unsigned, std::uint64_t)>& work,
               const std::function<bool()>& stop) {
  std::atomic<std::uint64_t> next = 0;
  std::atomic<bool> failed = false;
  std::exception_ptr error;
  std::mutex error_mutex;
  const auto run = [&](unsigned thread) {
    try {
      // Asked before an i is taken, so that none is left out before one that is worked on.
      while (!failed && !stop()) {
        const std::uint64_t i = next++;
        if (i >= count) break;
        work(thread, i);
      }
    } catch (...) {
      const std::scoped_lock lock(error_mutex);
      if (!error) error = std::current_exception();
      failed = true;
    }
  };
  std::vector<std::thread> helpers;
  const auto all = std::clamp<std::uint64_t>(count, 1, std::max(threads, 1U));
  for (unsigned i = 1; i < static_cast<unsigned>(all); ++i) helpers.emplace_back(run, i);
  run(0);
  for (std::thread& helper : helpers) helper.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace bncheck::runner
