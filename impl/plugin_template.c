/* A complete plug-in in C11: batch normalization of f32 tensors, any strides. Copy it, put a call
 * of your own code in the place of the arithmetic, and build a shared library:
 *   cc -std=c11 -O2 -shared -fPIC -fvisibility=hidden my_batch_norm.c -lm -o my_batch_norm.so
 *   bncheck verify ./my_batch_norm.so */
#include <math.h>

#include "bn_plugin.h"

/* Values per channel: the product of all extents but the channel's (axis 1). */
static int64_t values_per_channel(const bn_tensor* x) {
  int64_t count = x->shape[0];
  for (int32_t axis = 2; axis < x->ndim; ++axis) count *= x->shape[axis];
  return count;
}

/* The place of value j of a channel. Strides count elements and may be anything: a host that tests
 * you uses gaps and channels-last memory. */
static float* value(const bn_tensor* t, int64_t channel, int64_t j) {
  int64_t offset = channel * t->strides[1];
  for (int32_t axis = t->ndim - 1; axis >= 0; --axis) {
    if (axis == 1) continue;
    offset += j % t->shape[axis] * t->strides[axis];
    j /= t->shape[axis];
  }
  return (float*)t->data + offset;
}

/* The place of a channel's parameter or statistic: one axis, whose stride may not be 1 either. */
static float* parameter(const bn_tensor* t, int64_t channel) {
  return (float*)t->data + channel * t->strides[0];
}

/* Absent tensors have data NULL: weight 1, bias 0. */
static float parameter_or(const bn_tensor* t, int64_t channel, float absent) {
  return t->data ? *parameter(t, channel) : absent;
}

static void store(const bn_tensor* t, int64_t channel, float number) {
  if (t->data) *parameter(t, channel) = number;
}

/* Says what we can do, looking at everything but the data. An honest refusal is no failure: the
 * case is skipped. f16 and bf16 tensors come with f32 parameters, f64 tensors with f64 ones. */
static bn_status supports(const bn_forward_args* args) {
  /* An older host, whose struct lacks fields that we use: we need no workspace, the last one. */
  if (args->struct_size < offsetof(bn_forward_args, workspace)) return BN_UNSUPPORTED;
  return args->device == BN_CPU && args->x.dtype == BN_F32 ? BN_OK : BN_UNSUPPORTED;
}

static float inverse_deviation(float var, float eps) { return 1 / sqrtf(var + eps); }

/* The mean of a channel of the batch, and its sum of squared distances from it. */
static void batch_statistics(const bn_tensor* x, int64_t c, int64_t m, float* mean,
                             float* squares) {
  float sum = 0;
  for (int64_t j = 0; j < m; ++j) sum += *value(x, c, j);
  *mean = sum / (float)m;
  sum = 0;
  for (int64_t j = 0; j < m; ++j) {
    const float distance = *value(x, c, j) - *mean;
    sum += distance * distance;
  }
  *squares = sum;
}

/* momentum weighs the new batch; the variance that is tracked is over m - 1. */
static void update_running(const bn_forward_args* args, int64_t c, float mean, float unbiased) {
  if (!args->running_mean.data) return;
  float* running_mean = parameter(&args->running_mean, c);
  float* running_var = parameter(&args->running_var, c);
  const float momentum = (float)args->momentum;
  *running_mean = (1 - momentum) * *running_mean + momentum * mean;
  *running_var = (1 - momentum) * *running_var + momentum * unbiased;
}

static bn_status forward(const bn_forward_args* args) {
  if (supports(args) != BN_OK) return BN_UNSUPPORTED; /* before anything is written */
  const int64_t m = values_per_channel(&args->x);
  const int training = args->mode == BN_TRAINING;
  if (training && m == 1) return BN_INVALID_ARGUMENT; /* PyTorch refuses one value per channel */
  if (!training && !args->running_mean.data) return BN_INVALID_ARGUMENT;
  if (m == 0) return BN_OK; /* an empty batch: nothing to write, running statistics stay */
  for (int64_t c = 0; c < args->x.shape[1]; ++c) {
    float mean, invstd;
    if (training) {
      float squares;
      batch_statistics(&args->x, c, m, &mean, &squares);
      invstd = inverse_deviation(squares / (float)m, (float)args->eps);
      update_running(args, c, mean, squares / (float)(m - 1));
      store(&args->save_mean, c, mean);
      store(&args->save_invstd, c, invstd);
    } else {
      mean = *parameter(&args->running_mean, c);
      invstd = inverse_deviation(*parameter(&args->running_var, c), (float)args->eps);
    }
    const float weight = parameter_or(&args->weight, c, 1);
    const float bias = parameter_or(&args->bias, c, 0);
    for (int64_t j = 0; j < m; ++j)
      *value(&args->y, c, j) = (*value(&args->x, c, j) - mean) * invstd * weight + bias;
  }
  return BN_OK;
}

/* Outputs whose data is NULL are not wanted. In training the saved statistics are what our own
 * forward returned; in evaluation they are absent and the running ones are constants. */
static bn_status backward(const bn_backward_args* args) {
  if (args->struct_size < offsetof(bn_backward_args, workspace)) return BN_UNSUPPORTED;
  if (args->device != BN_CPU || args->x.dtype != BN_F32) return BN_UNSUPPORTED;
  const int64_t m = values_per_channel(&args->x);
  const int training = args->mode == BN_TRAINING;
  if (training && m == 1) return BN_INVALID_ARGUMENT;
  const bn_tensor* center = training ? &args->save_mean : &args->running_mean;
  if (!center->data) return BN_INVALID_ARGUMENT;
  for (int64_t c = 0; c < args->x.shape[1]; ++c) {
    const float mean = *parameter(center, c);
    const float invstd =
        training ? *parameter(&args->save_invstd, c)
                 : inverse_deviation(*parameter(&args->running_var, c), (float)args->eps);
    float dweight = 0, dbias = 0;
    for (int64_t j = 0; j < m; ++j) {
      dweight += *value(&args->dy, c, j) * ((*value(&args->x, c, j) - mean) * invstd);
      dbias += *value(&args->dy, c, j);
    }
    store(&args->dweight, c, dweight);
    store(&args->dbias, c, dbias);
    if (!args->dx.data) continue;
    const float slope = parameter_or(&args->weight, c, 1) * invstd;
    for (int64_t j = 0; j < m; ++j) {
      float gradient = *value(&args->dy, c, j);
      if (training) { /* the batch's mean and variance move with x */
        const float normalized = (*value(&args->x, c, j) - mean) * invstd;
        gradient = gradient - dbias / (float)m - normalized * (dweight / (float)m);
      }
      *value(&args->dx, c, j) = slope * gradient;
    }
  }
  return BN_OK;
}

/* The one exported symbol. No contract function: that declares all zeros, the plain contract,
 * which is the truth here: f32 everywhere, two passes, sums in any order, statistics saved. No
 * device and no ..._workspace: we work on the CPU, in the memory of the tensors alone. */
const bn_plugin* bn_plugin_entry(uint32_t host_abi_version) {
  static const bn_plugin plugin = {.struct_size = sizeof plugin,
                                   .abi_version = BN_PLUGIN_ABI_VERSION,
                                   .name = "template_c",
                                   .version = "1",
                                   .supports = supports,
                                   .forward = forward,
                                   .backward = backward};
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : NULL;
}
