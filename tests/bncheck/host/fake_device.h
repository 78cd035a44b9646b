#pragma once

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/bncheck/host/problems.h"

namespace bncheck::host {

/// Tests on the fake device, with the plug-in for it.
class FakeDevice : public testing::Test {
 protected:
  FakeDevice() {
    set("BNCHECK_CUDA_DRIVER", fixture("fake_driver").c_str());
    for (const char* each : {"BNCHECK_TEST_DEFECT", "BNCHECK_FAKE_DEVICE", "BNCHECK_REQUIRE_GPU"}) {
      unsetenv(each);
    }
  }
  ~FakeDevice() override {
    unsetenv("BNCHECK_CUDA_DRIVER");
    unsetenv("BNCHECK_TEST_DEFECT");
    mend();
  }

  static void set(const char* name, const char* value) { setenv(name, value, 1); }

  /// Repairs the device of this process, if a plug-in in it has broken one.
  static void mend() {
    void* driver = dlopen(fixture("fake_driver").c_str(), RTLD_NOW | RTLD_NOLOAD);
    if (driver != nullptr) reinterpret_cast<int (*)(int)>(dlsym(driver, "fakeRaise"))(0);
  }

  static std::unique_ptr<Plugin> load(const HostOptions& options = {}) {
    return load_plugin(fixture("device"), options);
  }
};

/// Calls body with problems that are called in different manners, and lie at either end of their
/// windows.
template <class Body>
void for_all_manners(Body body) {
  for (std::int64_t n = 2; n <= 33; ++n) {
    body(distinct_problem({n, 3, {5}}, DType::f32, Layout::nchw, Mode::training));
  }
}

}  // namespace bncheck::host
