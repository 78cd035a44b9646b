// Each row names its source, and its note says how far it was checked: run, read, or reported by
// others. A field that the source leaves open is `any`.
#include "core/dialect_presets.h"

#include <array>

namespace bncheck {
namespace {

constexpr auto kUnbiased = VarianceDivisor::unbiased;
constexpr auto kBiased = VarianceDivisor::biased;
constexpr auto kNew = MomentumWeighs::new_value;  // of every preset: docs/decisions/0002
constexpr auto kInvstd = SavedStatistic::invstd;
constexpr auto kVariance = SavedStatistic::variance;
constexpr auto kNothing = SavedStatistic::none;
constexpr auto kAnyY = ZeroVariance::any;
constexpr auto kAnyBatch = EmptyBatch::any;
constexpr auto kWeighsNew = OwnMomentum::new_value;
constexpr auto kWeighsOld = OwnMomentum::old_value;

constexpr EpsRule kAnyEps = {EpsRule::Kind::any, 0};
constexpr EpsRule kNotNegative = {EpsRule::Kind::not_negative, 0};
constexpr EpsRule kPositive = {EpsRule::Kind::positive, 0};
constexpr EpsRule kPositiveInTraining = {EpsRule::Kind::positive_in_training, 0};
constexpr std::nullopt_t kNoDefault = std::nullopt;

// The dialect: running_var, momentum, saved, one_value, zero_variance, eps, empty_batch, affine.
// The framework: momentum, its default, the default eps, the channel axis; source; note.
const std::array<Preset, 22> kPresets = {{
    {{"pytorch", kUnbiased, kNew, kInvstd, OneValue::refused, kAnyY, kPositiveInTraining,
      EmptyBatch::unchanged, Affine::each},
     {kWeighsNew, 0.1, 1e-5, 1,
      "torch 2.13.0: torch/nn/functional.py, aten/src/ATen/native/Normalization.cpp",
      "Run on a CPU. eps = 0 is refused in training; by report 2.10 refuses it everywhere "
      "(#173337). momentum None means 1/k in the k-th batch, which its module converts. "
      "Where eps and the variance are 0, by report a CPU answers the bias and a GPU NaN."}},
    {{"onnx7", kBiased, kNew, kVariance, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::required},
     {kWeighsOld, 0.9, 1e-5, 1,
      "onnx 1.23.2: docs/Changelog.md, onnx/reference/ops/op_batch_normalization.py",
      "Run by ONNX Runtime 1.31.1; the reference evaluator fails on it. The text leaves the "
      "divisor open: both take biased. saved_var is the variance here, but 1/sqrt(var + eps) "
      "in ONNX Runtime (#7622). spatial = 0, statistics per place, has no counterpart."}},
    {{"onnx9", kBiased, kNew, kVariance, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::required},
     {kWeighsOld, 0.9, 1e-5, 1,
      "onnx 1.23.2: docs/Changelog.md, onnx/reference/ops/op_batch_normalization.py",
      "Run by ONNX Runtime: as onnx7, without spatial. The reference evaluator normalizes with "
      "the blended statistics (#5799), which no dialect does."}},
    {{"onnx15", kBiased, kNew, kNothing, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::required},
     {kWeighsOld, 0.9, 1e-5, 1,
      "onnx 1.23.2: docs/Changelog.md, onnx/reference/ops/op_batch_normalization.py",
      "Run by the reference evaluator and ONNX Runtime; the text says population variance. "
      "14 differs in types alone."}},
    {{"keras2-fused", kUnbiased, kNew, kNothing, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::each},
     {kWeighsOld, 0.99, 1e-3, -1,
      "tf-keras 2.21.0: tf_keras/src/layers/normalization/batch_normalization.py",
      "Read. Tensors of rank 4 or 5 without renorm, virtual batches or "
      "synchronization: it calls tf-fused, whose raised eps it had through TensorFlow "
      "2.11, and fills an absent weight or bias with constants."}},
    {{"keras2", kBiased, kNew, kNothing, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::each},
     {kWeighsOld, 0.99, 1e-3, -1,
      "tf-keras 2.21.0: tf_keras/src/layers/normalization/batch_normalization.py",
      "Read. What keras2-fused does not serve: rank 2 and 3, f64, synchronized. That "
      "both differ in running_var is known (tensorflow #55545)."}},
    {{"keras3", kBiased, kNew, kNothing, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::each},
     {kWeighsOld, 0.99, 1e-3, -1,
      "keras 3.15.1: keras/src/layers/normalization/batch_normalization.py",
      "Read. Neither a mask nor renorm has a counterpart; trainable = False "
      "evaluates."}},
    {{"tf-fused", kUnbiased, kNew, kVariance, OneValue::accepted, kAnyY, kNotNegative,
      EmptyBatch::nan, Affine::required},
     {kWeighsNew, 1.0, 1e-3, -1,
      "tensorflow: core/kernels/fused_batch_norm_op.cc; 2.21.0: python/ops/nn_impl.py",
      "Read, of the CPU kernel and of the function. Through 2.11 the function, not the "
      "operator, raised eps above the minimum of cuDNN before 7.5, on every device (#37768): "
      "eps=raised_to:1.001e-05. The correction of running_var is n/max(n - 1, 1); one value "
      "gave NaN on a GPU (#34062)."}},
    {{"flax", kBiased, kNew, kNothing, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::each},
     {kWeighsOld, 0.99, 1e-5, -1,
      "flax 0.12.8: flax/linen/normalization.py, flax/nnx/nn/normalization.py",
      "Read. One pass by default, clipped at 0: its contract is BN_ONE_PASS."}},
    {{"haiku", kBiased, kNew, kNothing, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::each},
     {kWeighsOld, kNoDefault, 1e-5, -1,
      "dm-haiku 0.0.17: haiku/_src/batch_norm.py, haiku/_src/moving_averages.py",
      "Read. One pass, and not clipped. The averages it evaluates with are divided by "
      "1 - decay^k, which depends on the number of calls; the ABI has the plain ones."}},
    {{"mlx", kUnbiased, kNew, kNothing, OneValue::refused, kAnyY, kPositive, kAnyBatch,
      Affine::together},
     {kWeighsNew, 0.1, 1e-5, -1, "mlx 0.32.4: mlx/nn/layers/normalization.py",
      "Run on a CPU. running_var was biased before #3817."}},
    {{"tinygrad", kUnbiased, kNew, kNothing, OneValue::any, kAnyY, kNotNegative, kAnyBatch,
      Affine::together},
     {kWeighsNew, 0.1, 1e-5, 1, "tinygrad 0.14.0: tinygrad/nn/__init__.py",
      "Read. One value per channel divides by 0 where running statistics are tracked, "
      "and is answered elsewhere."}},
    {{"cudnn", kUnbiased, kNew, kInvstd, OneValue::any, kAnyY, kNotNegative, kAnyBatch,
      Affine::required},
     {kWeighsNew, kNoDefault, kNoDefault, 1,
      "cuDNN: cudnn.h; the divisor by MXNet #21111 and oneDNN's cuDNN backend",
      "Reported. Before 7.5 eps had to be 1e-5 at least, CUDNN_BN_MIN_EPSILON: "
      "eps=refused_below:1e-05. One value gave NaN in old kernels (cudnn.torch #199)."}},
    {{"miopen", kUnbiased, kNew, kInvstd, OneValue::accepted, ZeroVariance::nan, kAnyEps, kAnyBatch,
      Affine::required},
     {kWeighsNew, kNoDefault, kNoDefault, 1,
      "MIOpen: include/miopen/miopen.h, driver/miopen_BatchNormHost.hpp",
      "Reported. The header announces NaN where eps and the variance are 0; the host code "
      "corrects running_var by 1 for one value."}},
    {{"onednn", kBiased, kNew, kVariance, OneValue::any, kAnyY, kAnyEps, kAnyBatch, Affine::each},
     {OwnMomentum::none, kNoDefault, kNoDefault, 1,
      "oneDNN: doc/functional_api/primitives/batch_normalization.md",
      "Reported. It keeps no running statistics: biased is what a caller has who blends the "
      "variance that it returns, as its document shows."}},
    {{"stablehlo", kBiased, kNew, kVariance, OneValue::any, kAnyY, kAnyEps, kAnyBatch,
      Affine::required},
     {OwnMomentum::none, kNoDefault, kNoDefault, kNoDefault,
      "openxla/stablehlo: docs/spec.md, batch_norm_training",
      "Reported. It keeps no running statistics: biased is the variance that it returns. "
      "feature_index names the axis."}},
    {{"mxnet", kBiased, kNew, kInvstd, OneValue::any, kAnyY, kAnyEps, kAnyBatch, Affine::required},
     {kWeighsOld, 0.9, 1e-3, 1,
      "mxnet: src/operator/nn/batch_norm.cc, document of mxnet.npx.batch_norm",
      "Reported, but for the document. Its default fix_gamma = True takes every weight for "
      "1: pass False. On cuDNN running_var is unbiased (#21111). It updates in backward, "
      "which an adapter has to do in forward."}},
    {{"caffe", kUnbiased, kNew, kNothing, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::none},
     {kWeighsOld, 0.999, 1e-5, 1,
      "BVLC/caffe: src/caffe/layers/batch_norm_layer.cpp, src/caffe/proto/caffe.proto",
      "Read, but for the defaults, which are reported. A Scale layer has weight and bias. "
      "It stores sums that decay, and their weight, and divides in evaluation: an adapter "
      "has to convert."}},
    {{"paddle", kBiased, kNew, kInvstd, OneValue::copied, kAnyY, kAnyEps, kAnyBatch, Affine::each},
     {kWeighsOld, 0.9, 1e-5, 1, "PaddlePaddle/Paddle: paddle/phi/kernels/cpu/batch_norm_kernel.cc",
      "Run on a CPU, 3.3.1; the source was read as of 2022. saved_variance holds "
      "1/sqrt(var + eps); one value per channel is copied, without weight and bias."}},
    {{"cs231n", kBiased, kNew, kNothing, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::required},
     {kWeighsOld, 0.9, 1e-5, -1, "Stanford cs231n, assignment 2: docstring of batchnorm_forward",
      "Read in copies of it: uncorrected sample variance, of x with two axes."}},
    {{"candle", kUnbiased, kNew, kNothing, OneValue::accepted, kAnyY, kNotNegative, kAnyBatch,
      Affine::together},
     {kWeighsNew, 0.1, 1e-5, 1, "huggingface/candle: candle-nn/src/batch_norm.rs",
      "Reported; read was an older version, which keeps no running statistics. One value "
      "makes running_var infinite."}},
    {{"burn", kBiased, kNew, kNothing, OneValue::any, kAnyY, kAnyEps, kAnyBatch, Affine::required},
     {kWeighsNew, 0.1, 1e-5, 1, "tracel-ai/burn: crates/burn-nn/src/modules/norm/batch.rs",
      "Read, but for the variance of its backends' batch_norm_train, which is taken "
      "to be over m."}},
}};

}  // namespace

std::span<const Preset> presets() { return kPresets; }

}  // namespace bncheck
