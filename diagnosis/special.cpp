#include "diagnosis/special.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/refusal.h"
#include "diagnosis/behaviour.h"

namespace bncheck::diagnosis {
namespace {

constexpr std::int64_t kChannel = 1;  // a channel between others
constexpr std::int64_t kPlace = 2;    // a value between others

std::size_t place(const Problem& problem, std::int64_t j) {
  return static_cast<std::size_t>(problem.shape.index(kChannel, j));
}

/// Whether an answer is a number where none can come out: at the place itself, and in training in
/// all of the channel.
bool is_hidden(const Observation& seen, Output output) {
  if (!seen.has(output)) return false;
  const std::vector<double>& got = seen.got[output];
  if (!seen.trains()) return std::isfinite(got[place(seen.problem, kPlace)]);
  for (std::int64_t j = 0; j < seen.problem.shape.values_per_channel(); ++j) {
    if (std::isfinite(got[place(seen.problem, j)])) return true;
  }
  return false;
}

std::optional<Finding> judge(const Suspect& suspect, const Problem& problem, double value,
                             bool dy) {
  Problem poisoned = problem;
  (dy ? poisoned.dy : poisoned.x)[place(problem, kPlace)] = value;
  const Observation seen = observe(suspect, poisoned);
  const std::string name = std::isnan(value) ? "a NaN" : "an infinity";
  const std::string in = dy ? " in dy" : " in x";
  const Cause cause = Cause::special_values;
  if (!seen.fault.empty()) return Finding{cause, name + in + ": the implementation " + seen.fault};
  if (seen.is_wrong()) return Finding{cause, name + in + " reaches other channels"};
  const bool hidden = dy ? is_hidden(seen, Output::dx) : is_hidden(seen, Output::y);
  if (hidden) return Finding{cause, name + in + " does not come out: it is taken for a number"};
  return std::nullopt;
}

Problem with_images(const Problem& problem, std::int64_t n) {
  Problem small = problem;
  small.shape.n = n;
  small.shape.spatial.assign(problem.shape.spatial.size(), 1);
  const auto size = static_cast<std::size_t>(small.shape.size());
  small.x.resize(size);
  small.dy.resize(size);
  return small;
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace

std::optional<Finding> explain_by_special_values(const Suspect& suspect, const Problem& training,
                                                 const Problem& evaluation) {
  const double values[] = {std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity()};
  for (const Problem* problem : {&training, &evaluation}) {
    if (!is_right(observe(suspect, *problem))) return std::nullopt;
    for (const double value : values) {
      for (const bool dy : {false, true}) {
        if (auto found = judge(suspect, *problem, value, dy)) return found;
      }
    }
  }
  return std::nullopt;
}

std::optional<Finding> explain_by_small_batches(const Suspect& suspect, const Problem& training) {
  const Problem empty = with_images(training, 0), one = with_images(training, 1);
  const auto none = suspect.implementation.forward(empty, false);
  const Cause cause = Cause::shape_rule;
  if (none.status == CallStatus::fault) {
    return Finding{cause, "an empty batch: the implementation " + none.message};
  }
  const bool stays = suspect.dialect.empty_batch == EmptyBatch::unchanged;
  const bool changes = !same(none.outputs.running_mean, empty.running_mean) ||
                       !same(none.outputs.running_var, empty.running_var);
  if (none.status == CallStatus::ok && stays && changes) {
    return Finding{cause, "an empty batch changes the running statistics"};
  }
  const auto single = suspect.implementation.forward(one, false);
  const OneValue rule = suspect.dialect.one_value;
  if (rule == OneValue::refused && single.status == CallStatus::ok) {
    return Finding{cause,
                   "training on one value per channel is accepted, which the dialect "
                   "refuses: it has no variance"};
  }
  const bool taken = rule == OneValue::accepted || rule == OneValue::copied;
  if (taken && single.status == CallStatus::invalid && !may_be_refused(one, suspect.dialect)) {
    return Finding{cause, "training on one value per channel is refused, which the dialect allows"};
  }
  return std::nullopt;
}

}  // namespace bncheck::diagnosis
