#include "bncheck/runner/bold_steps.h"

#include <algorithm>

#include "bncheck/runner/judge_case.h"
#include "bncheck/runner/slices.h"
#include "properties/generators/candidates.h"

namespace bncheck::runner {
namespace {

using properties::generators::Shrunk;

/// Adds the case with one image, and with twice as many each time.
void fewer_images(const Case& c, std::vector<Case>& out) {
  for (std::int64_t n = 1;; n = std::min(2 * n, c.shape.n)) {
    Case next = c;
    next.shape.n = n;
    if (next.shape.size() > kLargestStep) return;
    out.push_back(std::move(next));
    if (n >= c.shape.n) return;
  }
}

}  // namespace

std::vector<Case> bold_steps(const Case& failing, const Judgement& seen) {
  std::vector<Case> steps;
  if (failing.shape.size() == 0) return steps;
  const std::int64_t channel = seen.evidence ? channel_of(failing.shape, *seen.evidence) : 0;
  fewer_images(properties::generators::only_channel(failing, static_cast<std::size_t>(channel)),
               steps);
  fewer_images(failing, steps);
  return steps;
}

Shrunk shrink_boldly(const Case& failing, const Judgement& seen,
                     const std::function<bool(const Case&)>& still_fails,
                     properties::generators::ShrinkBudget budget) {
  int tried = 0;
  for (const Case& step : bold_steps(failing, seen)) {
    const std::string stopped_by = properties::generators::spent(budget, tried);
    if (!stopped_by.empty()) return {failing, tried, stopped_by};
    ++tried;
    if (!still_fails(step)) continue;
    budget.max_evaluations -= tried;
    Shrunk shrunk = properties::generators::shrink(step, still_fails, budget);
    shrunk.evaluations += tried;
    return shrunk;
  }
  return {failing, tried, "the size of the case"};
}

}  // namespace bncheck::runner
