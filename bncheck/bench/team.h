#pragma once

#include <barrier>
#include <functional>
#include <thread>
#include <vector>

namespace bncheck::bench {

/// Threads that wait for work, and share it: starting one takes longer than a small copy.
class Team {
 public:
  /// The caller's thread is one of them.
  explicit Team(unsigned size);
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;
  ~Team();

  unsigned size() const { return static_cast<unsigned>(others_.size()) + 1; }

  /// Calls work(0), work(1), ..., each on a thread of its own, and returns when all are done.
  void run(const std::function<void(unsigned)>& work);

 private:
  void serve(unsigned number);

  std::barrier<> begin_, end_;
  const std::function<void(unsigned)>* work_ = nullptr;  ///< nothing: the threads shall end
  std::vector<std::thread> others_;
};

}  // namespace bncheck::bench
