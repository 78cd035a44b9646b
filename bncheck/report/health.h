#pragma once

#include <map>
#include <string>
#include <vector>

#include "bncheck/runner/campaign.h"

namespace bncheck::report {

/// Watches what a campaign's laws were good for. A law that was never judged, never decided, or
/// whose budgets nothing comes near, passes without having shown much, and one that takes much of
/// the time should be worth it: that is said, and is no failure.
class Health {
 public:
  explicit Health(const std::vector<const properties::Property*>& laws);

  void hear(const runner::CaseResult& result);

  /// Returns a line for each kind of weakness that was found, each ended by a newline; empty where
  /// there is none. A law that failed has shown what it can do.
  std::string tell() const;

 private:
  struct LawHealth {
    std::uint64_t decided = 0;
    std::uint64_t undecided = 0;
    bool failed = false;
    double seconds = 0;
    std::vector<std::uint64_t> ratios_by_exponent;  ///< of passes; see kSmallestExponent
    std::map<std::string, std::uint64_t> reasons;   ///< why it was skipped
  };
  static std::string reason_of(const LawHealth& law);
  std::string tell_unjudged_types() const;
  std::string tell_unjudged() const;
  std::string tell_undecided() const;
  std::string tell_powerless() const;
  std::string tell_slow() const;

  std::vector<const properties::Property*> laws_;
  std::vector<LawHealth> health_;
  std::map<DType, std::uint64_t> judged_by_type_;
};

}  // namespace bncheck::report
