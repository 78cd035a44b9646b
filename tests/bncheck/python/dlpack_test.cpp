#include <gmock/gmock.h>

#include "tests/bncheck/python/modules.h"

namespace bncheck::host {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::unique_ptr<Plugin> offering(const std::string& attribute) {
  return load_plugin("py:" + module("offering") + ":" + attribute);
}

std::string fault_of(const std::string& attribute, Mode mode = Mode::training) {
  const auto outcome =
      offering(attribute)->forward(small_problem(DType::f32, Layout::nchw, mode), false);
  EXPECT_EQ(outcome.status, CallStatus::fault);
  return outcome.message;
}

/// Compares tensors with the arrays of copying.py.
class PythonDlpack : public testing::TestWithParam<const char*> {
 protected:
  std::unique_ptr<Plugin> arrays_ = load_plugin(module("copying"));
  std::unique_ptr<Plugin> tensors_ = offering(GetParam());

  template <class Body>
  void for_all(Body body) {
    for (Mode mode : {Mode::training, Mode::evaluation}) {
      for (DType dtype : {DType::f16, DType::f32, DType::f64}) {
        for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided}) {
          SCOPED_TRACE(std::string(to_string(dtype)) + " " + std::string(to_string(layout)));
          body(small_problem(dtype, layout, mode));
        }
      }
    }
  }
};

TEST_P(PythonDlpack, CarriesForward) {
  for_all([&](const Problem& problem) {
    const auto expected = arrays_->forward(problem, true);
    const auto outcome = tensors_->forward(problem, true);
    ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
    EXPECT_EQ(outcome.outputs.y, expected.outputs.y);
    EXPECT_EQ(outcome.outputs.save_mean, expected.outputs.save_mean);
    EXPECT_EQ(outcome.outputs.save_invstd, expected.outputs.save_invstd);
    EXPECT_EQ(outcome.outputs.running_mean, expected.outputs.running_mean);
    EXPECT_EQ(outcome.outputs.running_var, expected.outputs.running_var);
  });
}

TEST_P(PythonDlpack, CarriesGradients) {
  const SavedStatistics saved = {{5, 6}, {7, 8}};
  for_all([&](const Problem& problem) {
    const auto expected = arrays_->backward(problem, saved).outputs;
    const auto outcome = tensors_->backward(problem, saved);
    ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
    EXPECT_EQ(outcome.outputs.dx, expected.dx);
    EXPECT_EQ(outcome.outputs.dweight, expected.dweight);
    EXPECT_EQ(outcome.outputs.dbias, expected.dbias);
    const SecondGradients second = {problem.x, {1, 2}, {3, 4}};
    const auto again = arrays_->double_backward(problem, saved, second).outputs;
    const auto answer = tensors_->double_backward(problem, saved, second);
    ASSERT_EQ(answer.status, CallStatus::ok) << answer.message;
    EXPECT_EQ(answer.outputs.d_dy, again.d_dy);
    EXPECT_EQ(answer.outputs.d_x, again.d_x);
    EXPECT_EQ(answer.outputs.d_weight, again.d_weight);
  });
}

INSTANTIATE_TEST_SUITE_P(Capsule, PythonDlpack, testing::Values("new", "old"));

TEST(PythonDlpackBfloat16, LosesNothing) {
  const auto plugin = load_plugin(module("offering_bfloat16"));
  for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided, Layout::permuted}) {
    Problem problem = small_problem(DType::bf16, layout);
    problem.x[0] = 0x1.fep+127;  // the largest
    problem.x[1] = -0x1p-133;    // the smallest
    problem.x[2] = 0x1.02p+0;    // all eight bits of the significand
    const auto outcome = plugin->forward(problem, false);
    ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
    EXPECT_EQ(outcome.outputs.y, problem.x);
  }
}

TEST(PythonDlpackBfloat16, IsNoOtherType) {
  EXPECT_EQ(fault_of("bfloat16"), "returned y of type bfloat16, expected float32");
}

TEST(PythonDlpackFault, FindsMemoryThatIsNotTheCpus) {
  EXPECT_THAT(fault_of("on_gpu"), AllOf(StartsWith("returned y as "),
                                        EndsWith("on CUDA device 0, expected it in the CPU's "
                                                 "memory")));
}

TEST(PythonDlpackFault, PassesOnWhatTheTensorSays) {
  EXPECT_THAT(fault_of("with_gradient"),
              EndsWith(", which NumPy cannot read through DLPack: BufferError: it requires a "
                       "gradient, call detach()"));
}

TEST(PythonDlpackFault, FindsWhatNumpyRefuses) {
  EXPECT_THAT(fault_of("no_capsule"), HasSubstr(", which NumPy cannot read through DLPack: "));
  EXPECT_THAT(fault_of("taken_twice"), HasSubstr(", which NumPy cannot read through DLPack: "));
}

TEST(PythonDlpackFault, HoldsTensorsToTheirPlacesAsArrays) {
  EXPECT_EQ(fault_of("another_shape"), "returned y of shape (2, 2), expected (3, 2, 2)");
  EXPECT_EQ(fault_of("another_type"), "returned y of type float64, expected float32");
  EXPECT_THAT(fault_of("two"), StartsWith("returned 2 values, expected y, or y, running_mean"));
  EXPECT_EQ(fault_of("other_running", Mode::evaluation),
            "returned another running_mean in evaluation, which updates nothing");
}

TEST(PythonDlpackInputs, AreViewsOfTheSameMemory) {
  const auto plugin = offering("views");
  for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided}) {
    const auto outcome = plugin->forward(small_problem(DType::f32, layout), false);
    if (outcome.status == CallStatus::refused) GTEST_SKIP() << outcome.message;
    ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
    EXPECT_THAT(outcome.outputs.running_mean, testing::ElementsAre(61, 62));
  }
}

}  // namespace
}  // namespace bncheck::host
