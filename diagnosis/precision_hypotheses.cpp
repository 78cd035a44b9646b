// Numbers that lose bits on the way.
#include <bit>
#include <cmath>
#include <cstdint>

#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

/// What is read is rounded to the type, where it has more bits.
Hypothesis rounded(Cause cause, const std::string& what, DType dtype,
                   const std::function<void(Problem&, DType)>& round) {
  Formula formula;
  formula.misread = [round, dtype](Problem& problem) { round(problem, dtype); };
  return {cause, what + " rounded to " + std::string(to_string(dtype)), formula};
}

void round_all(std::vector<double>& values, DType dtype) {
  for (double& each : values) each = round_to(dtype, each);
}

void round_parameters(Problem& p, DType dtype) {
  round_all(p.weight, dtype);
  round_all(p.bias, dtype);
}

void round_running(Problem& p, DType dtype) {
  round_all(p.running_mean, dtype);
  round_all(p.running_var, dtype);
}

std::vector<Hypothesis> rounded_inputs(DType dtype) {
  const Cause lost = Cause::precision_lost;
  const Cause eps = dtype == DType::f32 ? Cause::eps_wrong_value : lost;
  return {
      rounded(eps, "eps is", dtype, [](Problem& p, DType t) { p.eps = round_to(t, p.eps); }),
      rounded(lost, "momentum is", dtype,
              [](Problem& p, DType t) { p.momentum = round_to(t, p.momentum); }),
      rounded(lost, "the weight is", dtype, [](Problem& p, DType t) { round_all(p.weight, t); }),
      rounded(lost, "the bias is", dtype, [](Problem& p, DType t) { round_all(p.bias, t); }),
      rounded(lost, "weight and bias are", dtype, round_parameters),
      rounded(lost, "the running statistics are", dtype, round_running),
      rounded(lost, "x is", dtype, [](Problem& p, DType t) { round_all(p.x, t); }),
      rounded(lost, "dy is", dtype, [](Problem& p, DType t) { round_all(p.dy, t); }),
      rounded(lost, "both x and dy are", dtype,
              [](Problem& p, DType t) {
                round_all(p.x, t);
                round_all(p.dy, t);
              }),
  };
}

Ball in_float(const Ball& ball) { return Ball(round_to(DType::f32, ball.middle.hi)); }

std::vector<Hypothesis> rounded_statistics() {
  Formula tracked, saved, used;
  tracked.running_mean = [](const Channel& c) {
    return (Ball(1) - c.momentum) * c.old_mean + c.momentum * in_float(c.mean);
  };
  saved.save_mean = [](const Channel& c) { return in_float(c.mean); };
  saved.save_invstd = [](const Channel& c) { return in_float(c.invstd); };
  used.mean = [](const Channel& c) { return in_float(c.mean); };
  used.var = [](const Channel& c) { return c.trains() ? c.batch_var : c.old_var; };
  const Cause cause = Cause::precision_lost;
  return {{cause, "running_mean tracks the mean rounded to f32", tracked},
          {cause, "the saved statistics are rounded to f32", saved},
          {cause, "the mean is rounded to f32", used}};
}

/// The well-known guess at 1/sqrt from the bits of a float, with steps of Newton's method.
double guessed_root(double value, std::uint32_t magic, int steps) {
  const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(value));
  double root = std::bit_cast<float>(magic - (bits >> 1));
  for (int step = 0; step < steps; ++step) root *= 1.5 - 0.5 * value * root * root;
  return root;
}

std::vector<Hypothesis> guessed_roots() {
  std::vector<Hypothesis> all;
  // The constant of Quake III Arena, and Lomont's of 2003.
  for (const std::uint32_t magic : {0x5f3759dfU, 0x5f375a86U}) {
    for (const int steps : {0, 1, 2, 3}) {
      Formula formula;
      formula.invstd = [magic, steps](const Channel& c) {
        return Ball(guessed_root((c.var + c.eps).middle.hi, magic, steps));
      };
      all.push_back({Cause::precision_lost,
                     "the root in 1/sqrt is guessed from the bits of a float, with " +
                         std::to_string(steps) + " of Newton's steps",
                     formula});
    }
  }
  return all;
}

/// Small numbers of a tensor's own type are taken for 0.
Hypothesis flushed(const char* sentence, bool x, bool dy) {
  Formula formula;
  formula.misread = [x, dy](Problem& p) {
    const auto flush = [&p](std::vector<double>& values) {
      for (double& each : values) {
        if (std::fabs(each) < smallest_normal(p.dtype)) each = 0;
      }
    };
    if (x) flush(p.x);
    if (dy) flush(p.dy);
  };
  return {Cause::underflow, sentence, formula};
}

}  // namespace

std::vector<Hypothesis> precision_hypotheses() {
  std::vector<Hypothesis> all = rounded_statistics();
  for (const DType dtype : {DType::f32, DType::f16, DType::bf16}) {
    for (Hypothesis& each : rounded_inputs(dtype)) all.push_back(std::move(each));
  }
  for (Hypothesis& each : guessed_roots()) all.push_back(std::move(each));
  all.push_back(flushed("subnormal numbers of x and dy are taken for 0", true, true));
  all.push_back(flushed("subnormal numbers of dy are taken for 0", false, true));
  return all;
}

}  // namespace bncheck::diagnosis
