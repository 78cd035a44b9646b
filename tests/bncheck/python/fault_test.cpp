#include <gmock/gmock.h>

#include "tests/bncheck/python/modules.h"

namespace bncheck::host {
namespace {

using testing::Each;
using testing::EndsWith;
using testing::MatchesRegex;
using testing::StartsWith;
using testing::Truly;

/// Returns the fault of a forward call.
std::string fault_of(const std::string& attribute, const Problem& problem = small_problem()) {
  const auto plugin = misbehaving(attribute);
  plugin->set_case_timeout(std::chrono::milliseconds(500));
  const auto outcome = plugin->forward(problem, false);
  EXPECT_EQ(outcome.status, CallStatus::fault);
  return outcome.message;
}

TEST(PythonFault, TellsTheLineOfAnException) {
  EXPECT_THAT(fault_of("divides"), MatchesRegex("raised ZeroDivisionError: .*by zero "
                                                "\\(misbehaving.py, line [0-9]+\\)"));
  EXPECT_THAT(fault_of("interrupts"),
              StartsWith("raised KeyboardInterrupt (misbehaving.py, line "));
}

TEST(PythonFault, LeavesTheWorkerAlive) {
  const auto plugin = misbehaving("divides_unless_eps_is_1");
  Problem problem = small_problem();
  EXPECT_EQ(plugin->forward(problem, false).status, CallStatus::fault);
  problem.eps = 1;
  EXPECT_EQ(plugin->forward(problem, false).outputs.y, problem.x);
}

TEST(PythonFault, FindsAnExit) {
  EXPECT_THAT(fault_of("exits"), StartsWith("called sys.exit(3) (misbehaving.py, line "));
  EXPECT_EQ(fault_of("leaves_at_once"), "left without returning: exit code 3");
}

TEST(PythonFault, FindsACrash) {
  EXPECT_EQ(fault_of("aborts"), "crashed with SIGABRT");
  EXPECT_EQ(fault_of("dereferences_null"), "crashed with SIGSEGV");
}

TEST(PythonFault, FindsAHang) { EXPECT_EQ(fault_of("hangs"), "did not return within 500 ms"); }

TEST(PythonFault, FindsAWriteToAnInput) {
  EXPECT_THAT(fault_of("writes_to_input"),
              StartsWith("wrote to one of its inputs, which are read-only (misbehaving.py, line "));
  EXPECT_EQ(fault_of("writes_to_input_by_address"), "crashed with SIGSEGV");
  EXPECT_THAT(
      fault_of("writes_to_running", small_problem(DType::f32, Layout::nchw, Mode::evaluation)),
      StartsWith("wrote to one of its inputs"));
}

TEST(PythonFault, FindsAWriteIntoAGap) {
  EXPECT_EQ(fault_of("writes_into_gap", small_problem(DType::f32, Layout::strided)),
            "wrote into the gaps between the elements of running_mean");
}

TEST(PythonFault, FindsWhatIsNoArray) {
  EXPECT_EQ(fault_of("returns_none"), "returned None for y");
  EXPECT_EQ(fault_of("returns_list"),
            "returned y as list, expected a numpy.ndarray or a tensor that offers __dlpack__");
  EXPECT_EQ(fault_of("returns_number"),
            "returned y as float, expected a numpy.ndarray or a tensor that offers __dlpack__");
}

TEST(PythonFault, FindsAWrongNumberOfValues) {
  EXPECT_EQ(fault_of("returns_two"),
            "returned 2 values, expected y, or y, running_mean, running_var, or these and "
            "save_mean, save_invstd");
}

TEST(PythonFault, FindsAWrongShape) {
  EXPECT_EQ(fault_of("returns_another_shape"), "returned y of shape (2, 2), expected (3, 2, 2)");
  EXPECT_EQ(fault_of("returns_one_running"), "returned running_mean of shape (1,), expected (2,)");
}

TEST(PythonFault, FindsAWrongType) {
  EXPECT_EQ(fault_of("returns_another_type"), "returned y of type float64, expected float32");
}

TEST(PythonFault, FindsMissingStatistics) {
  EXPECT_EQ(fault_of("returns_no_running"), "returned None for running_mean");
  const auto outcome = misbehaving("returns_nothing_saved")->forward(small_problem(), true);
  EXPECT_EQ(outcome.status, CallStatus::fault);
  EXPECT_THAT(
      outcome.message,
      EndsWith("or declare DIALECT = 'pytorch;saved=none', and add ';saved=none' to --dialect if "
               "that is given"));
}

TEST(PythonFault, MissesNoStatisticsWhereThereIsNothingToSave) {
  for (const Shape& shape : {Shape{0, 2, {2}}, Shape{3, 0, {2}}}) {
    Problem problem;
    problem.shape = shape;
    const auto outcome = misbehaving("returns_nothing_saved")->forward(problem, true);
    EXPECT_EQ(outcome.status, CallStatus::ok) << to_string(shape) << " " << outcome.message;
  }
}

TEST(PythonFault, FindsAnUpdateInEvaluation) {
  EXPECT_EQ(
      fault_of("returns_other_running", small_problem(DType::f32, Layout::nchw, Mode::evaluation)),
      "returned another running_mean in evaluation, which updates nothing");
}

TEST(PythonFault, LeavesNaNToTheLaws) {
  const auto outcome = misbehaving("returns_nan")->forward(small_problem(), false);
  EXPECT_EQ(outcome.status, CallStatus::ok);
  EXPECT_THAT(outcome.outputs.y, Each(Truly([](double y) { return y != y; })));
}

TEST(PythonFault, FindsFaultsOfBackward) {
  const auto plugin = misbehaving("of_backward");
  Problem problem = small_problem();
  const auto fault = [&](double eps) {
    problem.eps = eps;
    return plugin->backward(problem, {problem.bias, problem.bias}).message;
  };
  EXPECT_EQ(fault(1), "returned 1 value from batch_norm_backward, expected dx, dweight, dbias");
  EXPECT_EQ(fault(2), "returned None for dweight");
  EXPECT_EQ(fault(3),
            "returned dbias as list, expected a numpy.ndarray or a tensor that offers __dlpack__");
  EXPECT_THAT(fault(4), StartsWith("raised ZeroDivisionError"));
  EXPECT_EQ(fault(5), "");
}

TEST(PythonFault, FindsFaultsOfDoubleBackward) {
  const auto plugin = misbehaving("of_double_backward");
  Problem problem = small_problem();
  const auto fault = [&](double eps) {
    problem.eps = eps;
    return plugin
        ->double_backward(problem, {problem.bias, problem.bias}, {problem.dy, problem.bias, {}})
        .message;
  };
  EXPECT_EQ(fault(1),
            "returned 1 value from batch_norm_double_backward, expected d_dy, d_x, d_weight");
  EXPECT_EQ(fault(2), "returned None for d_x");
  EXPECT_EQ(
      fault(3),
      "returned d_weight as list, expected a numpy.ndarray or a tensor that offers __dlpack__");
  EXPECT_THAT(fault(4), StartsWith("raised ZeroDivisionError"));
  EXPECT_EQ(fault(5), "");
  EXPECT_FALSE(misbehaving("of_backward")->has_double_backward());
  EXPECT_EQ(misbehaving("of_backward")->double_backward(problem, {}, {}).status,
            CallStatus::refused);
}

TEST(PythonFault, FindsAContractWithoutMeaning) {
  EXPECT_EQ(fault_of("declares_by_layout", small_problem(DType::f64)),
            "cannot be held to its contract: CONTRACT['variance'] is 'three-pass', expected one of "
            "two-pass, welford, one-pass");
}

TEST(PythonStatus, TellsAnHonestRefusal) {
  auto outcome = misbehaving("refuses")->forward(small_problem(), false);
  EXPECT_EQ(outcome.status, CallStatus::refused);
  EXPECT_EQ(outcome.message, "no batch norm today");
  const auto trains = misbehaving("only_trains");
  EXPECT_EQ(trains->forward(small_problem(), false).status, CallStatus::ok);
  outcome = trains->forward(small_problem(DType::f64), false);
  EXPECT_EQ(outcome.message, "f64 is not among its DTYPES");
  outcome = trains->forward(small_problem(DType::f32, Layout::nchw, Mode::evaluation), false);
  EXPECT_EQ(outcome.status, CallStatus::refused);
  EXPECT_EQ(trains->backward(small_problem(), {}).status, CallStatus::refused);
}

TEST(PythonStatus, TakesAValueErrorForARefusalOfOneValuePerChannelOnly) {
  const auto plugin = misbehaving("calls_invalid");
  Problem problem = small_problem();
  EXPECT_EQ(plugin->forward(problem, false).status, CallStatus::fault);
  problem.shape = {1, 12, {}};
  for (auto* values :
       {&problem.weight, &problem.bias, &problem.running_mean, &problem.running_var}) {
    values->assign(12, 1);
  }
  EXPECT_EQ(plugin->forward(problem, false).status, CallStatus::invalid);
  problem.mode = Mode::evaluation;
  EXPECT_EQ(plugin->forward(problem, false).status, CallStatus::fault);
}

TEST(PythonStatus, KeepsWhatIsPrintedFromTheStandardOutput) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(misbehaving("prints")->forward(small_problem(), false).status, CallStatus::ok);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

}  // namespace
}  // namespace bncheck::host
