// What D4 and D6 to D8 leave to an implementation, it may do in a dialect that says so and in no
// other.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "core/case.h"
#include "core/dialect_presets.h"
#include "properties/generators/cases.h"
#include "properties/moments.h"
#include "tests/properties/test_court.h"

namespace bncheck::properties {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Does what one of its functions says, and is honest else.
class Conventional : public TestImplementation {
 public:
  explicit Conventional(const Dialect& dialect = {})
      : TestImplementation(Defect::none, dialect), dialect_(dialect) {}

  bool (*refuses)(const Problem&) = [](const Problem&) { return false; };
  double raises_eps_to = 0;
  double after_nothing = kNan;  ///< running statistics after an empty batch; 0: as before

  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    if (refuses(problem)) return {CallStatus::invalid, "", {}};
    if (problem.x.empty()) return of_nothing(problem, saved);
    const std::int64_t m = problem.shape.values_per_channel();
    if (problem.mode == Mode::training && m == 1 && dialect_.one_value == OneValue::copied) {
      return {CallStatus::ok, "", {problem.x, problem.x, problem.x, {}, {}}};
    }
    return TestImplementation::forward(seen(problem), saved);
  }

  Outcome<Backward<double>> backward(const Problem& problem,
                                     const SavedStatistics& saved) override {
    if (refuses(problem)) return {CallStatus::invalid, "", {}};
    return TestImplementation::backward(seen(problem), saved);
  }

  Outcome<DoubleBackward<double>> double_backward(const Problem& problem,
                                                  const SavedStatistics& saved,
                                                  const SecondGradients& second) override {
    if (refuses(problem)) return {CallStatus::invalid, "", {}};
    return TestImplementation::double_backward(seen(problem), saved, second);
  }

 private:
  Problem seen(Problem problem) const {
    problem.eps = std::fmax(problem.eps, raises_eps_to);
    return problem;
  }

  Outcome<Forward<double>> of_nothing(const Problem& problem, bool saved) const {
    const std::vector<double> none(saved ? static_cast<std::size_t>(problem.shape.c) : 0);
    if (problem.mode == Mode::evaluation) return {CallStatus::ok, "", {{}, none, none, {}, {}}};
    Forward<double> answer{{}, none, none, problem.running_mean, problem.running_var};
    for (double& mean : answer.running_mean) mean += after_nothing;
    for (double& var : answer.running_var) var += after_nothing;
    return {CallStatus::ok, "", std::move(answer)};
  }

  Dialect dialect_;
};

Verdict verdict_of(std::string_view id, const Problem& problem, Conventional& implementation,
                   const Dialect& dialect) {
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, dialect};
  Trial trial(court, problem);
  const Property& property = law(id);
  return property.applies_to(trial) ? property.check(trial).verdict : Verdict::skip;
}

Verdict verdict_of(const char* id, const std::string& line, Conventional& implementation,
                   const char* dialect) {
  return verdict_of(id, expand(parse_case(line)), implementation, parse_dialect(dialect));
}

std::string line_of(const char* shape, const char* mode, const char* eps,
                    const char* x = "bell*2^-8", const char* weight = "2", const char* bias = "1") {
  return std::string("f32 ") + shape + " nchw " + mode + " eps=" + eps +
         " momentum=0.1 weight=" + weight + " bias=" + bias +
         " running_mean=0.5 running_var=2 x=" + x + "+1@1 dy=uniform*2^0+0.25@3";
}

/// As TensorFlow's fused_batch_norm was through 2.11.
constexpr const char* kRaising = "tf-fused;saved=invstd;eps=raised_to:1.001e-05";

TEST(EpsRule, HoldsTheAnswerToTheRaisedEps) {
  const std::string line = line_of("8x2", "training", "1e-12");
  for (const char* id : {"training_output", "saved_statistics", "backward_training",
                         "normalized_variance", "eps_precision"}) {
    Conventional raising, plain;
    raising.raises_eps_to = 1.001e-5;
    EXPECT_EQ(verdict_of(id, line, raising, kRaising), Verdict::pass) << id;
    EXPECT_EQ(verdict_of(id, line, plain, kRaising), Verdict::fail) << id;
    EXPECT_EQ(verdict_of(id, line, raising, "pytorch"), Verdict::fail) << id;
    EXPECT_EQ(verdict_of(id, line, plain, "pytorch"), Verdict::pass) << id;
  }
}

TEST(EpsRule, HoldsEvaluationToTheRaisedEps) {
  std::string line = line_of("8x2", "evaluation", "0");
  line.replace(line.find("running_var=2"), 13, "running_var=0");
  Conventional raising;
  raising.raises_eps_to = 1.001e-5;
  EXPECT_EQ(verdict_of("evaluation_output", line, raising, kRaising), Verdict::pass);
  raising.raises_eps_to = 1e-5;
  EXPECT_EQ(verdict_of("evaluation_output", line, raising, kRaising), Verdict::fail);
}

/// A law that scales eps down must not take the dialect's minimum for a hidden constant.
TEST(EpsRule, ScalesOnlyToAnEpsThatIsNotRaised) {
  Conventional raising;
  raising.raises_eps_to = 1.001e-5;
  for (const char* eps : {"1e-3", "1e-5", "0"}) {
    const std::string line = line_of("8x2", "training", eps, "integers*2^0");
    EXPECT_EQ(verdict_of("power_of_two_input", line, raising, kRaising), Verdict::pass) << eps;
    const Verdict general = verdict_of("general_scaling", line, raising, kRaising);
    EXPECT_EQ(general, std::string_view(eps) == "1e-3" ? Verdict::pass : Verdict::skip) << eps;
  }
  const std::string line = line_of("8x2", "training", "1e-3", "integers*2^0");
  EXPECT_EQ(verdict_of("power_of_two_input", line, raising, "pytorch"), Verdict::fail);
}

/// A refusal of the line that is right in one dialect and wrong in another.
struct Refusal {
  const char* law;
  std::string line;
  bool (*refuses)(const Problem&);
  const char* right;
  const char* wrong;
};

bool has_zero_eps(const Problem& problem) { return problem.eps == 0; }
bool has_small_eps(const Problem& problem) { return problem.eps < 1e-5; }
bool lacks_weight(const Problem& problem) { return problem.weight.empty(); }
bool has_weight(const Problem& problem) { return !problem.weight.empty(); }
bool is_empty(const Problem& problem) { return problem.x.empty(); }

bool is_zero_by_zero(const Problem& problem) {
  for (std::int64_t channel = 0; channel < problem.shape.c && problem.eps == 0; ++channel) {
    const std::vector<double> values = channel_of(problem.x, problem.shape, channel);
    if (std::set<double>(values.begin(), values.end()).size() == 1) return true;
  }
  return false;
}

std::vector<Refusal> refusals() {
  const std::string training = line_of("8x2", "training", "0");
  const std::string evaluation = line_of("8x2", "evaluation", "0");
  const std::string small = line_of("8x2", "training", "1e-6");
  const std::string only_bias = line_of("8x2", "training", "1e-3", "bell*2^0", "none");
  const std::string only_weight = line_of("8x2", "training", "1e-3", "bell*2^0", "2", "none");
  const std::string neither = line_of("8x2", "training", "1e-3", "bell*2^0", "none", "none");
  const std::string flat = line_of("8x2", "training", "0", "constant*2^0");
  const std::string nothing = line_of("0x2", "training", "1e-3");
  return {
      {"training_output", training, has_zero_eps, "pytorch", "keras3"},
      {"backward_training", training, has_zero_eps, "pytorch", "keras3"},
      {"double_backward_training", training, has_zero_eps, "pytorch", "keras3"},
      {"training_output", training, has_zero_eps, "mlx", "tf-fused"},
      {"training_output", training, has_zero_eps, "miopen", "flax"},
      {"training_output", training, has_zero_eps, "mlx", "mlx;eps=not_negative"},
      {"evaluation_output", evaluation, has_zero_eps, "mlx", "pytorch"},
      {"training_output", small, has_small_eps, "cudnn;eps=refused_below:1e-05", "cudnn"},
      {"training_output", small, has_small_eps, "cudnn;eps=refused_below:1e-05", "mlx"},
      {"training_output", only_bias, lacks_weight, "onnx15", "pytorch"},
      {"training_output", only_bias, lacks_weight, "mlx", "flax"},
      {"training_output", neither, lacks_weight, "onnx15", "mlx"},
      {"training_output", only_weight, has_weight, "caffe", "onnx15;affine=each"},
      {"execution", flat, has_zero_eps, "keras3", kRaising},
      {"execution", nothing, is_empty, "keras3", "pytorch"},
      {"execution", training, has_zero_eps, "mlx", "keras3"},
  };
}

TEST(Refusals, AreRightWhereTheDialectLeavesThemOpen) {
  for (const Refusal& refusal : refusals()) {
    Conventional implementation;
    implementation.refuses = refusal.refuses;
    const bool calls = std::string_view(refusal.law) == "execution";
    EXPECT_EQ(verdict_of(refusal.law, refusal.line, implementation, refusal.right),
              calls ? Verdict::pass : Verdict::skip)
        << refusal.law << " " << refusal.right << " " << refusal.line;
    EXPECT_EQ(verdict_of(refusal.law, refusal.line, implementation, refusal.wrong), Verdict::fail)
        << refusal.law << " " << refusal.wrong << " " << refusal.line;
  }
}

TEST(ZeroByZero, MayBeRefusedInEveryDialect) {
  const std::string line = line_of("8x2", "training", "0", "constant*2^0");
  for (const Property& property : catalogue()) {
    Conventional implementation;
    implementation.refuses = is_zero_by_zero;
    EXPECT_LE(verdict_of(property.id.data(), line, implementation, "keras3"), Verdict::pass)
        << property.id;
  }
}

TEST(EmptyBatch, LeavesOfTheRunningStatisticsWhatTheDialectSays) {
  const std::string line = line_of("0x2", "training", "1e-3");
  struct {
    double after_nothing;
    const char* dialect;
    Verdict expected;
  } const answers[] = {
      {0, "pytorch", Verdict::pass},  {kNan, "pytorch", Verdict::fail},
      {0, "tf-fused", Verdict::fail}, {kNan, "tf-fused", Verdict::pass},
      {0, "keras3", Verdict::pass},   {kNan, "keras3", Verdict::pass},
  };
  for (const auto& [after_nothing, dialect, expected] : answers) {
    Conventional implementation(parse_dialect("keras3"));
    implementation.after_nothing = after_nothing;
    EXPECT_EQ(verdict_of("execution", line, implementation, dialect), expected) << dialect;
  }
}

TEST(OneValuePerChannel, DemandsACopyWhereTheDialectMakesOne) {
  const std::string line = line_of("1x2", "training", "1e-3");
  Conventional copying(parse_dialect("paddle")), accepting(parse_dialect("keras3"));
  const char* id = "one_value_per_channel";
  EXPECT_EQ(verdict_of(id, line, copying, "paddle"), Verdict::pass);
  EXPECT_EQ(verdict_of(id, line, accepting, "paddle;saved=none"), Verdict::fail);
  EXPECT_EQ(verdict_of(id, line, copying, "paddle;one_value=accepted"), Verdict::fail);
  EXPECT_EQ(verdict_of(id, line, accepting, "tinygrad"), Verdict::skip);
  EXPECT_EQ(verdict_of(id, line, copying, "tinygrad"), Verdict::skip);
}

TEST(Laws, NeverAccuseAnHonestImplementationOfADialect) {
  std::vector<Dialect> dialects = {parse_dialect(kRaising)};
  for (const Preset& preset : presets()) dialects.push_back(preset.dialect);
  for (const Dialect& dialect : dialects) {
    const bool raises = dialect.eps.kind == EpsRule::Kind::raised_to;
    for (std::uint64_t index = 0; index < (raises ? 60 : 10); ++index) {
      const Case c = generators::case_at(11, index, {});
      if (c.shape.size() == 0 || c.shape.size() > 500) continue;  // no moments of nothing
      for (const Property& property : catalogue()) {
        if (property.id == "zero_variance") continue;  // a choice that the implementation lacks
        Conventional honest(dialect);
        honest.raises_eps_to = dialect.eps.taken(0);
        EXPECT_LE(verdict_of(property.id, expand(c), honest, dialect), Verdict::inconclusive)
            << property.id << " in " << dialect.name << ": " << to_string(c);
      }
    }
  }
}

}  // namespace
}  // namespace bncheck::properties
