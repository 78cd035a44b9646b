#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/verdict.h"

namespace bncheck::runner {

/// What a case says of a law that has been retired.
inline constexpr const char* kRetired = "the law has failed three times and was retired";

/// Decides, from the verdicts of the cases in their order, which laws are judged no more and when
/// the campaign ends: a law is retired after its third failure, and a campaign ends when the third
/// case has ended in a fault, or all laws are retired. A campaign and the merging of its shards
/// both go by it.
class Retirement {
 public:
  explicit Retirement(std::size_t laws) : failures_(laws) {}

  bool is_retired(std::size_t law) const;

  /// Counts the next case; verdicts are in the order of the laws.
  void count(std::span<const Verdict> verdicts);
  void count(std::span<const Judgement> judgements);

  /// Returns whether the third case has ended in a fault.
  bool is_over_by_faults() const;

  /// Returns why the campaign has ended; empty while it goes on.
  const std::string& stopped_because() const { return stopped_because_; }

 private:
  std::vector<std::uint64_t> failures_;
  std::uint64_t faults_ = 0;
  std::string stopped_because_;
};

}  // namespace bncheck::runner
