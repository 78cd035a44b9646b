// The correctly rounded kernels have the bits of `cpu`, which decides by other sums and other
// integers, on any machine and schedule.
#include <gtest/gtest.h>

#include <sstream>

#include "cuda/emulation/random.h"
#include "tests/impl/cuda/rounded/answers.h"
#include "tests/impl/cuda/rounded/problem.h"

namespace cuda {
namespace {

constexpr std::uint32_t kPiece = 64;

/// Warps and blocks, many and few.
const Machine kMachines[] = {{1, 32, 1, 6 << 10, kPiece},
                             {1, 64, 1, 1 << 20, kPiece},
                             {3, 96, 1, 6 << 10, kPiece},
                             {16, 64, 1, 12 << 10, kPiece},
                             {2, 512, 1, 64 << 10, kPiece}};

/// Draws from a seed.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  int below(int count) { return static_cast<int>(random_.below(static_cast<std::size_t>(count))); }
  template <class Value, std::size_t kCount>
  Value one_of(const Value (&values)[kCount]) {
    return values[below(static_cast<int>(kCount))];
  }
  Problem problem() {
    Problem problem;
    problem.shape = {1 + below(4), one_of({1, 2, 3, 5, 16, 20}), 1 + below(90)};
    if (problem.shape.n * problem.shape.s == 1) problem.shape.n = 2;
    if (below(4) == 0) problem.shape.n = 2, problem.shape.s = 1 << below(7);
    problem.place = {static_cast<Order>(below(3)), below(2), below(2)};
    problem.mode = one_of({BN_TRAINING, BN_EVAL});
    problem.in_place = below(3) == 0;
    problem.has_parameters = below(4) != 0;
    problem.has_running = below(4) != 0;
    problem.eps = one_of({0.0, 0.0, 1e-5, 1e-5, 1.0, 1e-308, 5e-324, 1e300});
    problem.momentum = one_of({0.1, 0.5, 1.0, 0.0, 1e-300});
    problem.x = kind();
    problem.dy = kind();
    problem.parameters = kind();
    problem.seed = random_.bits();
    return problem;
  }
  Machine machine() { return one_of(kMachines); }
  emulation::Schedule schedule() {
    return {random_.bits(), one_of({0.0, 0.0, 0.01}), below(2) == 0};
  }

 private:
  /// Numbers that are not are for tests of their own.
  Kind kind() { return static_cast<Kind>(below(kKinds - 1)); }

  emulation::Random random_;
};

std::string to_string(const Problem& problem) {
  std::ostringstream text;
  text << problem.shape.n << 'x' << problem.shape.c << 'x' << problem.shape.s << ", order "
       << static_cast<int>(problem.place.order) << (problem.mode == BN_EVAL ? ", eval" : "")
       << (problem.in_place ? ", in place" : "") << ", x of kind " << static_cast<int>(problem.x)
       << ", dy " << static_cast<int>(problem.dy) << ", parameters "
       << static_cast<int>(problem.parameters) << ", eps " << problem.eps << ", seed "
       << problem.seed;
  return text.str();
}

/// Numbers are the same, a zero of either sign. Where cpu has a NaN the kernels do not agree with
/// it on sums of infinite numbers, nor on what an infinite number has no part in: so dx in
/// evaluation is a number where x is none.
bool agree(double answer, double expected, const Problem& problem) {
  if (!std::isnan(expected)) return answer == expected;
  return problem.mode == BN_EVAL || !std::isfinite(answer);
}

void expect_same(const std::vector<double>& answers, const std::vector<double>& expected,
                 const Problem& problem) {
  ASSERT_EQ(answers.size(), expected.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ASSERT_TRUE(agree(answers[i], expected[i], problem))
        << "number " << i << " of " << to_string(problem) << ": " << std::hexfloat << answers[i]
        << ", not " << expected[i];
  }
}

template <class T>
class RoundedKernels : public testing::Test {
 protected:
  static void expect_bits_of_cpu(const Problem& problem, EmulatedLauncher& launcher) {
    const auto kernels = [&](const auto& args) { run_dirty<T>(args, launcher); };
    const auto cpu = [](const auto& args) { run_on_cpu(args); };
    expect_same(forward_answers<T>(problem, kernels), forward_answers<T>(problem, cpu), problem);
    expect_same(backward_answers<T>(problem, kernels), backward_answers<T>(problem, cpu), problem);
  }
};
TYPED_TEST_SUITE(RoundedKernels, RoundedTypes);

TYPED_TEST(RoundedKernels, HaveTheBitsOfCpuOnAnyMachineAndSchedule) {
  for (std::uint64_t seed = 1; seed <= 200 && !this->HasFailure(); ++seed) {
    Draw draw(seed);
    EmulatedLauncher launcher(draw.machine(), draw.schedule());
    this->expect_bits_of_cpu(draw.problem(), launcher);
  }
}

/// Bounds leave them open: the variance of two values is half of a square.
TYPED_TEST(RoundedKernels, DecideTiesOfTheRunningVariance) {
  Problem problem;
  problem.shape = {2, 20, 1};
  problem.x = Kind::squares;
  problem.momentum = 1;
  EmulatedLauncher launcher(kMachines[0], {});
  this->expect_bits_of_cpu(problem, launcher);
}

/// Else the numbers of 75 channels, which a warp has, would find no room.
TYPED_TEST(RoundedKernels, ForgetAChannelBeforeTheNext) {
  Problem problem;
  problem.shape = {2, 300, 2};
  problem.x = problem.dy = Kind::spread;
  EmulatedLauncher launcher(kMachines[0], {});
  this->expect_bits_of_cpu(problem, launcher);
}

/// Where a tensor or a parameter has what is no number, and so the definition no value.
TYPED_TEST(RoundedKernels, AnswerLikeCpuWhereNumbersAreMissing) {
  for (std::uint64_t seed = 1; seed <= 60 && !this->HasFailure(); ++seed) {
    Draw draw(seed);
    EmulatedLauncher launcher(draw.machine(), draw.schedule());
    Problem problem = draw.problem();
    (seed % 3 == 0 ? problem.x : seed % 3 == 1 ? problem.dy : problem.parameters) = Kind::special;
    this->expect_bits_of_cpu(problem, launcher);
  }
}

/// Sums over nothing are zero, and no statistic moves.
TYPED_TEST(RoundedKernels, LeaveAnEmptyBatchAsItIs) {
  for (const bn_mode mode : {BN_TRAINING, BN_EVAL}) {
    for (const BatchShape& shape : {BatchShape{0, 3, 5}, BatchShape{2, 3, 0}}) {
      Problem problem;
      problem.shape = shape;
      problem.mode = mode;
      EmulatedLauncher launcher(kMachines[0], {});
      this->expect_bits_of_cpu(problem, launcher);
    }
  }
}

}  // namespace
}  // namespace cuda
