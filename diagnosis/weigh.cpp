#include "diagnosis/weigh.h"

#include <algorithm>

namespace bncheck::diagnosis {
namespace {

/// Whether the prediction cannot be told from the truth.
bool is_the_truth(const Observation& seen, Output output, const std::vector<Ball>& predicted) {
  const std::vector<Ball>& truth = seen.truth[output];
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (!predicted[i].is_finite()) return false;
    const Ball difference = predicted[i] - truth[i];
    if (!difference.widened(seen.budget[output][i]).contains_zero()) return false;
  }
  return true;
}

void count(const Observation& seen, Output output, const std::vector<Ball>& predicted,
           std::size_t number, Weight& weight) {
  const bool hit = holds(seen.got[output], predicted, scaled_budget(seen, output, predicted));
  if (!seen.is_wrong(output)) {
    if (!hit) ++(seen.is_wrong() ? weight.denied : weight.elsewhere);
  } else if (is_the_truth(seen, output, predicted)) {
    ++weight.open;
  } else if (hit) {
    weight.explained.push_back(number);
  } else {
    ++weight.missed;
  }
}

bool is_assumed(const Hypothesis& hypothesis, Output output) {
  return std::find(hypothesis.assumed.begin(), hypothesis.assumed.end(), output) !=
         hypothesis.assumed.end();
}

}  // namespace

void Weight::add(const Weight& other, std::size_t first) {
  for (const std::size_t number : other.explained) explained.push_back(number + first * kOutputs);
  missed += other.missed;
  open += other.open;
  denied += other.denied;
  elsewhere += other.elsewhere;
}

Weight weigh(const Hypothesis& hypothesis, std::span<const Observation> observations) {
  Weight weight;
  for (std::size_t k = 0; k < observations.size(); ++k) {
    const Observation& seen = observations[k];
    const Answers<Ball> predicted = answers_of(hypothesis.formula, hypothesis.scope, seen);
    for (std::size_t i = 0; i < kOutputs; ++i) {
      const auto output = static_cast<Output>(i);
      if (!seen.has(output) || is_assumed(hypothesis, output)) continue;
      if (predicted[output].empty()) {
        // Hardly a formula speaks of double backward, which follows from the rest.
        if (seen.is_wrong(output) && output < Output::d_dy) ++weight.open;
      } else {
        count(seen, output, predicted[output], k * kOutputs + i, weight);
      }
    }
    if (weight.missed + weight.denied > 0) return weight;
  }
  return weight;
}

bool is_likelier(const Weight& a, const Weight& b) {
  if (a.explained.size() != b.explained.size()) return a.explained.size() > b.explained.size();
  return a.elsewhere < b.elsewhere;
}

}  // namespace bncheck::diagnosis
