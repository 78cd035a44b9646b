#include "diagnosis/fits.h"

#include <charconv>
#include <cmath>

#include "diagnosis/effective.h"
#include "diagnosis/suggestions.h"

namespace bncheck::diagnosis {
namespace {

/// Returns the nearest whole number of less than four digits, if there is one.
std::optional<int> whole(double value) {
  const double nearest = std::round(value);
  if (!(std::fabs(nearest) < 1000)) return std::nullopt;
  return static_cast<int>(nearest);
}

Formula with_eps(const std::function<double(double given)>& eps) {
  Formula formula;
  formula.misread = [eps](Problem& problem) { problem.eps = eps(problem.eps); };
  return formula;
}

void suggest_eps(double eps, double given, Found& found) {
  for (const double value : plain_decimals(eps)) {
    if (value == given) continue;
    const std::string digits = in_digits(value);
    found.add(Cause::eps_wrong_value, "eps is " + digits + ", whatever is asked for",
              with_eps([value](double) { return value; }));
    found.add(Cause::eps_wrong_value, "an eps below " + digits + " is replaced by " + digits,
              with_eps([value](double e) { return std::fmax(e, value); }));
    found.add(Cause::eps_wrong_value, "an eps above " + digits + " is replaced by " + digits,
              with_eps([value](double e) { return std::fmin(e, value); }));
    found.add(Cause::eps_wrong_value, "the number " + digits + " is added to eps",
              with_eps([value](double e) { return e + value; }));
  }
  for (const double factor : plain_decimals(eps / given)) {
    if (factor == 1) continue;
    found.add(Cause::eps_wrong_value, "eps is multiplied by " + in_digits(factor),
              with_eps([factor](double e) { return e * factor; }));
  }
}

void suggest_divisor(double var, const Exact& exact, Found& found) {
  const auto more = whole(exact.m * exact.var / var - exact.m);
  if (!more || *more == 0) return;
  const double offset = *more;
  Formula formula;
  formula.var = [offset](const Channel& c) { return c.batch_var * c.m / (c.m + Ball(offset)); };
  const std::string divisor =
      "m " + std::string(offset < 0 ? "- " : "+ ") + in_digits(std::fabs(offset));
  found.add(Cause::variance_divisor,
            "the variance that x is normalized with is divided by " + divisor, formula,
            {true, false});
}

ChannelValue updated_mean(const std::function<Ball(const Channel&)>& weight) {
  return [weight](const Channel& c) {
    return (Ball(1) - weight(c)) * c.old_mean + weight(c) * c.mean;
  };
}

ChannelValue updated_var(const std::function<Ball(const Channel&)>& weight) {
  return [weight](const Channel& c) {
    return (Ball(1) - weight(c)) * c.old_var + weight(c) * c.var * c.m / c.tracked_divisor;
  };
}

void add_momentum(const std::string& sentence, const std::function<Ball(const Channel&)>& weight,
                  Found& found) {
  Formula both;
  both.running_mean = updated_mean(weight);
  both.running_var = updated_var(weight);
  found.add(Cause::momentum_wrong, sentence, both);
  Formula mean, var;
  mean.running_mean = both.running_mean;
  var.running_var = both.running_var;
  found.add(Cause::momentum_wrong, sentence + ", in running_mean alone", mean);
  found.add(Cause::momentum_wrong, sentence + ", in running_var alone", var);
}

void suggest_momentum(double momentum, double given, Found& found) {
  for (const double value : plain_decimals(momentum)) {
    if (value == given) continue;
    add_momentum(
        "the running statistics weigh the batch by " + in_digits(value) + ", whatever momentum is",
        [value](const Channel&) { return Ball(value); }, found);
  }
  for (const double factor : plain_decimals(momentum / given)) {
    if (factor == 1) continue;
    add_momentum(
        "the running statistics weigh the batch by momentum times " + in_digits(factor),
        [factor](const Channel& c) { return c.momentum * Ball(factor); }, found);
  }
}

void suggest_tracked(double var, const Exact& exact, Found& found) {
  const auto more = whole(exact.m * exact.var / var - exact.m);
  if (!more) return;
  const double offset = *more;
  Formula formula;
  formula.running_var = [offset](const Channel& c) {
    return (Ball(1) - c.momentum) * c.old_var +
           c.momentum * c.batch_var * c.m / (c.m + Ball(offset));
  };
  const std::string sign = offset < 0 ? " - " : " + ";
  found.add(Cause::running_var_divisor,
            "the variance that enters running_var is divided by m" +
                (offset == 0 ? "" : sign + in_digits(std::fabs(offset))),
            formula);
}

void suggest_variance_clamp(double var, Found& found) {
  for (const double limit : plain_decimals(var)) {
    const std::string digits = in_digits(limit);
    Formula below, above;
    below.var = [limit](const Channel& c) { return c.var.middle.hi < limit ? Ball(limit) : c.var; };
    above.var = [limit](const Channel& c) { return c.var.middle.hi > limit ? Ball(limit) : c.var; };
    found.add(Cause::variance_clamped, "a variance below " + digits + " is taken for " + digits,
              below);
    found.add(Cause::variance_clamped, "a variance above " + digits + " is taken for " + digits,
              above);
  }
}

/// In each problem the eps that the channel of the smallest variance shows: that of all others
/// must be the same.
void suggest_any_eps(Found& found) {
  Formula formula;
  formula.invstd = [](const Channel& c) { return inverse_root(c.var + Ball(shown_eps(*c.seen))); };
  found.add(Cause::eps_wrong_value, "another eps is used than the one that was given", formula);
}

void suggest_channel(const Observation& seen, std::size_t channel, Found& found) {
  const Exact batch = exact_of(seen, channel);
  const Effective effective = effective_of(seen, channel);
  const Problem p = seen.understood();
  const double var = seen.trains() ? batch.var : p.running_var[channel];
  for (const double invstd : {effective.invstd, effective.saved_invstd}) {
    if (!seen.is_wrong(Output::y) && !seen.is_wrong(Output::save_invstd)) break;
    suggest_eps(1 / (invstd * invstd) - var, p.eps, found);
    suggest_variance_clamp(1 / (invstd * invstd) - p.eps, found);
    if (seen.trains()) suggest_divisor(1 / (invstd * invstd) - p.eps, batch, found);
  }
  if (seen.is_wrong(Output::running_mean)) {
    suggest_momentum(effective.mean_momentum, p.momentum, found);
  }
  if (!seen.is_wrong(Output::running_var)) return;
  suggest_momentum(effective.var_momentum, p.momentum, found);
  suggest_tracked(effective.tracked_var, batch, found);
}

}  // namespace

std::string in_digits(double value) {
  char text[40];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::vector<double> plain_decimals(double value) {
  if (!(value > 0) || !std::isfinite(value)) return {};
  std::vector<double> all;
  for (const int digits : {1, 2, 3}) {
    char text[40];
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, digits - 1);
    double rounded = 0;
    std::from_chars(text, end.ptr, rounded);
    all.push_back(rounded);
  }
  all.push_back(value);
  return all;
}

std::vector<Hypothesis> fitted_hypotheses(std::span<const Observation> observations) {
  constexpr std::size_t kRead = 8;  // more wrong answers suggest the same numbers again
  Found found;
  std::size_t read = 0;
  for (const Observation& seen : observations) {
    if (!seen.is_wrong() || (!seen.trains() && !seen.problem.has_running())) continue;
    if (seen.problem.x.empty() || ++read > kRead) continue;
    const auto channels = static_cast<std::size_t>(seen.problem.shape.c);
    for (std::size_t c = 0; c < std::min<std::size_t>(channels, 2); ++c) {
      suggest_channel(seen, c, found);
    }
    if (seen.is_wrong(Output::y)) {
      suggest_any_eps(found);
      suggest_exchange(seen, found);
      suggest_clamps(seen, found);
    }
    if (seen.is_wrong(Output::running_var) && seen.is_wrong(Output::running_mean)) {
      suggest_lost_channels(seen, found);
    }
    for (const Output output : {Output::dx, Output::dweight, Output::dbias}) {
      if (seen.is_wrong(output)) suggest_factor(seen, output, found);
    }
  }
  return std::move(found.all);
}

}  // namespace bncheck::diagnosis
