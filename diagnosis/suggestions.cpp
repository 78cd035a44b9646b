// Wrong answers that suggest a formula with a number, or a channel, in it.
#include "diagnosis/suggestions.h"

#include <cmath>

#include "diagnosis/effective.h"
#include "diagnosis/fits.h"

namespace bncheck::diagnosis {
namespace {

Ball clamped(const Ball& value, double most) {
  if (value.middle.hi > most) return Ball(most);
  return value.middle.hi < -most ? Ball(-most) : value;
}

}  // namespace

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

}  // namespace bncheck::diagnosis
