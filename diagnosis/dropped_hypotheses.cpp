// Values that a loop does not reach.
#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

/// How often a loop reaches each value of a channel.
struct Reach {
  std::string dropped;
  std::function<int(const Channel&, std::size_t j)> reaches;
};

std::size_t row_of(const Channel& c) {
  return static_cast<std::size_t>(c.problem->shape.spatial_size());
}

std::vector<Reach> reaches() {
  std::vector<Reach> all = {
      {"the last value of each channel is left out",
       [](const Channel& c, std::size_t j) { return j + 1 < c.count(); }},
      {"the first value of each channel is left out",
       [](const Channel&, std::size_t j) { return j > 0; }},
      {"all images but the first are left out",
       [](const Channel& c, std::size_t j) { return j < row_of(c); }},
      {"of each image all places but the first are left out",
       [](const Channel& c, std::size_t j) { return j % row_of(c) == 0; }},
      {"the last image is left out",
       [](const Channel& c, std::size_t j) { return j + row_of(c) < c.count(); }},
      {"the last value of each image is left out",
       [](const Channel& c, std::size_t j) { return (j + 1) % row_of(c) != 0; }},
      {"the last value of the first channel is left out",
       [](const Channel& c, std::size_t j) { return c.number > 0 || j + 1 < c.count(); }},
      {"the last value of the last channel is left out",
       [](const Channel& c, std::size_t j) {
         const auto last = static_cast<std::size_t>(c.problem->shape.c - 1);
         return c.number < last || j + 1 < c.count();
       }},
      {"every second value is left out", [](const Channel&, std::size_t j) { return j % 2 == 0; }},
  };
  for (const std::size_t length : {4, 8, 16, 32, 64, 128, 256, 512, 1024}) {
    all.push_back(
        {"all values of a channel behind the first " + std::to_string(length) + " are left out",
         [length](const Channel&, std::size_t j) { return j < length; }});
  }
  for (const std::size_t length : {4, 8, 16, 32, 64, 128, 256, 512, 1024}) {
    all.push_back({"the second block of " + std::to_string(length) + " values is left out",
                   [length](const Channel&, std::size_t j) { return j / length != 1; }});
  }
  for (const std::size_t width : {2, 4, 8, 16, 32, 64}) {
    const std::string block = std::to_string(width);
    all.push_back(
        {"what is left of a channel after whole blocks of " + block + " is left out",
         [width](const Channel& c, std::size_t j) { return j < c.count() / width * width; }});
    all.push_back({"what is left of an image after whole blocks of " + block + " is left out",
                   [width](const Channel& c, std::size_t j) {
                     return j % row_of(c) < row_of(c) / width * width;
                   }});
  }
  return all;
}

/// Where the last block reaches back over the one before.
std::vector<Reach> overlaps() {
  std::vector<Reach> all;
  for (const std::size_t width : {2, 4, 8, 16, 32, 64}) {
    all.push_back({"where the last block of " + std::to_string(width) +
                       " overlaps the one before, values count twice",
                   [width](const Channel& c, std::size_t j) {
                     const std::size_t whole = c.count() / width * width;
                     const bool again = c.count() >= width && whole < c.count();
                     return again && j >= c.count() - width && j < whole ? 2 : 1;
                   }});
  }
  return all;
}

template <class Term>
Ball sum_over(const Reach& reach, const Channel& c, const Term& term) {
  Ball total;
  for (std::size_t j = 0; j < c.count(); ++j) {
    if (const int times = reach.reaches(c, j)) total = total + Ball(times) * term(j);
  }
  return total;
}

Ball reached(const Reach& reach, const Channel& c) {
  return sum_over(reach, c, [](std::size_t) { return Ball(1); });
}

ChannelValue mean_over(const Reach& reach, bool counted) {
  return [reach, counted](const Channel& c) {
    const Ball total = sum_over(reach, c, [&](std::size_t j) { return c.x[j]; });
    return total / (counted ? reached(reach, c) : c.m);
  };
}

ChannelValue variance_over(const Reach& reach, bool counted) {
  return [reach, counted](const Channel& c) {
    const Ball total = sum_over(reach, c, [&](std::size_t j) { return square(c.centered[j]); });
    return total / (counted ? reached(reach, c) : c.m);
  };
}

/// In the sums of forward; the divisor is m, or the number of values that are left.
void add_statistics(const Reach& reach, bool counted, std::vector<Hypothesis>& all) {
  const ChannelValue mean = mean_over(reach, counted);
  const ChannelValue var = variance_over(reach, counted);
  const auto add = [&](const char* where, const ChannelValue& own_mean, const ChannelValue& own) {
    Formula formula;
    formula.mean = own_mean;
    formula.var = own;
    all.push_back({Cause::values_dropped, reach.dropped + where, formula, {true, false}});
  };
  const ChannelValue exact = [](const Channel& c) { return c.batch_var; };
  add(" of mean and variance", mean, var);
  add(" of the mean", mean, nullptr);
  add(" of the mean", mean, exact);
  add(" of the variance", nullptr, var);
}

ChannelValue dweight_over(const Reach& reach) {
  return [reach](const Channel& c) {
    return sum_over(reach, c, [&](std::size_t j) { return c.dy[j] * c.xhat[j]; });
  };
}

ChannelValue dbias_over(const Reach& reach) {
  return [reach](const Channel& c) {
    return sum_over(reach, c, [&](std::size_t j) { return c.dy[j]; });
  };
}

ElementValue dx_over(const Reach& reach) {
  const ChannelValue dbias = dbias_over(reach), dweight = dweight_over(reach);
  return [dbias, dweight](const Channel& c, std::size_t j) {
    const Ball scale = c.weight * c.invstd;
    if (!c.trains()) return scale * c.dy[j];
    return scale * (c.dy[j] - dbias(c) / c.m - c.xhat[j] * dweight(c) / c.m);
  };
}

/// In the sums of backward: of each output alone, and of all of them.
void add_gradients(const Reach& reach, std::vector<Hypothesis>& all) {
  const auto add = [&](Cause cause, const char* where, ChannelValue dweight, ChannelValue dbias,
                       ElementValue dx) {
    Formula formula;
    formula.dweight = std::move(dweight);
    formula.dbias = std::move(dbias);
    formula.dx = std::move(dx);
    all.push_back({cause, reach.dropped + where, formula});
  };
  const Cause dropped = Cause::values_dropped;
  add(dropped, " of the sums of backward", dweight_over(reach), dbias_over(reach), dx_over(reach));
  add(dropped, " of dweight and dbias", dweight_over(reach), dbias_over(reach), nullptr);
  add(Cause::dweight_wrong, " of dweight", dweight_over(reach), nullptr, nullptr);
  add(Cause::dbias_wrong, " of dbias", nullptr, dbias_over(reach), nullptr);
  add(dropped, " of the sums in dx", nullptr, nullptr, dx_over(reach));
}

/// What the loop does not reach is something else: 0, x, or what one step makes of it.
void add_elements(const Reach& reach, std::vector<Hypothesis>& all) {
  const auto add = [&](const char* where, const ElementValue& rest) {
    Formula formula;
    formula.y = [reach, rest](const Channel& c, std::size_t j) {
      return reach.reaches(c, j) ? c.xhat[j] * c.weight + c.bias : rest(c, j);
    };
    all.push_back({Cause::values_dropped, reach.dropped + where, formula});
  };
  add(" of y, which is 0 there", [](const Channel&, std::size_t) { return Ball(0); });
  add(" of y, which is x there", [](const Channel& c, std::size_t j) { return c.x[j]; });
  add(" of y, which is the bias there", [](const Channel& c, std::size_t) { return c.bias; });
  add(" of the last step, so that y is xhat there",
      [](const Channel& c, std::size_t j) { return c.xhat[j]; });
  add(" of the last step, so that y lacks the bias there",
      [](const Channel& c, std::size_t j) { return c.xhat[j] * c.weight; });
}

}  // namespace

std::vector<Hypothesis> dropped_hypotheses() {
  std::vector<Hypothesis> all;
  for (const Reach& reach : reaches()) {
    add_statistics(reach, false, all);
    add_statistics(reach, true, all);
    add_gradients(reach, all);
    add_elements(reach, all);
  }
  for (const Reach& reach : overlaps()) {
    const std::size_t first = all.size();
    add_statistics(reach, false, all);
    for (std::size_t i = first; i < all.size(); ++i) all[i].cause = Cause::mean_wrong;
    add_gradients(reach, all);
  }
  return all;
}

}  // namespace bncheck::diagnosis
