#include "properties/generators/shrink.h"

#include <unordered_set>
#include <utility>
#include <vector>

#include "properties/generators/candidates.h"

namespace bncheck::properties::generators {
namespace {

/// Walks from a failing case to simpler ones that fail.
class Walk {
 public:
  Walk(const std::function<bool(const Case&)>& still_fails, const ShrinkBudget& budget)
      : still_fails_(still_fails), budget_(budget) {}

  Shrunk from(Case current) {
    tried_.insert(to_string(current));
    std::vector<Case> simpler = candidates(current);
    std::size_t place = 0;
    std::size_t in_vain = 0;  // candidates in a row that hold
    while (in_vain < simpler.size()) {
      place %= simpler.size();
      if (still_fails(simpler[place])) {
        current = std::move(simpler[place]);
        simpler = candidates(current);
        in_vain = 0;
      } else if (!stopped_by_.empty()) {
        break;
      } else {
        ++place;
        ++in_vain;
      }
    }
    return {current, evaluations_, stopped_by_};
  }

 private:
  bool still_fails(const Case& c) {
    if (!tried_.insert(to_string(c)).second) return false;
    stopped_by_ = spent(budget_, evaluations_);
    if (!stopped_by_.empty()) return false;
    ++evaluations_;
    return still_fails_(c);
  }

  const std::function<bool(const Case&)>& still_fails_;
  const ShrinkBudget& budget_;
  std::unordered_set<std::string> tried_;
  int evaluations_ = 0;
  std::string stopped_by_;
};

}  // namespace

std::string spent(const ShrinkBudget& budget, int evaluations) {
  if (evaluations >= budget.max_evaluations) return "the limit of cases to try";
  if (std::chrono::steady_clock::now() >= budget.deadline) return "the time limit";
  return budget.interrupted() ? kInterruption : "";
}

Shrunk shrink(const Case& failing, const std::function<bool(const Case&)>& still_fails,
              const ShrinkBudget& budget) {
  return Walk(still_fails, budget).from(failing);
}

}  // namespace bncheck::properties::generators
