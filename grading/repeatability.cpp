#include "grading/repeatability.h"

#include "properties/varied.h"

namespace bncheck::grading {
namespace {

using properties::Trial;

// Enough for a race or a random order to show in most runs, and a fraction of a second.
constexpr int kRepetitions = 8;
constexpr int kMostThreads = 4;

bool same_outputs(const Forward<double>& a, const Forward<double>& b) {
  Judgement judgement = judge_same("y", a.y, b.y);
  judgement.merge(judge_same("save_mean", a.save_mean, b.save_mean));
  judgement.merge(judge_same("save_invstd", a.save_invstd, b.save_invstd));
  judgement.merge(properties::judge_same_running(a, b));
  return judgement.verdict == Verdict::pass;
}

bool same_answers(Trial& first, Trial& second) {
  if (second.forward().status != CallStatus::ok) return false;
  if (!same_outputs(first.forward().outputs, second.forward().outputs)) return false;
  if (!first.court().implementation.has_backward()) return true;
  if (first.backward().status != CallStatus::ok) return true;
  return second.backward().status == CallStatus::ok &&
         properties::judge_same_gradients(second.backward().outputs, first.backward().outputs)
                 .verdict == Verdict::pass;
}

}  // namespace

std::optional<Repeatability> measure_repeatability(const Subject& subject) {
  // Large enough that threads are worth their while.
  const Problem problem = expand(shifted(subject, {8, 8, {32, 32}}, 3));
  Trial first(subject.court, problem);
  if (first.forward().status != CallStatus::ok) return std::nullopt;
  Repeatability result;
  for (int i = 1; i < kRepetitions && result.repeats; ++i) {
    Trial again(subject.court, problem);
    result.repeats = same_answers(first, again);
  }
  for (int threads = 1; threads <= kMostThreads && result.any_threads; ++threads) {
    Problem on_threads = problem;
    on_threads.manner.threads = threads;
    Trial again(subject.court, on_threads);
    result.any_threads = same_answers(first, again);
  }
  return result;
}

}  // namespace bncheck::grading
