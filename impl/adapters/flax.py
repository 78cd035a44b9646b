"""Flax's batch norms, compiled by XLA for the CPU:

    bncheck verify flax --python my_environment/bin/python
    bncheck verify py:impl/adapters/flax.py:Nnx --python my_environment/bin/python

`axis=1` is Flax's own argument, and its momentum weighs the old value: the number that arrives is
handed on as it is. Gradients are those of jax.vjp, through the function that trains.
"""

import flax
import flax.linen
import _xla as xla
from _jax_calls import JaxCalls, jnp
from flax import nnx

NAME = "flax"
VERSION = flax.__version__
DIALECT = "flax;momentum=old"
DTYPES = ["f16", "bf16", "f32", "f64"]
ENTRY_POINTS = {
    "": "flax.linen.BatchNorm",
    "TwoPass": "flax.linen.BatchNorm(use_fast_variance=False)",
    "Nnx": "flax.nnx.BatchNorm",
    "NnxTwoPass": "flax.nnx.BatchNorm(use_fast_variance=False)",
}
FINDINGS = {
    "backward_training": "Flax 0.12.8: gradients of half types are added up in the half type",
    "gradient_gauge": "Flax 0.12.8: gradients of half types are added up in the half type",
    "gradient_linearity": "Flax 0.12.8: gradients of half types are added up in the half type",
    "gradient_along_input": "Flax 0.12.8: gradients of half types are added up in the half type",
    "gradient_energy": "Flax 0.12.8: gradients of half types are added up in the half type",
    "jacobian": "Flax 0.12.8: gradients of half types are added up in the half type",
    "gradient_of_output": "Flax 0.12.8, Haiku 0.0.17, Keras 3.15.1, "
    "TensorFlow 2.21.0 with XLA: the gradient of the variance underflows",
    "Nnx layout_independence": "Flax 0.12.8: gradients of half types are added up in the half type",
    "Nnx thread_independence": "Flax 0.12.8: gradients of half types are added up in the half type",
    "NnxTwoPass layout_independence": "Flax 0.12.8: gradients of half types are added up in "
    "the half type",
    "NnxTwoPass thread_independence": "Flax 0.12.8: gradients of half types are added up in "
    "the half type",
}


def linen(x, weight, bias, running_mean, running_var, training, momentum, eps, fast=True):
    layer = flax.linen.BatchNorm(
        use_running_average=not training,
        axis=1,
        momentum=momentum,
        epsilon=eps,
        dtype=x.dtype,
        use_bias=bias is not None,
        use_scale=weight is not None,
        use_fast_variance=fast,
    )
    given = {"scale": weight, "bias": bias}
    running = {"mean": running_mean, "var": running_var}
    if running_mean is None:  # the layer has them always
        running = {name: jnp.zeros(x.shape[1], jnp.float32) for name in running}
    variables = {
        "params": {name: value for name, value in given.items() if value is not None},
        "batch_stats": running,
    }
    y, updated = layer.apply(variables, x, mutable=["batch_stats"])
    return y, updated["batch_stats"]["mean"], updated["batch_stats"]["var"]


def nnx_layer(x, weight, bias, running_mean, running_var, training, momentum, eps, fast=True):
    layer = nnx.BatchNorm(
        x.shape[1],
        use_running_average=not training,
        axis=1,
        momentum=momentum,
        epsilon=eps,
        dtype=x.dtype,
        use_bias=bias is not None,
        use_scale=weight is not None,
        use_fast_variance=fast,
        rngs=nnx.Rngs(0),
    )
    given = {"scale": weight, "bias": bias, "mean": running_mean, "var": running_var}
    for name, value in given.items():
        if value is not None:
            getattr(layer, name).set_value(value)
    y = layer(x)
    return y, layer.mean.get_value(), layer.var.get_value()


class Linen(JaxCalls):
    apply = staticmethod(linen)

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        return xla.contract(dtype, "one-pass", "folded")


class TwoPass(JaxCalls):
    DIALECT = DIALECT
    DTYPES = DTYPES

    @staticmethod
    def apply(*given):
        return linen(*given, fast=False)

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        return xla.contract(dtype, "two-pass", "direct")


def nnx_contract(dtype, training, *form):
    """promote_dtype, flax/nnx/nn/normalization.py of 0.12.8, rounds weight, bias and the running
    statistics to the type of x. Training has the batch's statistics in f32 and is linear in the
    parameters: their rounding counts as one of the last step. Evaluation computes in the type of x;
    XLA's rsqrt of the half types is that of f32, rounded."""
    declared = xla.contract(dtype, *form)
    if xla.F32_AND_WIDER[dtype] == dtype:
        return declared
    if training:
        return declared | {"applied": dtype}
    formats = ("element", "accumulator", "stored", "applied")
    return declared | dict.fromkeys(formats, dtype) | {"invsqrt_error_u": 2}


class Nnx(JaxCalls):
    DIALECT = DIALECT
    DTYPES = DTYPES
    apply = staticmethod(nnx_layer)

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        return nnx_contract(dtype, training, "one-pass", "folded")


class NnxTwoPass(JaxCalls):
    DIALECT = DIALECT
    DTYPES = DTYPES

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        return nnx_contract(dtype, training, "two-pass", "direct")

    @staticmethod
    def apply(*given):
        return nnx_layer(*given, fast=False)


CONTRACT = Linen.CONTRACT
batch_norm = Linen.batch_norm
batch_norm_backward = Linen.batch_norm_backward
batch_norm_double_backward = Linen.batch_norm_double_backward
