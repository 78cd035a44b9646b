/* The contract between bncheck and an implementation of batch normalization (C11 and C++).
 *
 * A plug-in is a shared library that exports one symbol, bn_plugin_entry. It sees this header and
 * nothing else of bncheck. Copy plugin_template.c or plugin_template.cpp to begin.
 *
 * Versions: BN_PLUGIN_ABI_VERSION grows when a meaning changes. Fields are only ever appended;
 * struct_size, set by whoever made the struct, tells which are there. Ask for those that you use: a
 * plug-in without need of a workspace is content with offsetof(bn_forward_args, workspace). */
#ifndef BN_PLUGIN_H
#define BN_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BN_PLUGIN_ABI_VERSION 1u

typedef enum bn_status {
  BN_OK = 0,
  BN_UNSUPPORTED = 1,      /* an honest refusal, before anything is written: the case is skipped */
  BN_INVALID_ARGUMENT = 2, /* the operation is not defined for these arguments */
  BN_FAILURE = 3           /* something broke; last_error tells what */
} bn_status;

typedef enum bn_dtype { BN_F16 = 1, BN_BF16 = 2, BN_F32 = 3, BN_F64 = 4 } bn_dtype;
typedef enum bn_mode { BN_TRAINING = 1, BN_EVAL = 2 } bn_mode;
typedef enum bn_device { BN_CPU = 1, BN_CUDA = 2 } bn_device; /* DLPack's codes */

/* A view of memory that the host owns; valid during the call only, but data on a device until the
 * work is done that the call enqueued.
 * data: NULL means absent. Aligned to its element, and to nothing more. Not NULL if empty.
 * shape, strides: in the host's memory; ndim entries, strides in elements, of any size, and 0 where
 *   dy is one value.
 * Axis 1 of x, y, dy and dx is the channel, whatever the memory order. Parameters and statistics
 * have one axis, whose stride may not be 1. Only by BN_IN_PLACE do outputs overlap inputs. */
typedef struct bn_tensor {
  void* data;
  const int64_t* shape;
  const int64_t* strides;
  int32_t ndim;
  int32_t dtype;
} bn_tensor;

/* running_mean and running_var: both present or both absent. Training updates them in place,
 *   running = (1 - momentum) * running + momentum * batch, the batch's variance over m - 1 (or as
 *   the dialect says); evaluation reads them.
 * save_mean, save_invstd: outputs of training, the batch's mean and 1/sqrt(var + eps) with the
 *   variance over m; absent in evaluation, or when the host does not want them.
 * threads: how many to use, 0 for as many as the implementation likes.
 * device: the plug-in's, BN_CPU or BN_CUDA: where the data of all tensors and the workspace lie.
 * stream: the CUDA stream to work on; NULL on the CPU.
 * workspace: of at least the size that the plug-in asked for, aligned to 256 bytes, with anything
 *   in it; the plug-in's until the call, and the work that it enqueued, is done. NULL and 0 if it
 *   asked for none. */
typedef struct bn_forward_args {
  size_t struct_size;
  int32_t mode, device, threads, reserved;
  double eps, momentum;
  bn_tensor x, weight, bias;           /* in */
  bn_tensor running_mean, running_var; /* in; in and out when training */
  bn_tensor y, save_mean, save_invstd; /* out */
  void* stream;
  void* workspace;
  size_t workspace_size;
} bn_forward_args;

/* save_mean, save_invstd: what the implementation's own forward returned, or the true values,
 * rounded: 1/sqrt(var + eps) in every dialect, also where forward saves the variance, or nothing.
 * Absent in evaluation. An output whose data is NULL is not wanted. */
typedef struct bn_backward_args {
  size_t struct_size;
  int32_t mode, device, threads, reserved;
  double eps;
  bn_tensor dy, x, weight, running_mean, running_var, save_mean, save_invstd; /* in */
  bn_tensor dx, dweight, dbias;                                               /* out */
  void* stream;
  void* workspace;
  size_t workspace_size;
} bn_backward_args;

/* ddx, ddweight, ddbias: the gradients that arrive at dx, dweight and dbias; NULL means zero. */
typedef struct bn_double_backward_args {
  size_t struct_size;
  int32_t mode, device, threads, reserved;
  double eps;
  bn_tensor dy, x, weight, running_mean, running_var, save_mean, save_invstd; /* in */
  bn_tensor ddx, ddweight, ddbias;                                            /* in */
  bn_tensor d_dy, d_x, d_weight;                                              /* out */
  void* stream;
  void* workspace;
  size_t workspace_size;
} bn_double_backward_args;

/* What the implementation declares about its arithmetic for one problem. The error it is allowed
 * follows from this alone; all zeros: every type f32 (f64 for f64 tensors), two-pass, any order. */
typedef struct bn_contract {
  size_t struct_size;
  int32_t element;     /* bn_dtype of arithmetic on single elements */
  int32_t accumulator; /* bn_dtype of sums */
  int32_t stored;      /* bn_dtype of mean and invstd as kept between the passes */
  int32_t applied;     /* bn_dtype of the final a*x + b; each 0: f64 for f64 tensors, else f32 */
  int32_t variance;    /* BN_VARIANCE_... */
  int32_t apply;       /* BN_APPLY_... */
  int32_t summation;   /* BN_SUM_... */
  int32_t summation_height;    /* additions on the longest path to a sum; 0: m - 1 */
  int32_t backward_statistics; /* BN_SAVED or BN_RECOMPUTED */
  int32_t flags;
  double invsqrt_error_u; /* error of 1/sqrt in units of roundoff; 0: 2, rounded sqrt and divide */
} bn_contract;

enum {
  BN_VARIANCE_UNSPECIFIED = 0, /* as two-pass */
  BN_TWO_PASS = 1,
  BN_WELFORD = 2,
  BN_ONE_PASS = 3 /* E[x^2] - E[x]^2, taken as 0 where it comes out negative */
};
enum {
  BN_APPLY_UNSPECIFIED = 0, /* either */
  BN_DIRECT = 1,            /* (x - mean) * invstd * weight + bias */
  BN_FOLDED = 2             /* a * x + b */
};
enum {
  BN_SUM_UNSPECIFIED = 0, /* any order */
  BN_SEQUENTIAL = 1,
  BN_TREE = 2,
  BN_EXACT = 3
};
enum {
  BN_SAVED = 0,     /* backward uses save_mean and save_invstd */
  BN_RECOMPUTED = 1 /* backward computes the statistics from x again */
};
enum {
  BN_DETERMINISTIC = 1, /* the same bits whenever it is asked, whatever else is wanted, and in place
                         * or not; the number of threads may matter */
  BN_FLUSHES_SUBNORMALS = 2,
  BN_CORRECTLY_ROUNDED = 4, /* every output; then threads do not matter either */
  BN_THREAD_SAFE = 8,
  BN_UNIFORM = 16,          /* the same operations for every element */
  BN_IN_PLACE = 32,         /* y may be x, dx may be dy: the same address and strides */
  BN_DOUBLE_PARAMETERS = 64 /* eps and momentum are not rounded to the parameter type */
};

/* Strings and functions stay valid as long as the library is loaded.
 * device: where the data of tensors lie; 0 or BN_CPU, or BN_CUDA. Functions of a CUDA plug-in
 *   enqueue their work on args->stream, which may be under capture, and return: they allocate
 *   nothing, wait for nothing and use no other stream. An error of the device is the call's.
 * ..._workspace: how many bytes a call with these arguments needs; NULL: none. */
typedef struct bn_plugin {
  size_t struct_size;
  uint32_t abi_version;                 /* BN_PLUGIN_ABI_VERSION as compiled */
  const char *name, *version, *dialect; /* dialect NULL: "pytorch" */
  bn_status (*contract)(const bn_forward_args*, bn_contract*); /* NULL: all zeros */
  bn_status (*supports)(const bn_forward_args*);               /* NULL: everything */
  bn_status (*forward)(const bn_forward_args*);
  bn_status (*backward)(const bn_backward_args*);               /* NULL: not offered */
  bn_status (*double_backward)(const bn_double_backward_args*); /* NULL: not offered */
  const char* (*last_error)(void); /* NULL: none; the text is the plug-in's */
  int32_t device, reserved;
  size_t (*forward_workspace)(const bn_forward_args*);
  size_t (*backward_workspace)(const bn_backward_args*);
  size_t (*double_backward_workspace)(const bn_double_backward_args*);
} bn_plugin;

/* Returns the plug-in, or NULL if it does not understand the host's version. contract, supports and
 * ..._workspace look at everything but the data. */
#if defined(_WIN32)
#define BN_PLUGIN_EXPORT __declspec(dllexport)
#else
#define BN_PLUGIN_EXPORT __attribute__((visibility("default")))
#endif
BN_PLUGIN_EXPORT const bn_plugin* bn_plugin_entry(uint32_t host_abi_version);

#ifdef __cplusplus
}
#endif

#endif /* BN_PLUGIN_H */
