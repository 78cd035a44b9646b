#include <cmath>

#include "properties/moments.h"
#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

/// What the terms of d_x are made of in one channel of training.
struct Terms {
  Terms(const Problem& problem, const SecondGradients& second, std::int64_t channel)
      : x(channel_of(problem.x, problem.shape, channel)),
        dy(channel_of(problem.dy, problem.shape, channel)),
        ddx(second.ddx.empty() ? std::vector<double>(x.size())
                               : channel_of(second.ddx, problem.shape, channel)),
        m(static_cast<double>(x.size())),
        weight(problem.weight_of(channel)),
        invstd(1 / std::sqrt(variance(x).middle.hi + problem.eps)),
        p(along(dy)),
        q(along(ddx)) {}

  double mean(const std::vector<double>& values) const {
    double total = 0;
    for (const double value : values) total += value;
    return total / m;
  }

  double xhat(std::size_t j) const { return (x[j] - mean(x)) * invstd; }

  double along(const std::vector<double>& values) const {
    double total = 0;
    for (std::size_t j = 0; j < values.size(); ++j) total += values[j] * xhat(j);
    return total / m;
  }

  std::vector<double> x, dy, ddx;
  double m, weight, invstd, p, q;
};

/// Adds term(terms, j) to every element of a tensor.
template <class Term>
void add_everywhere(const Problem& problem, const SecondGradients& second,
                    std::vector<double>& tensor, const Term& term) {
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const Terms terms(problem, second, c);
    std::size_t j = 0;
    for_channel(problem.shape, c, [&](std::size_t i) {
      tensor[i] = round_to(problem.dtype, tensor[i] + term(terms, j++));
    });
  }
}

using Answer = DoubleBackward<double>;

void lose_term_along_ddx(Saboteur&, const Problem& problem, const SecondGradients& second,
                         Answer& out) {
  add_everywhere(problem, second, out.d_x, [](const Terms& t, std::size_t j) {
    return t.weight * t.invstd * t.invstd * t.p * (t.ddx[j] - t.mean(t.ddx));
  });
}

void count_two_for_three(Saboteur&, const Problem& problem, const SecondGradients& second,
                         Answer& out) {
  add_everywhere(problem, second, out.d_x, [](const Terms& t, std::size_t j) {
    return -t.weight * t.invstd * t.invstd * t.xhat(j) * t.p * t.q;
  });
}

void leave_dy_uncentered(Saboteur&, const Problem& problem, const SecondGradients& second,
                         Answer& out) {
  add_everywhere(problem, second, out.d_x, [](const Terms& t, std::size_t) {
    return -t.weight * t.invstd * t.invstd * t.q * t.mean(t.dy);
  });
}

void take_for_training(Saboteur& self, const Problem& problem, const SecondGradients& second,
                       Answer& out) {
  Problem seen = problem;
  seen.mode = Mode::training;
  out = self.honest_second(seen, second);
}

void forget_ddweight(Saboteur& self, const Problem& problem, const SecondGradients& second,
                     Answer& out) {
  SecondGradients seen = second;
  seen.ddweight.clear();
  out.d_x = self.honest_second(problem, seen).d_x;
}

void forget_ddbias(Saboteur& self, const Problem& problem, const SecondGradients& second,
                   Answer& out) {
  SecondGradients seen = second;
  seen.ddbias.clear();
  out.d_dy = self.honest_second(problem, seen).d_dy;
}

void leave_weight_in(Saboteur&, const Problem& problem, const SecondGradients&, Answer& out) {
  for (std::size_t c = 0; c < out.d_weight.size(); ++c) {
    const double weight = problem.weight_of(static_cast<std::int64_t>(c));
    out.d_weight[c] = round_to(problem.parameters(), weight * out.d_weight[c]);
  }
}

void ignore_eps(Saboteur& self, const Problem& problem, const SecondGradients& second,
                Answer& out) {
  Problem seen = problem;
  seen.eps = 0;
  out = self.honest_second(seen, second);
}

void take_absent_ddx_for_dy(Saboteur& self, const Problem& problem, const SecondGradients& second,
                            Answer& out) {
  if (!second.ddx.empty()) return;
  SecondGradients seen = second;
  seen.ddx = problem.dy;
  out = self.honest_second(problem, seen);
}

constexpr const char* kT = kTrainingLine;
constexpr const char* kE = kEvaluationLine;

constexpr Sabotage kSabotages[] = {
    {"double_backward_training", kT, "the term along ddx lost", nullptr, nullptr,
     lose_term_along_ddx},
    {"double_backward_training", kT, "2 for 3 in the term along x", nullptr, nullptr,
     count_two_for_three},
    {"double_backward_training", kT, "ddweight lost in d_x", nullptr, nullptr, forget_ddweight},
    {"double_backward_training", kT, "ddbias lost", nullptr, nullptr, forget_ddbias},
    {"double_backward_training", kT, "weight left in d_weight", nullptr, nullptr, leave_weight_in},
    {"double_backward_training", kT, "eps lost", nullptr, nullptr, ignore_eps},
    {"double_backward_evaluation", kE, "evaluation taken for training", nullptr, nullptr,
     take_for_training},
    {"double_backward_evaluation", kE, "ddweight lost in d_x", nullptr, nullptr, forget_ddweight},
    {"double_backward_evaluation", kE, "weight left in d_weight", nullptr, nullptr,
     leave_weight_in},
    {"double_backward_symmetry", kT, "the term along ddx lost", nullptr, nullptr,
     lose_term_along_ddx},
    {"double_backward_symmetry", kT, "dy not centered", nullptr, nullptr, leave_dy_uncentered},
    {"double_backward_sums", kT, "dy not centered", nullptr, nullptr, leave_dy_uncentered},
    {"double_backward_sums", kT, "ddbias lost", nullptr, nullptr, forget_ddbias},
    {"double_backward_along_input", kT, "2 for 3 in the term along x", nullptr, nullptr,
     count_two_for_three},
    {"double_backward_along_input", kT, "the term along ddx lost", nullptr, nullptr,
     lose_term_along_ddx},
    {"double_backward_along_input", kT, "eps lost", nullptr, nullptr, ignore_eps},
    {"double_backward_matches_backward", kT, "weight left in d_weight", nullptr, nullptr,
     leave_weight_in},
    {"double_backward_matches_backward", kT, "eps lost", nullptr, nullptr, ignore_eps},
    {"double_backward_matches_backward", kT, "ddbias lost", nullptr, nullptr, forget_ddbias},
    {"double_backward_matches_backward", kE, "evaluation taken for training", nullptr, nullptr,
     take_for_training},
    {"double_backward_parts", kT, "an absent ddx taken for dy", nullptr, nullptr,
     take_absent_ddx_for_dy},
    {"double_backward_parts", kE, "an absent ddx taken for dy", nullptr, nullptr,
     take_absent_ddx_for_dy},
};

}  // namespace

std::span<const Sabotage> second_sabotages() { return kSabotages; }

}  // namespace bncheck::properties
