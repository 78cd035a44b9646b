"""TensorFlow's batch norms on the CPU:

    bncheck verify tensorflow --python my_environment/bin/python
    bncheck verify py:impl/adapters/tensorflow.py:Moments --python my_environment/bin/python

By default the raw operator FusedBatchNormV3, whose momentum weighs the new value, and its gradient.
It takes tensors of rank 4 and 5, and TensorFlow runs oneDNN's kernels for it where it likes.
"""

import os

# Its greeting would be all that a user sees; what goes wrong is raised.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy
import tensorflow as tf
from bncheck_adapters import xla

NAME = "tensorflow"
VERSION = tf.__version__
# The operator takes eps as it is; the function of the class below raises it.
DIALECT = "tf-fused;eps=any"
DTYPES = ["f16", "bf16", "f32"]
ENTRY_POINTS = {
    "": "tf.raw_ops.FusedBatchNormV3 and FusedBatchNormGradV3",
    "Fused": "tf.compat.v1.nn.fused_batch_norm",
    "Moments": "tf.nn.moments and tf.nn.batch_normalization",
    "MomentsXla": "tf.nn.moments and tf.nn.batch_normalization, tf.function(jit_compile=True)",
}

# One device, and sums that do not depend on how many threads share them.
tf.config.set_visible_devices([], "GPU")
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)


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
        "backward_statistics": "saved",
        "deterministic": True,
        "flushes_subnormals": True,
    }


def supports(shape, dtype, layout, training):
    return len(shape) in (4, 5)


def arrays(*tensors):
    return tuple(None if each is None else each.numpy() for each in tensors)


def axes_of(x):
    return "NCHW" if x.ndim == 4 else "NCDHW"


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
        x=x,
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
    return (y, mean, var, saved_mean, saved_var) if training else y


def batch_norm_backward(
    dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
):
    check(x, weight)
    statistics = (save_mean, save_invstd) if training else (running_mean, running_var)
    gradients = tf.raw_ops.FusedBatchNormGradV3(
        y_backprop=dy,
        x=x,
        scale=weight,
        reserve_space_1=statistics[0],
        reserve_space_2=statistics[1],
        reserve_space_3=numpy.zeros(0, numpy.float32),  # of a GPU
        epsilon=eps,
        data_format=axes_of(x),
        is_training=training,
    )
    return arrays(*gradients[:3])


class Fused:
    """The function raises eps to 1.001e-5, and does not return what is saved."""

    DIALECT = "tf-fused;saved=none"
    DTYPES = DTYPES
    CONTRACT = staticmethod(CONTRACT)
    supports = staticmethod(supports)

    @staticmethod
    def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
        check(x, weight, bias)
        answer = tf.compat.v1.nn.fused_batch_norm(
            x,
            weight,
            bias,
            mean=running_mean,
            variance=running_var,
            epsilon=eps,
            data_format=axes_of(x),
            is_training=training,
            exponential_avg_factor=1.0 if running_mean is None else momentum,
        )
        return arrays(*answer) if training else arrays(*answer)[0]


def moments(x, weight, bias, mean, var, eps):
    """The statistics given, or those of x."""
    shape = [1, -1] + [1] * (len(x.shape) - 2)
    if mean is None:
        axes = [axis for axis in range(len(x.shape)) if axis != 1]
        mean, var = tf.nn.moments(x, axes)
    lying = [None if each is None else tf.reshape(each, shape) for each in (mean, var, bias, weight)]
    return tf.nn.batch_normalization(x, *lying, eps)


def moments_gradients(dy, x, weight, bias, mean, var, eps):
    with tf.GradientTape() as tape:
        sources = [each for each in (x, weight, bias) if each is not None]
        tape.watch(sources)
        y = moments(x, weight, bias, mean, var, eps)
    found = list(tape.gradient(y, sources, dy))
    return found if weight is not None else [found[0], None, found[1]]


def moments_second(second, dy, x, weight, bias, mean, var, eps):
    sources = [each for each in (dy, x, weight) if each is not None]
    with tf.GradientTape() as tape:
        tape.watch(sources)
        first = moments_gradients(dy, x, weight, bias, mean, var, eps)
        pairs = [
            (to, along)
            for to, along in zip(first, second, strict=True)
            if to is not None and along is not None
        ]
    found = tape.gradient(
        [to for to, _ in pairs],
        sources,
        [along for _, along in pairs],
        unconnected_gradients="zero",
    )
    return list(found) if weight is not None else [*found, None]


class Moments:
    """tf.nn.moments keeps no running statistics: training that is given some is refused."""

    DIALECT = "flax;saved=none"
    DTYPES = ["f32", "f64"]
    calls = {"y": moments, "first": moments_gradients, "second": moments_second}

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        """x * inv + (offset - mean * inv) in tensorflow/python/ops/nn_impl.py, of TensorFlow
        2.21; squares of x - mean are averaged. Eigen's loops end in scalars."""
        return {
            "element": dtype,
            "accumulator": dtype,
            "stored": dtype,
            "applied": dtype,
            "variance": "two-pass",
            "apply": "folded",
            "summation": "any",
            "backward_statistics": "recomputed",
            "deterministic": True,
            "flushes_subnormals": True,
        }

    @classmethod
    def batch_norm(cls, x, weight, bias, running_mean, running_var, training, momentum, eps):
        if not training:
            return cls.calls["y"](*constants(x, weight, bias, running_mean, running_var), eps).numpy()
        if running_mean is not None:
            raise NotImplementedError("tf.nn.moments keeps no running statistics")
        y = cls.calls["y"](*constants(x, weight, bias), None, None, eps)
        return y.numpy(), None, None

    @classmethod
    def batch_norm_backward(
        cls, dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
    ):
        running = (None, None) if training else constants(running_mean, running_var)
        bias = tf.zeros(x.shape[1], x.dtype)
        given = constants(dy, x, weight)
        return arrays(*cls.calls["first"](*given, bias, *running, eps))

    @classmethod
    def batch_norm_double_backward(cls, *given):
        *given, running_mean, running_var, _, _, training, eps = given
        second, (dy, x, weight) = constants(*given[:3]), constants(*given[3:])
        if all(each is None for each in second):
            raise NotImplementedError("TensorFlow has no gradient of nothing")
        running = (None, None) if training else constants(running_mean, running_var)
        bias = tf.zeros(x.shape[1], x.dtype)
        return arrays(*cls.calls["second"](second, dy, x, weight, bias, *running, eps))


def constants(*given):
    return [None if each is None else tf.constant(each) for each in given]


class MomentsXla(Moments):
    """The same, compiled: every shape is a program."""

    calls = {
        name: tf.function(function, jit_compile=True) for name, function in Moments.calls.items()
    }

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        return xla.contract(dtype, "two-pass", "folded")
