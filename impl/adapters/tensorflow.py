"""TensorFlow's batch norms on the CPU:

    bncheck verify tensorflow --python my_environment/bin/python
    bncheck verify py:impl/adapters/tensorflow.py:Moments --python my_environment/bin/python

By default the raw operator FusedBatchNormV3, whose momentum weighs the new value, and its gradient.
It takes tensors of rank 4 and 5, and TensorFlow runs oneDNN's kernels for it where it likes.
"""

import os

# Its greeting would be all that a user sees; what goes wrong is raised.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy
import tensorflow as tf
import _xla as xla
from _tensorflow_calls import TensorFlowCalls, arrays

NAME = "tensorflow"
VERSION = tf.__version__
DIALECT = "tf-fused"
DTYPES = ["f16", "bf16", "f32"]
ENTRY_POINTS = {
    "": "tf.raw_ops.FusedBatchNormV3 and FusedBatchNormGradV3",
    "Fused": "tf.compat.v1.nn.fused_batch_norm",
    "Moments": "tf.nn.moments and tf.nn.batch_normalization",
    "MomentsXla": "tf.nn.moments and tf.nn.batch_normalization, tf.function(jit_compile=True)",
}
FINDINGS = {
    "Moments double_backward_training": "TensorFlow 2.21.0: second derivatives through "
    "tf.nn.moments are wrong",
    "Moments double_backward_symmetry": "TensorFlow 2.21.0: second derivatives through "
    "tf.nn.moments are wrong",
    "Moments double_backward_sums": "TensorFlow 2.21.0: second derivatives through "
    "tf.nn.moments are wrong",
    "MomentsXla double_backward_training": "TensorFlow 2.21.0: second derivatives through "
    "tf.nn.moments are wrong",
    "MomentsXla double_backward_symmetry": "TensorFlow 2.21.0: second derivatives through "
    "tf.nn.moments are wrong",
    "MomentsXla double_backward_sums": "TensorFlow 2.21.0: second derivatives through "
    "tf.nn.moments are wrong",
    "Moments backward_training": "TensorFlow 2.21.0, Keras 3.15.1 on TensorFlow and "
    "JAX: gradients lose digits where a mean is large",
    "Moments gradient_along_input": "TensorFlow 2.21.0, Keras 3.15.1 on TensorFlow and "
    "JAX: gradients lose digits where a mean is large",
    "MomentsXla gradient_of_output": "Flax 0.12.8, Haiku 0.0.17, Keras 3.15.1, "
    "TensorFlow 2.21.0 with XLA: the gradient of the variance underflows",
    "MomentsXla backward_training": "TensorFlow 2.21.0, Keras 3.15.1 on TensorFlow and "
    "JAX: gradients lose digits where a mean is large",
    "MomentsXla gradient_along_input": "TensorFlow 2.21.0, Keras 3.15.1 on TensorFlow and "
    "JAX: gradients lose digits where a mean is large",
}


def CONTRACT(shape, dtype, layout, training):  # noqa: N802
    """Elements are cast to f32; the variance is the mean of squares of x - mean, in
    tensorflow/core/kernels/fused_batch_norm_op.cc as in oneDNN."""
    return {
        "element": "f32",
        "accumulator": "f32",
        "stored": "f32",
        "applied": "f32",
        "variance": "two-pass",
        "apply": "direct",
        "summation": "any",
        "backward_statistics": "recomputed",
        "deterministic": True,
        "flushes_subnormals": True,
    }


def supports(shape, dtype, layout, training):
    return len(shape) in (4, 5)


def axes_of(x):
    """TensorFlow's own order, the one that every kernel of a CPU knows."""
    return "NHWC" if x.ndim == 4 else "NDHWC"


def last(x):
    return numpy.moveaxis(x, 1, -1)


def first(y):
    return numpy.moveaxis(y, -1, 1)


def check(x, *required):
    if any(each is None for each in required):
        raise NotImplementedError("FusedBatchNormV3 requires scale and offset")
    if any(each.dtype != numpy.float32 for each in required):
        raise NotImplementedError("its parameters are f32")


def fused(x, weight, bias, running_mean, running_var, training, momentum, eps):
    check(x, weight, bias)
    none = numpy.zeros(0, numpy.float32)
    tracks = running_mean is not None
    return tf.raw_ops.FusedBatchNormV3(
        x=last(x),
        scale=weight,
        offset=bias,
        mean=running_mean if tracks else none,
        variance=running_var if tracks else none,
        epsilon=eps,
        exponential_avg_factor=momentum if tracks and training else 1.0,
        data_format=axes_of(x),
        is_training=training,
    )


def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
    answer = fused(x, weight, bias, running_mean, running_var, training, momentum, eps)
    y, mean, var, saved_mean, saved_var, _ = arrays(*answer)
    return (first(y), mean, var, saved_mean, saved_var) if training else first(y)


def batch_norm_backward(
    dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
):
    """What training saves is asked of the operator again: it is the variance, and invstd arrives.
    Evaluation is given the running statistics."""
    check(x, weight)
    saved = (running_mean, running_var, numpy.zeros(0, numpy.float32))
    if training:
        zero = numpy.zeros_like(weight)
        saved = fused(x, weight, zero, None, None, training, 1.0, eps)[3:]
    gradients = tf.raw_ops.FusedBatchNormGradV3(
        y_backprop=last(dy),
        x=last(x),
        scale=weight,
        reserve_space_1=saved[0],
        reserve_space_2=saved[1],
        reserve_space_3=saved[2],
        epsilon=eps,
        data_format=axes_of(x),
        is_training=training,
    )
    dx, dweight, dbias = arrays(*gradients[:3])
    return first(dx), dweight, dbias


class Fused:
    """The function does not return what is saved."""

    DIALECT = "tf-fused;saved=none"
    DTYPES = DTYPES
    CONTRACT = staticmethod(CONTRACT)
    supports = staticmethod(supports)

    @staticmethod
    def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
        check(x, weight, bias)
        answer = tf.compat.v1.nn.fused_batch_norm(
            last(x),
            weight,
            bias,
            mean=running_mean,
            variance=running_var,
            epsilon=eps,
            data_format=axes_of(x),
            is_training=training,
            exponential_avg_factor=1.0 if running_mean is None else momentum,
        )
        y, mean, var = arrays(*answer)
        return (first(y), mean, var) if training else first(y)


def moments(x, weight, bias, running_mean, running_var, training, momentum, eps):
    mean, var = running_mean, running_var
    if training:
        if momentum is not None and running_mean is not None:
            raise NotImplementedError("tf.nn.moments keeps no running statistics")
        mean, var = tf.nn.moments(x, [axis for axis in range(len(x.shape)) if axis != 1])
    shape = [1, -1] + [1] * (len(x.shape) - 2)
    given = (mean, var, bias, weight)
    lying = [None if each is None else tf.reshape(each, shape) for each in given]
    return tf.nn.batch_normalization(x, *lying, eps), None, None


class Moments(TensorFlowCalls):
    """tf.nn.moments keeps no running statistics: training that is given some is refused. The
    gradient sums dy * x, and subtracts mean * sum of dy: no contract has a word for that, so
    that dweight and dx are accused where a mean is large (docs/numerics.md, 8.1). The second
    derivatives of training are wrong (docs/findings.md)."""

    DIALECT = "flax;saved=none"
    DTYPES = ["f32", "f64"]
    apply = staticmethod(moments)

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        """x * inv + (offset - mean * inv), tensorflow/python/ops/nn_impl.py of 2.21; squares of
        x - mean are averaged. Eigen's rsqrt is the one that XLA copied."""
        return xla.contract(dtype, "two-pass", "folded")


class MomentsXla(Moments):
    """The same, compiled: every shape is a program."""

    compiled = True
