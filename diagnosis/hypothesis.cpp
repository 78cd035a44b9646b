#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

struct NamedScope {
  Scope scope;
  const char* where;
};

constexpr NamedScope kModes[] = {
    {{true, true}, ""}, {{true, false}, "in training"}, {{false, true}, "in evaluation"}};
// The second: forward and backward compute alike, but training's backward takes what was saved,
// which is right, since the question gave it.
constexpr NamedScope kCalls[] = {{{true, true, true, true}, ""},
                                 {{true, true, true, true, false}, ""},
                                 {{true, true, true, false}, "forward"},
                                 {{true, true, false, true}, "backward"}};

bool touches_statistics(const Formula& f) { return f.misread || f.mean || f.var || f.invstd; }
bool computes_statistics(const Formula& f) { return f.mean || f.var || f.invstd; }
bool touches_gradients(const Formula& f) { return f.dx || f.dweight || f.dbias || f.other_second; }
bool touches_saved(const Formula& f) {
  return f.save_mean || f.save_invstd || f.running_mean || f.running_var;
}

/// Returns whether the formula has a part in such a call.
bool matters(const Formula& f, const Scope& scope) {
  if (touches_statistics(f)) return true;
  if (scope.backward && touches_gradients(f)) return true;
  if (!scope.forward) return false;
  return f.y || (touches_saved(f) && scope.training);
}

/// Returns whether a wider scope says the same, so that this one is idle.
bool is_idle(const Formula& f, const NamedScope& mode, const NamedScope& calls) {
  if (touches_statistics(f)) return false;
  if (!calls.scope.saved) return true;
  const bool one_call = !(touches_gradients(f) && (f.y || touches_saved(f)));
  if (one_call && calls.where[0] != 0) return true;
  return mode.where[0] != 0 && !f.y && !touches_gradients(f);
}

std::string located(const NamedScope& mode, const NamedScope& calls, const std::string& sentence) {
  std::string where = calls.where;
  if (mode.where[0] != 0) where += (where.empty() ? "" : " ") + std::string(mode.where);
  if (where.empty()) return sentence;
  return (calls.where[0] != 0 ? "in the " + std::string(calls.where) + " pass" +
                                    (mode.where[0] != 0 ? " of " + std::string(mode.where + 3) : "")
                              : where) +
         ", " + sentence;
}

}  // namespace

std::vector<Hypothesis> in_every_scope(const Hypothesis& hypothesis) {
  std::vector<Hypothesis> all;
  for (const NamedScope& calls : kCalls) {
    for (const NamedScope& mode : kModes) {
      const Scope& own = hypothesis.scope;
      const Scope scope = {own.training && mode.scope.training,
                           own.evaluation && mode.scope.evaluation,
                           own.forward && calls.scope.forward, own.backward && calls.scope.backward,
                           own.saved && calls.scope.saved};
      // Nothing is saved, or nothing but what is saved is left.
      if (!scope.saved && !(scope.training && scope.forward && scope.backward)) continue;
      const bool some = (scope.training || scope.evaluation) && (scope.forward || scope.backward);
      if (!some || !matters(hypothesis.formula, scope)) continue;
      if (is_idle(hypothesis.formula, mode, calls)) continue;
      all.push_back(hypothesis);
      all.back().scope = scope;
      all.back().sentence = located(mode, calls, hypothesis.sentence);
      if (hypothesis.scope.forward && !scope.forward && computes_statistics(hypothesis.formula)) {
        all.push_back(all.back());
        all.back().cause = Cause::backward_wrong_statistics;
        all.back().sentence =
            "backward computes the statistics in another way than forward: " + hypothesis.sentence;
      }
    }
  }
  return all;
}

std::vector<Hypothesis> hypotheses() {
  std::vector<Hypothesis> all;
  for (const auto& topic :
       {mode_hypotheses(), eps_hypotheses(), statistics_hypotheses(), axes_hypotheses(),
        saved_hypotheses(), affine_hypotheses(), channel_hypotheses(), running_hypotheses(),
        gradient_hypotheses(), parameter_gradient_hypotheses(), second_hypotheses(),
        dropped_hypotheses(), precision_hypotheses()}) {
    for (const Hypothesis& each : topic) {
      for (Hypothesis& scoped : in_every_scope(each)) all.push_back(std::move(scoped));
    }
  }
  return all;
}

}  // namespace bncheck::diagnosis
