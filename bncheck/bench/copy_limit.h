#pragma once

#include <functional>
#include <memory>

#include "bncheck/bench/competitor.h"
#include "bncheck/bench/team.h"

namespace bncheck::bench {

/// How fast this machine reads x and writes as much: a copy of x's memory into that of the result.
/// What a batch norm cannot help but move takes about that long.
class CopyLimit : public Competitor {
 public:
  std::string name() const override { return "copy limit"; }
  std::string version() const override { return ""; }

  /// Tries each way to copy, on one thread and on all, and keeps the fastest.
  Readiness prepare(const Workload& workload, Stage& stage) override;

  std::vector<double> take_turn(unsigned untimed, unsigned timed) override;

  /// Returns nothing: a copy has no error.
  std::vector<std::vector<double>> answer() override { return {}; }

 private:
  using Copy = void (*)(std::byte* to, const std::byte* from, std::size_t size);

  double time(Copy copy, bool shared) const;

  Stage* stage_ = nullptr;
  std::unique_ptr<Team> team_;
  Copy copy_ = nullptr;
  bool shared_ = false;  ///< by all threads
};

}  // namespace bncheck::bench
