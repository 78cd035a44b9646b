#include "diagnosis/fits.h"

#include <charconv>
#include <cmath>
#include <set>

#include "diagnosis/effective.h"

namespace bncheck::diagnosis {
namespace {

/// The hypotheses, each sentence once.
class Found {
 public:
  void add(Cause cause, const std::string& sentence, Formula formula, Scope scope = {}) {
    if (!known_.insert(sentence).second) return;
    for (Hypothesis& each : in_every_scope({cause, sentence, std::move(formula), scope})) {
      all.push_back(std::move(each));
    }
  }

  std::vector<Hypothesis> all;

 private:
  std::set<std::string> known_;
};

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
    found.add(Cause::eps_wrong_value, digits + " is added to eps",
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

/// The output is right but for a factor.
void suggest_factor(const Observation& seen, Output output, Found& found) {
  const std::vector<double>& got = seen.got[output];
  std::size_t largest = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (std::fabs(seen.truth[output][i].middle.hi) >
        std::fabs(seen.truth[output][largest].middle.hi)) {
      largest = i;
    }
  }
  const double ratio = got[largest] / seen.truth[output][largest].middle.hi;
  for (const double factor : plain_decimals(std::fabs(ratio))) {
    if (factor == 1) continue;
    const Ball ball(std::copysign(factor, ratio));
    Formula formula;
    Cause cause = Cause::backward_wrong_factor;
    if (output == Output::dx) {
      formula.dx = [ball](const Channel& c, std::size_t j) {
        const Ball rest = c.trains() ? c.sum_dy / c.m + c.xhat[j] * c.sum_dy_xhat / c.m : Ball(0);
        return ball * c.weight * c.invstd * (c.dy[j] - rest);
      };
    } else if (output == Output::dweight) {
      cause = Cause::dweight_wrong;
      formula.dweight = [ball](const Channel& c) { return ball * c.sum_dy_xhat; };
    } else {
      cause = Cause::dbias_wrong;
      formula.dbias = [ball](const Channel& c) { return ball * c.sum_dy; };
    }
    found.add(cause,
              std::string(to_string(output)) + " is " + in_digits(ball.middle.hi) +
                  " times what it should be",
              formula);
  }
}

Ball clamped(const Ball& value, double most) {
  if (value.middle.hi > most) return Ball(most);
  return value.middle.hi < -most ? Ball(-most) : value;
}

/// y, or xhat, is cut off where it is the largest that was answered.
void suggest_clamps(const Observation& seen, Found& found) {
  const Problem& p = seen.problem;
  double y = 0, xhat = 0;
  for (std::size_t i = 0; i < p.x.size(); ++i) {
    const double got = seen.got[Output::y][i];
    const auto row = static_cast<std::size_t>(p.shape.spatial_size());
    const auto c = static_cast<std::int64_t>(i / row) % p.shape.c;
    y = std::fmax(y, std::fabs(got));
    xhat = std::fmax(xhat, std::fabs((got - p.bias_of(c)) / p.weight_of(c)));
  }
  for (const double most : plain_decimals(y)) {
    Formula formula;
    formula.y = [most](const Channel& c, std::size_t j) {
      return clamped(c.xhat[j] * c.weight + c.bias, most);
    };
    found.add(Cause::affine_wrong, "y is clamped to " + in_digits(most), formula);
  }
  for (const double most : plain_decimals(xhat)) {
    Formula formula;
    formula.y = [most](const Channel& c, std::size_t j) {
      return clamped(c.xhat[j], most) * c.weight + c.bias;
    };
    found.add(Cause::affine_wrong, "normalized values are clamped to " + in_digits(most), formula);
  }
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

/// From the first channel on whose update is lost.
void suggest_lost_channels(const Observation& seen, Found& found) {
  const Problem& p = seen.problem;
  for (std::size_t c = 0; c < p.running_var.size(); ++c) {
    if (seen.got[Output::running_var][c] != p.running_var[c] ||
        seen.got[Output::running_mean][c] != p.running_mean[c]) {
      continue;
    }
    Formula formula;
    formula.running_mean = [c](const Channel& channel) {
      const Ball updated =
          (Ball(1) - channel.momentum) * channel.old_mean + channel.momentum * channel.mean;
      return channel.number >= c ? channel.old_mean : updated;
    };
    formula.running_var = [c](const Channel& channel) {
      const Ball batch = channel.var * channel.m / channel.tracked_divisor;
      const Ball updated =
          (Ball(1) - channel.momentum) * channel.old_var + channel.momentum * batch;
      return channel.number >= c ? channel.old_var : updated;
    };
    found.add(
        Cause::running_not_updated,
        "the running statistics of channels from " + std::to_string(c) + " on are not updated",
        formula);
    return;
  }
}

/// In each problem the eps that the channel of the smallest variance shows: that of all others
/// must be the same.
void suggest_any_eps(Found& found) {
  Formula formula;
  formula.invstd = [](const Channel& c) { return inverse_root(c.var + Ball(shown_eps(*c.seen))); };
  found.add(Cause::eps_wrong_value, "another eps is used than the one that was given", formula);
}

/// Channel c behaves as if it had the parameter of another one.
void suggest_exchange(const Observation& seen, Found& found) {
  const Problem& p = seen.problem;
  for (std::size_t c = 0; c < static_cast<std::size_t>(p.shape.c); ++c) {
    const Line line = line_of(seen, c);
    const auto whose = [&](const std::vector<double>& values, double value) {
      std::size_t nearest = c;
      for (std::size_t k = 0; k < values.size(); ++k) {
        if (std::fabs(values[k] - value) < std::fabs(values[nearest] - value)) nearest = k;
      }
      return nearest;
    };
    const auto add = [&](const char* name, std::vector<double> Problem::*field, double value) {
      if ((p.*field).empty()) return;
      const std::size_t other = whose(p.*field, value);
      if (other == c) return;
      Formula formula;
      formula.misread = [field, c, other](Problem& problem) {
        std::vector<double>& values = problem.*field;
        if (std::max(c, other) < values.size()) values[c] = values[other];
      };
      found.add(Cause::weight_of_wrong_channel,
                "channel " + std::to_string(c) + " gets the " + name + " of channel " +
                    std::to_string(other),
                formula);
    };
    add("weight", &Problem::weight, line.weight);
    add("bias", &Problem::bias, line.bias);
  }
}

void suggest_channel(const Observation& seen, std::size_t channel, Found& found) {
  const Exact batch = exact_of(seen, channel);
  const Effective effective = effective_of(seen, channel);
  const Problem& p = seen.problem;
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
