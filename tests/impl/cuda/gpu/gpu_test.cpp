#include "tests/impl/cuda/gpu/gpu_test.h"

#include <cstdlib>
#include <string>

namespace cuda {
namespace {

/// Returns why nothing can run, or nothing.
std::string obstacle() {
  int devices = 0;
  if (const cudaError_t error = cudaGetDeviceCount(&devices); error != cudaSuccess) {
    if (error == cudaErrorInsufficientDriver) return "no CUDA device: no driver, or an old one";
    return std::string("no CUDA device: ") + cudaGetErrorString(error);
  }
  if (devices == 0) return "no CUDA device";
  if (const cudaError_t error = has_code_for_device(); error != cudaSuccess) {
    return std::string("no code for this device: ") + cudaGetErrorString(error);
  }
  return {};
}

}  // namespace

void GpuTest::SetUp() {
  static const std::string kObstacle = obstacle();
  if (kObstacle.empty()) return;
  const char* required = std::getenv("BNCHECK_REQUIRE_GPU");
  if (required != nullptr && std::string(required) != "0") {
    FAIL() << kObstacle << ", and BNCHECK_REQUIRE_GPU demands one";
  }
  GTEST_SKIP() << kObstacle;
}

}  // namespace cuda
