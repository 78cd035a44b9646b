// What a plug-in for a device does wrong there is noticed, and named.
#include <gmock/gmock.h>

#include <set>

#include "tests/bncheck/host/fake_device.h"

namespace bncheck::host {
namespace {

using testing::AnyOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::StartsWith;
using Sentences = std::set<std::string>;

class DeviceFaults : public FakeDevice {
 protected:
  /// Returns the faults of a plug-in with this defect, of all manners; "" where none was found.
  Sentences faults_of(const char* defect, HostOptions options = {}) {
    set("BNCHECK_TEST_DEFECT", defect);
    const auto plugin = load(options);
    Sentences all;
    for_all_manners([&](const Problem& problem) {
      const auto outcome = plugin->forward(problem, true);
      EXPECT_EQ(outcome.status == CallStatus::fault, !outcome.message.empty());
      all.insert(outcome.message);
    });
    return all;
  }
};

TEST_F(DeviceFaults, AreNoneOfAnHonestPlugin) { EXPECT_THAT(faults_of("none"), ElementsAre("")); }

TEST_F(DeviceFaults, AreWritesBesideAnOutput) {
  EXPECT_THAT(faults_of("writes past an output"), ElementsAre("wrote past the end of y"));
  EXPECT_THAT(faults_of("writes before an output"), ElementsAre("wrote before the start of y"));
}

TEST_F(DeviceFaults, AreWritesIntoGaps) {
  set("BNCHECK_TEST_DEFECT", "writes behind an image");
  const auto plugin = load();
  for (const Layout layout : {Layout::strided, Layout::far}) {
    const Problem problem = distinct_problem({3, 2, {2}}, DType::f32, layout, Mode::training);
    EXPECT_EQ(plugin->forward(problem, true).message,
              "wrote into the gaps between the elements of y");
  }
}

TEST_F(DeviceFaults, AreChangedInputs) {
  EXPECT_THAT(faults_of("changes an input"), ElementsAre("changed its input weight"));
}

TEST_F(DeviceFaults, AreOutputsThatAreNeverWritten) {
  EXPECT_THAT(faults_of("leaves an output"), Each(HasSubstr("elements of y unwritten")));
}

TEST_F(DeviceFaults, AreOfTheWorkspaceToo) {
  EXPECT_THAT(faults_of("overruns its workspace"),
              ElementsAre("wrote past the end of its workspace"));
  EXPECT_THAT(faults_of("writes before its workspace"),
              ElementsAre("wrote before the start of its workspace"));
  EXPECT_THAT(faults_of("assumes zeros"), Each(HasSubstr("elements of y unwritten")));
  EXPECT_THAT(
      faults_of("asks for too much"),
      ElementsAre("asked for a workspace of 1152921504606846976 bytes, more than there are"));
}

constexpr const char* kTooEarly =
    "worked before its stream had come to it: at once, or on another stream";
constexpr const char* kOutsideGraph =
    "worked while it was captured in a graph: at once, or on another stream";
constexpr const char* kNotCaptured =
    "allocated memory, waited, or used another stream while it was captured in a graph: "
    "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED";

TEST_F(DeviceFaults, AreOtherStreams) {
  EXPECT_THAT(faults_of("uses another stream"), IsSupersetOf({kTooEarly, kOutsideGraph}));
  EXPECT_THAT(faults_of("works at once"), IsSupersetOf({kTooEarly, kOutsideGraph}));
  EXPECT_THAT(faults_of("uses the default stream"), IsSupersetOf({kTooEarly, kNotCaptured}));
}

TEST_F(DeviceFaults, AreWhatCannotBeCaptured) {
  EXPECT_THAT(faults_of("synchronizes"), ElementsAre("", kNotCaptured));
  EXPECT_THAT(faults_of("allocates"), ElementsAre("", kNotCaptured));
}

TEST_F(DeviceFaults, AreErrorsThatBreakTheDevice) {
  EXPECT_THAT(faults_of("raises a sticky error"),
              ElementsAre("broke its device: CUDA_ERROR_ILLEGAL_ADDRESS"));
}

TEST_F(DeviceFaults, AreMisalignedAccesses) {
  EXPECT_THAT(faults_of("needs alignment"),
              ElementsAre("", "broke its device: CUDA_ERROR_MISALIGNED_ADDRESS"));
}

/// A worker whose device is broken is replaced.
TEST_F(DeviceFaults, AreOfTheirCasesAlone) {
  set("BNCHECK_TEST_DEFECT", "needs alignment");
  const auto plugin = load();
  int mended = 0;
  bool broken = false;
  for_all_manners([&](const Problem& problem) {
    const bool ok = plugin->forward(problem, true).status == CallStatus::ok;
    mended += ok && broken ? 1 : 0;
    broken = !ok;
  });
  EXPECT_GT(mended, 2);
}

TEST_F(DeviceFaults, AreKernelsThatNeverEnd) {
  set("BNCHECK_TEST_DEFECT", "loops");
  const auto plugin = load({.case_timeout = std::chrono::milliseconds(1000)});
  const Problem problem = distinct_problem({2, 2, {2}}, DType::f32, Layout::nchw, Mode::training);
  EXPECT_EQ(plugin->forward(problem, true).message, "did not return within 1 s");
}

TEST_F(DeviceFaults, InProcessEndWithTheDevice) {
  const Sentences faults = faults_of("raises a sticky error", {.in_process = true});
  EXPECT_THAT(faults, IsSupersetOf({"cannot be called in this process any more: an earlier call "
                                    "lost the device"}));
}

}  // namespace
}  // namespace bncheck::host
