#include "properties/generators/shrink.h"

#include <rapidcheck/Shrinkable.h>
#include <rapidcheck/seq/Create.h>
#include <rapidcheck/shrinkable/Create.h>

#include <string>
#include <unordered_set>

#include "properties/generators/candidates.h"

namespace bncheck::properties::generators {
namespace {

/// Walks a tree of cases: the root fails, the children of a case are its simplifications.
class Walk {
 public:
  Walk(const std::function<bool(const Case&)>& still_fails, const ShrinkBudget& budget)
      : still_fails_(still_fails), budget_(budget) {}

  Shrunk from(rc::Shrinkable<Case> node) {
    tried_.insert(to_string(node.value()));
    while (rc::Maybe<rc::Shrinkable<Case>> child = first_failing_child(node)) {
      node = std::move(*child);
    }
    return {node.value(), evaluations_, !is_spent()};
  }

 private:
  rc::Maybe<rc::Shrinkable<Case>> first_failing_child(const rc::Shrinkable<Case>& node) {
    rc::Seq<rc::Shrinkable<Case>> children = node.shrinks();
    while (rc::Maybe<rc::Shrinkable<Case>> child = children.next()) {
      const Case c = child->value();
      if (!tried_.insert(to_string(c)).second) continue;
      if (is_spent()) return rc::Nothing;
      ++evaluations_;
      if (still_fails_(c)) return child;
    }
    return rc::Nothing;
  }

  bool is_spent() const {
    return evaluations_ >= budget_.max_evaluations ||
           std::chrono::steady_clock::now() >= budget_.deadline || budget_.interrupted();
  }

  const std::function<bool(const Case&)>& still_fails_;
  const ShrinkBudget& budget_;
  std::unordered_set<std::string> tried_;
  int evaluations_ = 0;
};

}  // namespace

Shrunk shrink(const Case& failing, const std::function<bool(const Case&)>& still_fails,
              const ShrinkBudget& budget) {
  const auto simplify = [](const Case& c) { return rc::seq::fromContainer(candidates(c)); };
  return Walk(still_fails, budget).from(rc::shrinkable::shrinkRecur(failing, simplify));
}

}  // namespace bncheck::properties::generators
