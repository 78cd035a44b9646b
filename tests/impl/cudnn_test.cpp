// What the plug-ins of cuDNN refuse, and what they say where there is no device; built where the
// library is found. What they answer, `bncheck verify` shows on a machine with a device.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/layout.h"
#include "tests/impl/plugin_call.h"

namespace bncheck {
namespace {

using testing::HasSubstr;

/// Arguments with all tensors, none of which has memory that could be read.
struct Described {
  explicit Described(DType dtype, Layout layout = Layout::nchw, const Shape& shape = {4, 2, {3}})
      : tensor(tensor_layout(layout, shape)), parameter(parameter_layout(layout, shape.c)) {
    const bn_tensor values = view(tensor, dtype), each = view(parameter, parameter_dtype(dtype));
    forward.struct_size = sizeof forward;
    backward.struct_size = sizeof backward;
    forward.mode = backward.mode = BN_TRAINING;
    forward.device = backward.device = BN_CUDA;
    forward.x = forward.y = backward.x = backward.dy = backward.dx = values;
    for (bn_tensor* at :
         {&forward.weight, &forward.bias, &forward.running_mean, &forward.running_var,
          &forward.save_mean, &forward.save_invstd, &backward.weight, &backward.save_mean,
          &backward.save_invstd, &backward.dweight, &backward.dbias}) {
      *at = each;
    }
  }
  Described(const Described&) = delete;

  static bn_tensor view(const Strided& where, DType dtype) {
    static char nowhere;
    return {&nowhere, where.shape.data(), where.strides.data(),
            static_cast<std::int32_t>(where.shape.size()), static_cast<std::int32_t>(dtype)};
  }

  Strided tensor, parameter;
  bn_forward_args forward = {};
  bn_backward_args backward = {};
};

class Cudnn : public testing::TestWithParam<const char*> {
 protected:
  Cudnn() { setenv("CUDA_VISIBLE_DEVICES", "-1", 1); }

  const bn_plugin& plugin = *load_plugin(std::string(BNCHECK_PLUGINS) + "/" + GetParam() + ".so");
};

TEST_P(Cudnn, NamesItselfItsVersionAndItsDevice) {
  EXPECT_STREQ(plugin.name, GetParam());
  EXPECT_THAT(plugin.version, testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
  EXPECT_STREQ(plugin.dialect, "cudnn");
  EXPECT_EQ(plugin.device, BN_CUDA);
}

TEST_P(Cudnn, TakesDenseTensorsOfEveryType) {
  for (DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    for (Layout layout : {Layout::nchw, Layout::nhwc}) {
      Described described(dtype, layout);
      EXPECT_EQ(plugin.supports(&described.forward), BN_OK);
      described.forward.mode = BN_EVAL;
      EXPECT_EQ(plugin.supports(&described.forward), BN_OK);
    }
  }
}

TEST_P(Cudnn, RefusesWhereForwardMeetsAnotherMemoryOrderOrNone) {
  for (Layout layout : {Layout::strided, Layout::permuted, Layout::sliced}) {
    const Described described(DType::f32, layout, {4, 2, {3, 5}});
    EXPECT_EQ(plugin.supports(&described.forward), BN_UNSUPPORTED) << to_string(layout);
  }
  const Shape many = {1 << 16, 1, {1 << 15}}, none = {0, 2, {3}};
  for (const Shape& shape : {many, none}) {
    const Described described(DType::f32, Layout::nchw, shape);
    EXPECT_EQ(plugin.supports(&described.forward), BN_UNSUPPORTED) << to_string(shape);
  }
  Described described(DType::f32);
  const Described last(DType::f32, Layout::nhwc);
  described.forward.y = last.forward.y;
  EXPECT_EQ(plugin.supports(&described.forward), BN_UNSUPPORTED) << "y in another order";
}

/// Changes the arguments of one call, and demands that it be refused.
template <class Change>
void expect_refused(const bn_plugin& plugin, const char* what, const Change& change) {
  Described described(DType::f32);
  change(described.forward, described.backward);
  EXPECT_EQ(plugin.forward(&described.forward), BN_UNSUPPORTED) << what;
  EXPECT_EQ(plugin.backward(&described.backward), BN_UNSUPPORTED) << what;
}

TEST_P(Cudnn, RefusesWhatItHasNoWordsFor) {
  expect_refused(plugin, "no weight", [](auto& f, auto& b) { f.weight = b.weight = {}; });
  expect_refused(plugin, "one of a pair", [](auto& f, auto& b) { f.save_mean = b.dbias = {}; });
  expect_refused(plugin, "the CPU", [](auto& f, auto& b) { f.device = b.device = BN_CPU; });
  expect_refused(plugin, "an older host", [](auto& f, auto& b) {
    f.struct_size = offsetof(bn_forward_args, workspace);
    b.struct_size = offsetof(bn_backward_args, workspace);
  });
  expect_refused(plugin, "f64 parameters",
                 [](auto& f, auto& b) { f.bias.dtype = b.save_invstd.dtype = BN_F64; });
  Described described(DType::f32);
  described.backward.mode = BN_EVAL;
  EXPECT_EQ(plugin.backward(&described.backward), BN_UNSUPPORTED) << "backward of evaluation";
}

TEST_P(Cudnn, FailsWithAReasonWithoutADevice) {
  Described described(DType::f32);
  EXPECT_EQ(plugin.forward_workspace(&described.forward), 0U);
  EXPECT_EQ(plugin.backward_workspace(&described.backward), 0U);
  EXPECT_EQ(plugin.forward(&described.forward), BN_FAILURE);
  EXPECT_EQ(plugin.backward(&described.backward), BN_FAILURE);
  EXPECT_THAT(plugin.last_error(), HasSubstr("cudaGetDevice: "));
  described.forward.eps = described.backward.eps = -1;
  EXPECT_EQ(plugin.forward(&described.forward), BN_INVALID_ARGUMENT);
  EXPECT_EQ(plugin.backward(&described.backward), BN_INVALID_ARGUMENT);
}

INSTANTIATE_TEST_SUITE_P(Modes, Cudnn, testing::Values("cudnn", "cudnn-persistent"),
                         [](const auto& instance) {
                           return std::string(instance.param) == "cudnn" ? "Spatial" : "Persistent";
                         });

}  // namespace
}  // namespace bncheck
