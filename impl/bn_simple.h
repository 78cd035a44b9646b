/* A plug-in made of one function of yours, over contiguous f32 arrays (C11 and C++):
 *
 *   #include "bn_simple.h"
 *   static void forward(const bn_simple* a) { ... }
 *   BN_SIMPLE_PLUGIN("mine", forward, NULL)
 *
 * NULL stands for a backward that is not offered. The rest of bn_plugin.h is done here: tensors
 * that are not contiguous nchw f32 on the CPU are refused, which skips their cases; training on one
 * value per channel is an invalid argument; of a batch without values you are not asked. Other
 * types, strides, devices, or memory of your own: begin with plugin_template.c.
 *
 * Define these before you include this file, if they are not true of your code:
 *   BN_SIMPLE_VARIANCE     BN_TWO_PASS; BN_ONE_PASS for E[x^2] - E[x]^2, or BN_WELFORD
 *   BN_SIMPLE_ACCUMULATOR  0, f32; BN_F64 promises sums in double
 *   BN_SIMPLE_FLAGS        0; BN_DETERMINISTIC | BN_UNIFORM promises what more laws can judge
 *   BN_SIMPLE_DIALECT      "pytorch;saved=none"; "pytorch" if you write save_mean and save_invstd
 */
#ifndef BN_SIMPLE_H
#define BN_SIMPLE_H

#include "bn_plugin.h"

#ifndef BN_SIMPLE_VARIANCE
#define BN_SIMPLE_VARIANCE BN_TWO_PASS
#endif
#ifndef BN_SIMPLE_ACCUMULATOR
#define BN_SIMPLE_ACCUMULATOR 0
#endif
#ifndef BN_SIMPLE_FLAGS
#define BN_SIMPLE_FLAGS 0
#endif
#ifndef BN_SIMPLE_DIALECT
#define BN_SIMPLE_DIALECT "pytorch;saved=none"
#endif

/* A call. x, y, dy and dx are n x c x s: images, channels, places of an image. All others have c
 * values. What the layer lacks is there: weights of 1, biases of 0, statistics that nobody reads.
 */
typedef struct bn_simple {
  int64_t n, c, s;
  int64_t m;    /* n * s, the values per channel: 1 or more, in training 2 or more */
  int training; /* else evaluation: the running statistics are read, and not written */
  float eps, momentum;
  const float *x, *weight, *bias;
  float *running_mean, *running_var;  /* training: (1 - momentum) * running + momentum * batch */
  float *y, *save_mean, *save_invstd; /* save_...: in of backward, in training alone */
  const float* dy;                    /* backward */
  float *dx, *dweight, *dbias;
} bn_simple;

typedef void (*bn_simple_function)(const bn_simple*);

/* The place in x, y, dy and dx of value j, from 0 to m - 1, of a channel. */
static inline int64_t bn_simple_at(const bn_simple* a, int64_t channel, int64_t j) {
  return (j / a->s * a->c + channel) * a->s + j % a->s;
}

#define BN_SIMPLE_PLUGIN(name, forward, backward) \
  BN_SIMPLE_PLUGIN_AS(bn_plugin_entry, name, forward, backward)

/* The same under another name than bn_plugin_entry: for several in a program, as tests have. */
#define BN_SIMPLE_PLUGIN_AS(entry, name, forward_, backward_)                    \
  static bn_status entry##_forward(const bn_forward_args* args) {                \
    return bn_simple_forward(args, forward_);                                    \
  }                                                                              \
  static bn_status entry##_backward(const bn_backward_args* args) {              \
    return bn_simple_backward(args, backward_);                                  \
  }                                                                              \
  const bn_plugin* entry(uint32_t host_abi_version);                             \
  const bn_plugin* entry(uint32_t host_abi_version) {                            \
    static bn_plugin plugin;                                                     \
    const bn_simple_function bn_simple_own[] = {forward_, backward_};            \
    bn_simple_describe(&plugin, name, bn_simple_own[0] ? entry##_forward : NULL, \
                       bn_simple_own[1] ? entry##_backward : NULL);              \
    return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : NULL;           \
  }

/* The rest is how it is done. */

static inline int bn_simple_is_contiguous(const bn_tensor* t) {
  int64_t stride = 1;
  for (int32_t axis = t->ndim - 1; axis >= 0; --axis) {
    if (t->shape[axis] == 0) return 1;
    if (t->shape[axis] > 1 && t->strides[axis] != stride) return 0;
    stride *= t->shape[axis];
  }
  return 1;
}

static inline bn_status bn_simple_takes(const bn_tensor* const* tensors, int count) {
  for (int i = 0; i < count; ++i)
    if (!bn_simple_is_contiguous(tensors[i])) return BN_UNSUPPORTED;
  return BN_OK;
}

static inline bn_status bn_simple_supports(const bn_forward_args* args) {
  if (args->struct_size < offsetof(bn_forward_args, workspace_size) + sizeof(size_t) ||
      args->device != BN_CPU || args->x.dtype != BN_F32)
    return BN_UNSUPPORTED;
  const bn_tensor* const tensors[] = {
      &args->x,           &args->weight, &args->bias,      &args->running_mean,
      &args->running_var, &args->y,      &args->save_mean, &args->save_invstd};
  return bn_simple_takes(tensors, 8);
}

static inline bn_simple bn_simple_shape(const bn_tensor* x, int32_t mode, double eps) {
  bn_simple a = {0,          0,    1,    0,    mode == BN_TRAINING,
                 (float)eps, 0,    NULL, NULL, NULL,
                 NULL,       NULL, NULL, NULL, NULL,
                 NULL,       NULL, NULL, NULL};
  a.n = x->shape[0];
  a.c = x->shape[1];
  for (int32_t axis = 2; axis < x->ndim; ++axis) a.s *= x->shape[axis];
  a.m = a.n * a.s;
  a.x = (const float*)x->data;
  return a;
}

/* The tensor's data, or, where it is absent, `count` places of the workspace, filled. */
static inline float* bn_simple_or(const bn_tensor* t, float** free_places, int64_t count,
                                  float value) {
  if (t->data) return (float*)t->data;
  float* places = *free_places;
  for (int64_t i = 0; i < count; ++i) places[i] = value;
  *free_places += count;
  return places;
}

static inline size_t bn_simple_forward_workspace(const bn_forward_args* args) {
  return 6 * (size_t)args->x.shape[1] * sizeof(float);
}

static inline size_t bn_simple_backward_workspace(const bn_backward_args* args) {
  const bn_simple a = bn_simple_shape(&args->x, args->mode, 0);
  return (size_t)(3 * a.c + a.c * a.m) * sizeof(float);
}

static inline bn_status bn_simple_forward(const bn_forward_args* args, bn_simple_function forward) {
  if (bn_simple_supports(args) != BN_OK) return BN_UNSUPPORTED;
  bn_simple a = bn_simple_shape(&args->x, args->mode, args->eps);
  if (a.training ? a.m == 1 : !args->running_mean.data) return BN_INVALID_ARGUMENT;
  if (a.m == 0) return BN_OK; /* the running statistics stay */
  float* places = (float*)args->workspace;
  a.momentum = (float)args->momentum;
  a.weight = bn_simple_or(&args->weight, &places, a.c, 1);
  a.bias = bn_simple_or(&args->bias, &places, a.c, 0);
  a.running_mean = bn_simple_or(&args->running_mean, &places, a.c, 0);
  a.running_var = bn_simple_or(&args->running_var, &places, a.c, 1);
  a.save_mean = bn_simple_or(&args->save_mean, &places, a.c, 0);
  a.save_invstd = bn_simple_or(&args->save_invstd, &places, a.c, 0);
  a.y = (float*)args->y.data;
  forward(&a);
  return BN_OK;
}

static inline bn_status bn_simple_backward(const bn_backward_args* args,
                                           bn_simple_function backward) {
  if (args->struct_size < offsetof(bn_backward_args, workspace_size) + sizeof(size_t) ||
      args->device != BN_CPU || args->x.dtype != BN_F32)
    return BN_UNSUPPORTED;
  const bn_tensor* const tensors[] = {
      &args->dy,        &args->x,           &args->weight, &args->running_mean, &args->running_var,
      &args->save_mean, &args->save_invstd, &args->dx,     &args->dweight,      &args->dbias};
  if (bn_simple_takes(tensors, 10) != BN_OK) return BN_UNSUPPORTED;
  bn_simple a = bn_simple_shape(&args->x, args->mode, args->eps);
  if (a.training ? a.m == 1 || !args->save_mean.data : !args->running_mean.data)
    return BN_INVALID_ARGUMENT;
  float* places = (float*)args->workspace;
  a.weight = bn_simple_or(&args->weight, &places, a.c, 1);
  a.dweight = bn_simple_or(&args->dweight, &places, a.c, 0);
  a.dbias = bn_simple_or(&args->dbias, &places, a.c, 0);
  a.dx = bn_simple_or(&args->dx, &places, a.c * a.m, 0);
  a.running_mean = (float*)args->running_mean.data;
  a.running_var = (float*)args->running_var.data;
  a.save_mean = (float*)args->save_mean.data;
  a.save_invstd = (float*)args->save_invstd.data;
  a.dy = (const float*)args->dy.data;
  if (a.m > 0) {
    backward(&a);
  } else {
    for (int64_t c = 0; c < a.c; ++c) a.dweight[c] = a.dbias[c] = 0;
  }
  return BN_OK;
}

static inline bn_status bn_simple_contract(const bn_forward_args* args, bn_contract* contract) {
  (void)args;
  contract->accumulator = BN_SIMPLE_ACCUMULATOR;
  contract->variance = BN_SIMPLE_VARIANCE;
  contract->flags = BN_SIMPLE_FLAGS;
  return BN_OK;
}

static inline void bn_simple_describe(bn_plugin* plugin, const char* name,
                                      bn_status (*forward)(const bn_forward_args*),
                                      bn_status (*backward)(const bn_backward_args*)) {
  plugin->struct_size = sizeof *plugin;
  plugin->abi_version = BN_PLUGIN_ABI_VERSION;
  plugin->name = name;
  plugin->version = "1";
  plugin->dialect = BN_SIMPLE_DIALECT;
  plugin->contract = bn_simple_contract;
  plugin->supports = bn_simple_supports;
  plugin->forward = forward;
  plugin->backward = backward;
  plugin->forward_workspace = bn_simple_forward_workspace;
  plugin->backward_workspace = backward ? bn_simple_backward_workspace : NULL;
}

#endif /* BN_SIMPLE_H */
