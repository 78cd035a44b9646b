// eps where it does not belong, or not at all.
#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

Hypothesis eps(Cause cause, const char* sentence, ChannelValue invstd) {
  Formula formula;
  formula.invstd = std::move(invstd);
  return {cause, sentence, formula};
}

Ball one() { return Ball(1); }

Ball larger(const Ball& a, const Ball& b) { return a.middle.hi >= b.middle.hi ? a : b; }

std::vector<Hypothesis> misplaced() {
  const Cause cause = Cause::eps_misplaced;
  const Cause value = Cause::eps_wrong_value;
  return {
      eps(cause, "eps is added outside of the root: invstd = 1/(sqrt(var) + eps)",
          [](const Channel& c) { return one() / (root(c.var) + c.eps); }),
      eps(cause, "the root of var + eps is missing: invstd = 1/(var + eps)",
          [](const Channel& c) { return one() / (c.var + c.eps); }),
      eps(cause, "the sum var + eps is squared in place of its root: invstd = 1/(var + eps)^2",
          [](const Channel& c) { return one() / square(c.var + c.eps); }),
      eps(value, "eps is squared: invstd = 1/sqrt(var + eps^2)",
          [](const Channel& c) { return inverse_root(c.var + square(c.eps)); }),
      eps(value, "the root of eps is added: invstd = 1/sqrt(var + sqrt(eps))",
          [](const Channel& c) { return inverse_root(c.var + sqrt(c.eps)); }),
      eps(value, "eps is added twice: invstd = 1/sqrt(var + 2*eps)",
          [](const Channel& c) { return inverse_root(c.var + c.eps + c.eps); }),
      eps(cause, "eps is added inside of the root and outside: invstd = 1/(sqrt(var + eps) + eps)",
          [](const Channel& c) { return one() / (root(c.var + c.eps) + c.eps); }),
      eps(cause, "eps is added to invstd itself: invstd = 1/sqrt(var) + eps",
          [](const Channel& c) { return inverse_root(c.var) + c.eps; }),
      eps(value, "eps is subtracted: invstd = 1/sqrt(var - eps)",
          [](const Channel& c) { return inverse_root(c.var - c.eps); }),
      eps(value, "eps is added before the division by m: invstd = 1/sqrt((sum + eps)/m)",
          [](const Channel& c) { return inverse_root(c.var + c.eps / c.m); }),
      eps(cause, "eps scales the variance: invstd = 1/sqrt(var * (1 + eps))",
          [](const Channel& c) { return inverse_root(c.var * (one() + c.eps)); }),
  };
}

std::vector<Hypothesis> clamped() {
  const Cause cause = Cause::variance_clamped;
  std::vector<Hypothesis> all = {
      eps(Cause::eps_misplaced,
          "eps is a least variance, not a summand: invstd = 1/sqrt(max(var, eps))",
          [](const Channel& c) { return inverse_root(larger(c.var, c.eps)); }),
      eps(cause, "the root is raised to eps: invstd = 1/max(sqrt(var), eps)",
          [](const Channel& c) { return one() / larger(root(c.var), c.eps); }),
      eps(cause, "the variance is raised to eps before eps is added",
          [](const Channel& c) { return inverse_root(larger(c.var, c.eps) + c.eps); }),
      eps(cause, "invstd is 0 where the variance is less than eps",
          [](const Channel& c) {
            return c.var.middle.hi < c.eps.middle.hi ? Ball(0) : inverse_root(c.var + c.eps);
          }),
      eps(cause, "invstd is at most 1", [](const Channel& c) {
        return c.var.middle.hi + c.eps.middle.hi < 1 ? one() : inverse_root(c.var + c.eps);
      })};
  return all;
}

}  // namespace

std::vector<Hypothesis> eps_hypotheses() {
  std::vector<Hypothesis> all = {eps(Cause::eps_omitted, "eps is left out: invstd = 1/sqrt(var)",
                                     [](const Channel& c) { return inverse_root(c.var); })};
  for (const auto& more : {misplaced(), clamped()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

}  // namespace bncheck::diagnosis
