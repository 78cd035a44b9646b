#include "properties/poison.h"

#include <cmath>
#include <limits>

#include "core/ulp.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

using Poison = double (*)(double);

bool is_poisoned(std::size_t channel) { return channel % 2 == 0; }

std::size_t channels_of(const Problem& problem) {
  return static_cast<std::size_t>(problem.shape.c);
}

/// Poisons one value of every second channel, the last one first: tails are lost most easily.
std::vector<double> poisoned(std::vector<double> tensor, const Problem& problem, Poison poison) {
  const auto m = static_cast<std::size_t>(problem.shape.values_per_channel());
  for (std::size_t c = 0; c < channels_of(problem); c += 2) {
    double& value = tensor[index_of(problem.shape, c, m - 1 - c / 2 % m)];
    value = poison(value);
  }
  return tensor;
}

/// Compares the outputs of a poisoned problem with those of the clean one.
class Spread {
 public:
  explicit Spread(Trial& trial)
      : problem_(trial.problem()), deterministic_(is_deterministic(trial)) {}

  /// Takes a tensor with as many values as x; a weight of 0 may hide the poison.
  void add_elements(std::string_view what, const std::vector<double>& got,
                    const std::vector<double>& clean) {
    const auto m = static_cast<std::size_t>(problem_.shape.values_per_channel());
    for (std::size_t c = 0; c < channels_of(problem_); ++c) {
      if (is_poisoned(c) && problem_.weight_of(static_cast<std::int64_t>(c)) == 0) continue;
      for (std::size_t j = 0; j < m; ++j) add(what, c, index_of(problem_.shape, c, j), got, clean);
    }
  }

  /// Takes a tensor with one value a channel, or none.
  void add_channels(std::string_view what, const std::vector<double>& got,
                    const std::vector<double>& clean) {
    for (std::size_t c = 0; c < got.size(); ++c) add(what, c, c, got, clean);
  }

  const Judgement& judgement() const { return judgement_; }

 private:
  void add(std::string_view what, std::size_t channel, std::size_t i,
           const std::vector<double>& got, const std::vector<double>& clean) {
    const bool right =
        is_poisoned(channel) ? !std::isfinite(got[i]) : !deterministic_ || same(got[i], clean[i]);
    if (right || judgement_.verdict == Verdict::fail) return;
    judgement_ = failed(std::string(what) + (is_poisoned(channel)
                                                 ? " is finite in a channel that has no mean"
                                                 : " changes with a value of another channel"));
    const Ball expected(is_poisoned(channel) ? std::nan("") : clean[i]);
    judgement_.evidence = Evidence{std::string(what), i, got[i],
                                   expected,          0, std::numeric_limits<double>::infinity()};
  }

  const Problem& problem_;
  bool deterministic_;
  Judgement judgement_{Verdict::pass, "", {}};
};

/// An implementation may call arguments invalid that are no numbers.
template <class Outputs>
std::optional<Judgement> judge_call(const Outcome<Outputs>& outcome) {
  if (outcome.status != CallStatus::invalid) return judge_status(outcome);
  return skipped("the implementation takes finite values only");
}

Judgement judge_forward(Trial& trial, Poison poison) {
  Problem problem = trial.given();
  problem.x = poisoned(problem.x, problem, poison);
  Trial other(trial.court(), problem);
  if (const auto ended = judge_status(trial.forward())) return *ended;
  if (const auto ended = judge_call(other.forward())) return *ended;
  const Forward<double>& got = other.forward().outputs;
  const Forward<double>& clean = trial.forward().outputs;
  Spread spread(trial);
  spread.add_elements("y", got.y, clean.y);
  spread.add_channels("save_mean", got.save_mean, clean.save_mean);
  if (problem.momentum != 1 - all_on_new(trial.dialect())) {  // all weight on the old value
    spread.add_channels("running_mean", got.running_mean, clean.running_mean);
  }
  return spread.judgement();
}

/// An expanded dy has no place for a poisoned value: both calls then have it in another order,
/// since sums in two orders need not have the same bits.
Judgement judge_backward(Trial& trial, Poison poison) {
  Problem problem = trial.given();
  const bool is_expanded = problem.layout.dy.kind == Layout::expanded;
  if (is_expanded) problem.layout.dy.kind = Layout::nchw;
  Trial unexpanded(trial.court(), problem);
  Trial& before = is_expanded ? unexpanded : trial;
  problem.dy = poisoned(problem.dy, problem, poison);
  Trial other(trial.court(), problem);
  if (const auto ended = judge_status(before.backward())) return *ended;
  if (const auto ended = judge_call(other.backward())) return *ended;
  const Backward<double>& got = other.backward().outputs;
  const Backward<double>& clean = before.backward().outputs;
  Spread spread(trial);
  spread.add_elements("dx", got.dx, clean.dx);
  spread.add_channels("dweight", got.dweight, clean.dweight);
  spread.add_channels("dbias", got.dbias, clean.dbias);
  return spread.judgement();
}

}  // namespace

Judgement judge_poison(Trial& trial, Poison poison) {
  Judgement result = judge_forward(trial, poison);
  if (has_backward(trial)) result.merge(judge_backward(trial, poison));
  return result;
}

}  // namespace bncheck::properties
