// The program and a plug-in for a device, with a fake driver.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

const std::string kFixtures = FIXTURE_FOLDER;
const std::string kPlugin = kFixtures + "/device.so";

class DeviceCommand : public testing::Test {
 protected:
  DeviceCommand() { set("BNCHECK_CUDA_DRIVER", kFixtures + "/fake_driver.so"); }
  ~DeviceCommand() override {
    for (const char* each : {"BNCHECK_CUDA_DRIVER", "BNCHECK_TEST_DEFECT", "BNCHECK_FAKE_DEVICE",
                             "BNCHECK_REQUIRE_GPU"}) {
      unsetenv(each);
    }
  }
  static void set(const char* name, const std::string& value) { setenv(name, value.c_str(), 1); }

  static Finished verify_with(const std::string& defect) {
    set("BNCHECK_TEST_DEFECT", defect);
    return run({"verify", kPlugin, "--cases", "12"});
  }
};

TEST_F(DeviceCommand, PassesAnHonestPlugin) {
  const Finished finished = run({"verify", kPlugin, "--cases", "40"});
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("(device 1) in dialect pytorch"));
  EXPECT_THAT(finished.out, HasSubstr(" 0 failed, "));
}

TEST_F(DeviceCommand, FailsADefectOfEachKind) {
  for (const char* defect : {"writes past an output", "overruns its workspace", "synchronizes",
                             "uses another stream", "raises a sticky error", "needs alignment"}) {
    EXPECT_EQ(verify_with(defect).exit_code, 1) << defect;
  }
}

TEST_F(DeviceCommand, SaysWhatWasDone) {
  EXPECT_THAT(verify_with("needs alignment").out,
              HasSubstr("broke its device: CUDA_ERROR_MISALIGNED_ADDRESS"));
  EXPECT_THAT(verify_with("overruns its workspace").out,
              HasSubstr("wrote past the end of its workspace"));
}

TEST_F(DeviceCommand, SkipsWhatHasNoDevice) {
  set("BNCHECK_FAKE_DEVICE", "no device");
  const std::string missing =
      "bncheck: this machine has no CUDA device (cuInit returned CUDA_ERROR_NO_DEVICE): " + kPlugin;
  Finished finished = run({"verify", kPlugin});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err, missing + " skipped\n");
  set("BNCHECK_REQUIRE_GPU", "1");
  finished = run({"verify", kPlugin});
  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_EQ(finished.err, missing + " cannot be called, and BNCHECK_REQUIRE_GPU is set\n");
}

TEST_F(DeviceCommand, IsNotTimed) {
  const Finished finished = run({"bench", kPlugin, "--rounds", "1"});
  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_EQ(finished.err, "bncheck: " + kPlugin +
                              " works on a CUDA device, and bench times calls on the CPU alone\n");
}

}  // namespace
}  // namespace bncheck::end_to_end
