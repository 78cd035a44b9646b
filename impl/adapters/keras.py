"""Keras 3's BatchNormalization on each of its backends; there is no default:

    bncheck verify py:impl/adapters/keras.py:Jax --python my_environment/bin/python

Keras has one backend in a process, and reads its name when it is imported: that happens when a
class is first asked for its functions. `axis=1` is Keras's own argument, and its momentum weighs
the old value. Gradients are the backend's own, through stateless_call. Where parameters are wider
than x, the policy is mixed_float16 or mixed_bfloat16. On TensorFlow and JAX the gradient sums
dy * x, and subtracts mean * sum of dy: no contract has a word for that, so that dweight and dx are
accused where a mean is large (docs/numerics.md, 8.1).
"""

import importlib
import os
import sys

import _xla as xla

NAME = "keras"
ENTRY_POINTS = {
    "TensorFlow": "keras.layers.BatchNormalization, KERAS_BACKEND=tensorflow",
    "Jax": "keras.layers.BatchNormalization, KERAS_BACKEND=jax",
    "Torch": "keras.layers.BatchNormalization, KERAS_BACKEND=torch",
    "Torch64": "the same with dtype=float64, held to f64",
}
FINDINGS = {
    "TensorFlow double_backward_training": "TensorFlow 2.21.0: second derivatives through "
    "tf.nn.moments are wrong",
    "TensorFlow double_backward_symmetry": "TensorFlow 2.21.0: second derivatives through "
    "tf.nn.moments are wrong",
    "TensorFlow double_backward_sums": "TensorFlow 2.21.0: second derivatives through "
    "tf.nn.moments are wrong",
    "TensorFlow backward_training": "TensorFlow 2.21.0, Keras 3.15.1 on TensorFlow and "
    "JAX: gradients lose digits where a mean is large",
    "TensorFlow gradient_along_input": "TensorFlow 2.21.0, Keras 3.15.1 on TensorFlow and "
    "JAX: gradients lose digits where a mean is large",
    "Torch training_output": "Keras 3.15.1 on PyTorch: NaN where a mean is large",
    "Torch output_bound": "Keras 3.15.1 on PyTorch: NaN where a mean is large",
    "Torch zero_weight": "Keras 3.15.1 on PyTorch: NaN where a mean is large",
    "Torch identity": "Keras 3.15.1 on PyTorch: NaN where a mean is large",
    "Torch running_hull": "Keras 3.15.1 on PyTorch: NaN where a mean is large",
    "Torch backward_training": "Keras 3.15.1 on PyTorch: NaN where a mean is large",
    "Torch gradient_of_constant": "Keras 3.15.1 on PyTorch: NaN where a mean is large",
    "Torch gradient_scales_with_weight": "Keras 3.15.1 on PyTorch: NaN where a mean is large",
    "Jax gradient_of_output": "Flax 0.12.8, Haiku 0.0.17, Keras 3.15.1, "
    "TensorFlow 2.21.0 with XLA: the gradient of the variance underflows",
    "Jax backward_training": "Flax 0.12.8, Haiku 0.0.17, Keras 3.15.1, "
    "TensorFlow 2.21.0 with XLA: the gradient of the variance underflows",
    "Torch gradient_of_output": "Flax 0.12.8, Haiku 0.0.17, Keras 3.15.1, "
    "TensorFlow 2.21.0 with XLA: the gradient of the variance underflows",
    "Torch64 *": "Keras 3.15.1 on PyTorch and JAX: a float64 layer computes in f32",
}
POLICIES = {"float16": "mixed_float16", "bfloat16": "mixed_bfloat16"}


def policy_of(x, parameters):
    name = sys.modules["keras"].backend.standardize_dtype(x.dtype)
    mixed = any(each is not None and each.dtype != x.dtype for each in parameters)
    return POLICIES[name] if mixed else name


def layer_of_keras(x, weight, bias, running_mean, running_var, training, momentum, eps):
    keras = sys.modules["keras"]
    parameters = (weight, bias, running_mean, running_var)
    layer = keras.layers.BatchNormalization(
        axis=1,
        center=bias is not None,
        scale=weight is not None,
        dtype=policy_of(x, parameters),
    )
    # The constructor would make floats of numbers that JAX traces.
    layer.momentum, layer.epsilon = momentum, eps
    layer.build(tuple(x.shape))
    running = (running_mean, running_var)
    if running_mean is None:  # the layer has them always
        running = [keras.ops.zeros(x.shape[1], layer.moving_mean.dtype)] * 2
    trained = [each for each in (weight, bias) if each is not None]
    y, updated = layer.stateless_call(trained, list(running), x, training=training)
    return y, *updated


class AtFirstSight:
    """A function of a backend's calls, imported with Keras when it is looked up: as a module is
    loaded, before the time of a case runs."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        os.environ["KERAS_BACKEND"] = owner.BACKEND
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        owner.VERSION = importlib.import_module("keras").__version__
        calls = importlib.import_module(f"_{owner.BACKEND}_calls")
        return getattr(calls.calls_of(layer_of_keras), self.name)


class Backend:
    DIALECT = "keras3;momentum=old"
    batch_norm = AtFirstSight()
    batch_norm_backward = AtFirstSight()
    batch_norm_double_backward = AtFirstSight()


class TensorFlow(Backend):
    NAME = "keras on TensorFlow"
    BACKEND = "tensorflow"
    DTYPES = ["f16", "bf16", "f32", "f64"]

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        """tf.nn.moments and tf.nn.batch_normalization, which folds; in f32 or wider. Eigen's rsqrt
        is the one that XLA copied."""
        return xla.contract(dtype, "two-pass", "folded")


class Jax(Backend):
    NAME = "keras on JAX"
    BACKEND = "jax"
    DTYPES = ["f16", "bf16", "f32"]  # f64 is computed in f32 (docs/findings.md)

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        """jnp.var, and x * inv + (offset - mean * inv): keras/src/backend/jax/nn.py of 3.15.1."""
        return xla.contract(dtype, "two-pass", "folded")


class Torch(Backend):
    NAME = "keras on PyTorch"
    BACKEND = "torch"
    DTYPES = ["f16", "bf16", "f32"]  # f64 is computed in f32 (docs/findings.md)

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        """The mean of squares less the square of the mean, keras/src/backend/torch/nn.py of
        3.15.1; forward is direct, but the gradient of the variance adds a multiple of x."""
        computed = xla.F32_AND_WIDER[dtype]
        return {
            "element": computed,
            "accumulator": computed,
            "stored": computed,
            "applied": computed,
            "variance": "one-pass",
            "apply": "folded",
            "summation": "any",
            "backward_statistics": "recomputed",
            "deterministic": True,
        }


class Torch64(Torch):
    DTYPES = ["f64"]
