#include "bench/gpu/plugin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bncheck/host/host.h"

namespace bncheck::gpu_bench {
namespace {

using testing::HasSubstr;

std::string refusal(const std::string& path) {
  try {
    load_plugin(path);
  } catch (const host::LoadError& error) {
    return error.what();
  }
  return "";
}

TEST(LoadPlugin, SaysWhatIsWrong) {
  EXPECT_THAT(refusal("no_such.so"), HasSubstr("cannot open shared object file"));
  EXPECT_THAT(refusal(CPU_PLUGIN), HasSubstr("works on the CPU: time it with bncheck bench"));
}

#ifdef CUDA_PLUGIN
TEST(LoadPlugin, NeedsNoDevice) {
  EXPECT_STREQ(load_plugin(CUDA_PLUGIN).name, "cuda");
  EXPECT_STREQ(load_plugin(ROUNDED_PLUGIN).name, "cuda-rounded");
}
#endif

}  // namespace
}  // namespace bncheck::gpu_bench
