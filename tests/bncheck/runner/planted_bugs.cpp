#include "tests/bncheck/runner/planted_bugs.h"

#include <algorithm>
#include <cmath>

#include "tests/bncheck/runner/fakes.h"

namespace bncheck::runner {
namespace {

using properties::Defect;

bool trains(const Problem& problem) { return problem.mode == Mode::training; }

std::size_t last_of(const Problem& problem, std::int64_t channel) {
  return static_cast<std::size_t>(
      problem.shape.index(channel, problem.shape.values_per_channel() - 1));
}

/// Takes eps for four times as much, if there is reason to.
template <class Test>
auto wrong_eps_if(const Test& reason) {
  return [reason](Problem& problem) {
    if (reason(problem)) problem.eps = 4 * problem.eps + 1;
  };
}

/// Adds 1 to the last value of y's last channel, if there is reason to.
template <class Test>
auto wrong_y_if(const Test& reason) {
  return [reason](const Problem& problem, Forward<double>& out) {
    if (!out.y.empty() && reason(problem)) out.y[last_of(problem, problem.shape.c - 1)] += 1;
  };
}

bool any(const std::vector<double>& values, const std::function<bool(double)>& test) {
  return std::any_of(values.begin(), values.end(), test);
}

/// The sum in float of squares minus the square of the sum, which cancels.
void one_pass(const Problem& problem, Forward<double>& out) {
  if (!trains(problem) || problem.dtype != DType::f32) return;
  const std::int64_t m = problem.shape.values_per_channel();
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    float sum = 0;
    float squares = 0;
    for (std::int64_t j = 0; j < m; ++j) {
      const auto x =
          static_cast<float>(problem.x[static_cast<std::size_t>(problem.shape.index(c, j))]);
      sum += x;
      squares += x * x;
    }
    const float mean = sum / static_cast<float>(m);
    const float var = std::max(squares / static_cast<float>(m) - mean * mean, 0.0F);
    out.save_invstd[static_cast<std::size_t>(c)] =
        1 / std::sqrt(var + static_cast<float>(problem.eps));
  }
}

void drop_tail(const Problem& problem, Backward<double>& out) {
  const std::int64_t m = problem.shape.values_per_channel();
  for (std::int64_t c = 0; c < problem.shape.c && !out.dbias.empty(); ++c) {
    for (std::int64_t j = m / 4 * 4; j < m; ++j) {
      out.dbias[static_cast<std::size_t>(c)] -=
          problem.dy[static_cast<std::size_t>(problem.shape.index(c, j))];
    }
  }
}

void drop_sixth(const Problem& problem, Backward<double>& out) {
  if (problem.shape.values_per_channel() < 6 || out.dbias.empty()) return;
  out.dbias[0] -= problem.dy[static_cast<std::size_t>(problem.shape.index(0, 5))];
}

std::vector<PlantedBug> formulas() {
  const auto always = [](const Problem&) { return true; };
  return {
      {"eps four times", "training_output", "2x1", wrong_eps_if(always)},
      {"eps ignored", "saved_statistics", "2x1", nullptr, nullptr, nullptr, Defect::ignores_eps},
      {"eps outside the root", "saved_statistics", "2x1", nullptr, nullptr, nullptr,
       Defect::adds_eps_outside_the_root},
      {"divisor m - 1", "training_output", "2x1", nullptr, nullptr, nullptr,
       Defect::normalizes_with_unbiased_variance},
      {"momentum swapped", "running_statistics", "2x1", nullptr, nullptr, nullptr,
       Defect::swaps_momentum},
      {"running_var biased", "running_statistics", "2x1", nullptr, nullptr, nullptr,
       Defect::tracks_biased_variance},
      {"dx without mean term", "backward_training", "2x1", nullptr, nullptr, nullptr,
       Defect::misses_mean_term},
      {"dx without variance term", "backward_training", "2x1", nullptr, nullptr, nullptr,
       Defect::misses_variance_term},
      {"dweight not centred", "backward_training", "2x1", nullptr, nullptr, nullptr,
       Defect::sums_dweight_without_mean},
      {"bias forgotten", "training_output", "2x1", [](Problem& problem) { problem.bias.clear(); }},
      {"one-pass variance", "saved_statistics", "3x1", nullptr, one_pass},
      {"last value left as x", "training_output", "2x1", nullptr,
       [](const Problem& problem, Forward<double>& out) {
         out.y[last_of(problem, 0)] = problem.x[last_of(problem, 0)];
       }},
      {"next channel's weight", "training_output", "2x2",
       [](Problem& problem) {
         if (problem.weight.empty()) return;
         std::rotate(problem.weight.begin(), problem.weight.begin() + 1, problem.weight.end());
       }},
      {"third channel with the first's bias", "training_output", "2x3",
       [](Problem& problem) {
         if (problem.bias.size() > 2) problem.bias[2] = problem.bias[0];
       }},
  };
}

std::vector<PlantedBug> thresholds() {
  const auto m = [](const Problem& p) { return p.shape.values_per_channel(); };
  return {
      {"m above 32", "training_output", "33x1",
       wrong_eps_if([m](const Problem& p) { return m(p) > 32; })},
      {"odd m above 8", "training_output", "9x1",
       wrong_eps_if([m](const Problem& p) { return m(p) > 8 && m(p) % 2 == 1; })},
      {"m a multiple of 64", "training_output", "64x1",
       wrong_eps_if([m](const Problem& p) { return m(p) % 64 == 0; })},
      {"m a multiple of 6", "training_output", "6x1",
       wrong_eps_if([m](const Problem& p) { return m(p) % 6 == 0; })},
      {"c a multiple of 8 in nhwc", "training_output", "2x8", nullptr,
       wrong_y_if([](const Problem& p) { return p.shape.c % 8 == 0 && p.layout == Layout::nhwc; })},
      {"c above 16", "training_output", "2x17", nullptr,
       wrong_y_if([](const Problem& p) { return p.shape.c > 16; })},
      {"n above 1 on spatial axes", "training_output", "2x1x2", nullptr,
       wrong_y_if([](const Problem& p) { return p.shape.n > 1 && p.shape.spatial_size() > 1; })},
      {"spatial size above 49", "training_output", "1x1x50", nullptr,
       wrong_y_if([](const Problem& p) { return p.shape.spatial_size() > 49; })},
      {"two spatial axes", "training_output", "2x1x1x1", nullptr,
       wrong_y_if([](const Problem& p) { return p.shape.spatial.size() > 1; })},
      {"tail of m modulo 4", "backward_training", "2x1", nullptr, nullptr, drop_tail},
      {"sixth value of dy", "backward_training", "6x1", nullptr, nullptr, drop_sixth},
      {"eps below 1e-8", "saved_statistics", "2x1",
       wrong_eps_if([](const Problem& p) { return p.eps < 1e-8; })},
      {"eps above 0.5", "saved_statistics", "2x1",
       wrong_eps_if([](const Problem& p) { return p.eps > 0.5; })},
      {"|x| above 1000", "training_output", "2x1", nullptr, wrong_y_if([](const Problem& p) {
         return any(p.x, [](double v) { return std::fabs(v) > 1000; });
       })},
      {"mean above 1000", "training_output", "2x1", nullptr, wrong_y_if([](const Problem& p) {
         return !p.x.empty() &&
                std::all_of(p.x.begin(), p.x.end(), [](double v) { return v > 1000; });
       })},
  };
}

std::vector<PlantedBug> conditions() {
  return {
      {"negative weight", "training_output", "2x1",
       [](Problem& p) {
         for (double& weight : p.weight) weight = std::fabs(weight);
       }},
      {"weight 0", "training_output", "2x1",
       [](Problem& p) {
         for (double& weight : p.weight) weight = weight == 0 ? 1 : weight;
       }},
      {"momentum 1", "running_statistics", "2x1",
       [](Problem& p) { p.momentum = p.momentum == 1 ? 0.5 : p.momentum; }},
      {"nhwc", "training_output", "2x1",
       wrong_eps_if([](const Problem& p) { return p.layout == Layout::nhwc; })},
      {"strided", "training_output", "2x1",
       wrong_eps_if([](const Problem& p) { return p.layout == Layout::strided; })},
      {"f64", "training_output", "2x1",
       wrong_eps_if([](const Problem& p) { return p.dtype == DType::f64; })},
      {"evaluation", "evaluation_output", "1x1",
       wrong_eps_if([](const Problem& p) { return !trains(p); })},
      {"evaluation in backward", "backward_evaluation", "1x1", nullptr, nullptr, nullptr,
       Defect::evaluates_gradient_as_training},
      {"running_var above 1", "evaluation_output", "1x1", nullptr, wrong_y_if([](const Problem& p) {
         return !trains(p) && any(p.running_var, [](double v) { return v > 1; });
       })},
      {"subnormal x", "training_output", "2x1", nullptr, wrong_y_if([](const Problem& p) {
         return p.dtype == DType::f32 && any(p.x, [](double v) {
                  return v != 0 && std::fabs(v) < 0x1p-126;  // the least normal float
                });
       })},
      {"x and -x", "training_output", "2x1", nullptr, wrong_y_if([](const Problem& p) {
         return any(p.x, [&p](double v) {
           return v > 0 && std::find(p.x.begin(), p.x.end(), -v) != p.x.end();
         });
       })},
      {"weight and bias without statistics", "training_output", "2x1",
       wrong_eps_if([](const Problem& p) {
         return !p.weight.empty() && !p.bias.empty() && !p.has_running();
       })},
  };
}

std::vector<PlantedBug> all_bugs() {
  std::vector<PlantedBug> bugs = formulas();
  for (const auto& more : {thresholds(), conditions()}) {
    bugs.insert(bugs.end(), more.begin(), more.end());
  }
  return bugs;
}

class Planted : public Implementation {
 public:
  explicit Planted(const PlantedBug& bug) : bug_(bug), right_(bug.defect) {}

  std::string name() const override { return "planted"; }
  std::string version() const override { return "1"; }
  std::string dialect() const override { return right_.dialect(); }
  bool has_backward() const override { return true; }
  Contract contract(const Problem& problem) override { return right_.contract(problem); }

  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    auto outcome = right_.forward(seen(problem), saved);
    if (outcome.status == CallStatus::ok && bug_.spoil) bug_.spoil(problem, outcome.outputs);
    return outcome;
  }

  Outcome<Backward<double>> backward(const Problem& problem,
                                     const SavedStatistics& saved) override {
    auto outcome = right_.backward(problem, saved);
    if (outcome.status == CallStatus::ok && bug_.spoil_gradients) {
      bug_.spoil_gradients(problem, outcome.outputs);
    }
    return outcome;
  }

 private:
  Problem seen(Problem problem) const {
    if (bug_.misread) bug_.misread(problem);
    return problem;
  }

  const PlantedBug& bug_;
  properties::TestImplementation right_;
};

/// Keeps the first failure.
class First : public Reporter {
 public:
  void on_failure(const Failure& heard) override {
    if (!failure) failure = heard;
  }
  std::optional<Failure> failure;
};

}  // namespace

const std::vector<PlantedBug>& planted_bugs() {
  static const std::vector<PlantedBug> bugs = all_bugs();
  return bugs;
}

const PlantedBug& planted_bug(std::string_view name) {
  for (const PlantedBug& bug : planted_bugs()) {
    if (bug.name == name) return bug;
  }
  std::fprintf(stderr, "no bug %s\n", std::string(name).c_str());
  std::abort();
}

OpenImplementation opens(const PlantedBug& bug) {
  return [&bug](std::chrono::milliseconds) -> std::unique_ptr<Implementation> {
    return std::make_unique<Planted>(bug);
  };
}

std::optional<Failure> first_failure(const PlantedBug& bug) {
  First first;
  CampaignOptions options = campaign_of(2000, {bug.law});
  options.selection = {};
  options.interrupted = [&first] { return first.failure.has_value(); };
  run_campaign(options, opens(bug), {&first});
  return first.failure;
}

}  // namespace bncheck::runner
