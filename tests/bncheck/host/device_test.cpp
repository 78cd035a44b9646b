// A plug-in for a device answers as it would on the CPU, and is refused where there is no device.
#include <gmock/gmock.h>

#include <map>

#include "tests/bncheck/host/fake_device.h"

namespace bncheck::host {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

/// Returns the problem with a value that rounding and eps touch.
Problem some_problem(const Shape& shape, DType dtype, Layout layout, Mode mode) {
  Problem problem = distinct_problem(shape, dtype, layout, mode);
  problem.eps = 1e-3;
  problem.momentum = 0.25;
  for (double& each : problem.running_var) each = 2 + (each > 0 ? each : -each);
  return problem;
}

void expect_same(Plugin& on_device, Plugin& on_cpu, const Problem& problem) {
  const auto forward = on_device.forward(problem, true);
  const auto expected = on_cpu.forward(problem, true);
  ASSERT_EQ(forward.status, CallStatus::ok) << forward.message;
  EXPECT_EQ(forward.outputs.y, expected.outputs.y);
  EXPECT_EQ(forward.outputs.save_invstd, expected.outputs.save_invstd);
  EXPECT_EQ(forward.outputs.running_var, expected.outputs.running_var);
  const SavedStatistics saved = {expected.outputs.save_mean, expected.outputs.save_invstd};
  const auto backward = on_device.backward(problem, saved);
  ASSERT_EQ(backward.status, CallStatus::ok) << backward.message;
  EXPECT_EQ(backward.outputs.dx, on_cpu.backward(problem, saved).outputs.dx);
  EXPECT_EQ(backward.outputs.dbias, on_cpu.backward(problem, saved).outputs.dbias);
}

using Devices = FakeDevice;

TEST_F(Devices, AnswerAsTheCpuDoes) {
  const auto on_device = load();
  const auto on_cpu = load_plugin(BNCHECK_CPU_PLUGIN);
  EXPECT_EQ(on_device->name(), "device");
  for (DType dtype : {DType::f16, DType::f32, DType::f64}) {
    for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided, Layout::sliced}) {
      for (Mode mode : {Mode::training, Mode::evaluation}) {
        expect_same(*on_device, *on_cpu, some_problem({3, 4, {2, 3}}, dtype, layout, mode));
      }
    }
  }
}

TEST_F(Devices, AnswerInEveryManner) {
  const auto on_device = load();
  const auto on_cpu = load_plugin(BNCHECK_CPU_PLUGIN);
  for_all_manners([&](Problem problem) {
    for (bool in_place : {false, true}) {
      problem.manner.in_place = in_place;
      expect_same(*on_device, *on_cpu, problem);
    }
  });
}

TEST_F(Devices, TakeElementsThatAreFarApart) {
  const auto on_cpu = load_plugin(BNCHECK_CPU_PLUGIN);
  const Problem problem = some_problem({2, 2, {3}}, DType::f16, Layout::far, Mode::training);
  expect_same(*load(), *on_cpu, problem);
}

TEST_F(Devices, RefuseWhatTheyHaveNoRoomFor) {
  set("BNCHECK_FAKE_DEVICE", "small");
  const auto plugin = load();
  const auto outcome =
      plugin->forward(some_problem({2, 2, {3}}, DType::f16, Layout::far, Mode::training), true);
  EXPECT_EQ(outcome.status, CallStatus::refused);
  EXPECT_EQ(outcome.message, "the device has no memory for the tensors");
  EXPECT_EQ(
      plugin->forward(some_problem({2, 2, {3}}, DType::f16, Layout::nchw, Mode::training), true)
          .status,
      CallStatus::ok);
}

TEST_F(Devices, AnswerInProcess) {
  const auto on_cpu = load_plugin(BNCHECK_CPU_PLUGIN);
  expect_same(*load({.in_process = true}), *on_cpu,
              some_problem({3, 4, {2, 3}}, DType::f32, Layout::nhwc, Mode::training));
}

TEST_F(Devices, TellOfUndefinedAndEmptyProblems) {
  const auto plugin = load();
  EXPECT_EQ(
      plugin->forward(some_problem({1, 2, {}}, DType::f32, Layout::nchw, Mode::training), true)
          .status,
      CallStatus::invalid);
  EXPECT_EQ(
      plugin->forward(some_problem({0, 2, {3}}, DType::f32, Layout::nchw, Mode::training), true)
          .status,
      CallStatus::ok);
}

/// Returns with what sentence loading ends, after the one who misses a device.
template <class Error>
std::string refusal() {
  try {
    load_plugin(fixture("device"));
  } catch (const NoDevice& missing) {
    EXPECT_TRUE((std::is_same_v<Error, NoDevice>));
    return missing.what();
  } catch (const LoadError& error) {
    EXPECT_TRUE((std::is_same_v<Error, LoadError>));
    return error.what();
  }
  return "loaded";
}

TEST_F(Devices, AreMissedInOneSentence) {
  const std::string skipped = "): " + fixture("device").string() + " skipped";
  const std::map<const char*, std::string> reasons = {
      {"no device", "cuInit returned CUDA_ERROR_NO_DEVICE"},
      {"insufficient driver", "cuInit returned CUDA_ERROR_INSUFFICIENT_DRIVER"},
      {"none", "its driver knows of none"}};
  for (const auto& [wrong, reason] : reasons) {
    set("BNCHECK_FAKE_DEVICE", wrong);
    EXPECT_EQ(refusal<NoDevice>(), "this machine has no CUDA device (" + reason + skipped);
  }
  set("BNCHECK_CUDA_DRIVER", "/no/such/driver.so");
  EXPECT_THAT(refusal<NoDevice>(), HasSubstr("(/no/such/driver.so: cannot open shared object"));
  set("BNCHECK_CUDA_DRIVER", fixture("copying").c_str());
  EXPECT_THAT(refusal<NoDevice>(), HasSubstr("(its driver has no cuInit)"));
}

TEST_F(Devices, AreMissedAsAnErrorWhereTheyMustBeThere) {
  set("BNCHECK_FAKE_DEVICE", "no device");
  set("BNCHECK_REQUIRE_GPU", "1");
  EXPECT_THAT(refusal<LoadError>(), EndsWith(" cannot be called, and BNCHECK_REQUIRE_GPU is set"));
  set("BNCHECK_REQUIRE_GPU", "0");
  EXPECT_THAT(refusal<NoDevice>(), EndsWith(" skipped"));
}

}  // namespace
}  // namespace bncheck::host
