// Parameters and statistics of another channel.
#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

/// Which channel's value a channel gets.
struct Exchange {
  const char* whose;
  std::size_t (*from)(std::size_t c, std::size_t channels, const Problem&);
};

constexpr Exchange kExchanges[] = {
    {"the next channel's",
     [](std::size_t c, std::size_t n, const Problem&) { return (c + 1) % n; }},
    {"the previous channel's",
     [](std::size_t c, std::size_t n, const Problem&) { return (c + n - 1) % n; }},
    {"the first channel's",
     [](std::size_t, std::size_t, const Problem&) { return std::size_t{0}; }},
    {"the last channel's", [](std::size_t, std::size_t n, const Problem&) { return n - 1; }},
    {"channels in reverse order:",
     [](std::size_t c, std::size_t n, const Problem&) { return n - 1 - c; }},
    {"the channel before's, but for the first channel,",
     [](std::size_t c, std::size_t, const Problem&) { return c == 0 ? 0 : c - 1; }},
    {"the channel after's, but for the last channel,",
     [](std::size_t c, std::size_t n, const Problem&) { return c + 1 < n ? c + 1 : c; }},
    {"the last but one channel's, for the last channel,",
     [](std::size_t c, std::size_t n, const Problem&) { return c + 1 < n || n < 2 ? c : n - 2; }},
    {"the first channel's, for the last channel,",
     [](std::size_t c, std::size_t n, const Problem&) { return c + 1 < n ? c : 0; }},
    {"the second channel's, for the first channel,",
     [](std::size_t c, std::size_t n, const Problem&) { return c == 0 ? 1 % n : c; }},
    {"channel c mod 2's", [](std::size_t c, std::size_t, const Problem&) { return c % 2; }},
    {"channel c mod 4's", [](std::size_t c, std::size_t, const Problem&) { return c % 4; }},
    {"channel c/2's", [](std::size_t c, std::size_t, const Problem&) { return c / 2; }},
    {"channel c mod n's, with n images,",
     [](std::size_t c, std::size_t, const Problem& p) {
       return c % static_cast<std::size_t>(p.shape.n);
     }},
};

struct Tensors {
  const char* names;
  std::vector<std::vector<double> Problem::*> fields;
};

std::vector<Tensors> tensors() {
  return {{"weight", {&Problem::weight}},
          {"bias", {&Problem::bias}},
          {"weight and bias", {&Problem::weight, &Problem::bias}},
          {"running mean", {&Problem::running_mean}},
          {"running variance", {&Problem::running_var}},
          {"running statistics", {&Problem::running_mean, &Problem::running_var}},
          {"parameters and running statistics",
           {&Problem::weight, &Problem::bias, &Problem::running_mean, &Problem::running_var}}};
}

void exchange(const Exchange& rule, const Tensors& which, Problem& problem) {
  for (const auto field : which.fields) {
    std::vector<double>& values = problem.*field;
    const std::vector<double> old = values;
    for (std::size_t c = 0; c < old.size(); ++c) values[c] = old[rule.from(c, old.size(), problem)];
  }
}

Ball mean_of(const Channel& c, std::size_t channel) {
  const Shape& shape = c.problem->shape;
  Ball total;
  for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
    const auto at = shape.index(static_cast<std::int64_t>(channel), j);
    total = total + Ball(c.problem->x[static_cast<std::size_t>(at)]);
  }
  return total / c.m;
}

Ball variance_of(const Channel& c, std::size_t channel) {
  const Shape& shape = c.problem->shape;
  const Ball mean = mean_of(c, channel);
  Ball total;
  for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
    const auto at = shape.index(static_cast<std::int64_t>(channel), j);
    total = total + square(Ball(c.problem->x[static_cast<std::size_t>(at)]) - mean);
  }
  return total / c.m;
}

/// One channel is normalized with the statistics of the batch's other one.
std::vector<Hypothesis> batch_statistics() {
  std::vector<Hypothesis> all;
  for (const Exchange& rule : kExchanges) {
    Formula formula;
    const auto other = [&rule](const Channel& c) {
      const auto channels = static_cast<std::size_t>(c.problem->shape.c);
      return rule.from(c.number, channels, *c.problem);
    };
    formula.mean = [other](const Channel& c) { return mean_of(c, other(c)); };
    formula.var = [other](const Channel& c) { return variance_of(c, other(c)); };
    all.push_back({Cause::weight_of_wrong_channel,
                   std::string("a channel is normalized with ") + rule.whose + " mean and variance",
                   formula,
                   {true, false}});
  }
  return all;
}

/// The running statistics, or the deviations of the variance, have another channel's mean.
std::vector<Hypothesis> single_statistics() {
  std::vector<Hypothesis> all;
  for (const Exchange& rule : kExchanges) {
    const auto other = [&rule](const Channel& c) {
      return rule.from(c.number, static_cast<std::size_t>(c.problem->shape.c), *c.problem);
    };
    Formula tracked, about;
    tracked.running_mean = [other](const Channel& c) {
      return (Ball(1) - c.momentum) * c.old_mean + c.momentum * mean_of(c, other(c));
    };
    tracked.running_var = [other](const Channel& c) {
      return (Ball(1) - c.momentum) * c.old_var +
             c.momentum * variance_of(c, other(c)) * c.m / c.tracked_divisor;
    };
    about.var = [other](const Channel& c) {
      return c.batch_var + square(c.batch_mean - mean_of(c, other(c)));
    };
    all.push_back({Cause::weight_of_wrong_channel,
                   std::string("the running statistics of a channel are updated with ") +
                       rule.whose + " mean and variance",
                   tracked});
    all.push_back({Cause::weight_of_wrong_channel,
                   std::string("the variance of a channel is taken about ") + rule.whose + " mean",
                   about,
                   {true, false}});
  }
  return all;
}

}  // namespace

std::vector<Hypothesis> channel_hypotheses() {
  std::vector<Hypothesis> all;
  for (const Tensors& which : tensors()) {
    for (const Exchange& rule : kExchanges) {
      Formula formula;
      formula.misread = [rule, which](Problem& problem) { exchange(rule, which, problem); };
      all.push_back({Cause::weight_of_wrong_channel,
                     std::string("a channel gets ") + rule.whose + " " + which.names, formula});
    }
  }
  for (Hypothesis& each : batch_statistics()) all.push_back(std::move(each));
  for (Hypothesis& each : single_statistics()) all.push_back(std::move(each));
  return all;
}

}  // namespace bncheck::diagnosis
