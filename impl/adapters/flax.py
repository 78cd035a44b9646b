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


class Nnx(JaxCalls):
    DIALECT = DIALECT
    DTYPES = DTYPES
    CONTRACT = Linen.CONTRACT
    apply = staticmethod(nnx_layer)


class NnxTwoPass(JaxCalls):
    DIALECT = DIALECT
    DTYPES = DTYPES
    CONTRACT = TwoPass.CONTRACT

    @staticmethod
    def apply(*given):
        return nnx_layer(*given, fast=False)


CONTRACT = Linen.CONTRACT
batch_norm = Linen.batch_norm
batch_norm_backward = Linen.batch_norm_backward
batch_norm_double_backward = Linen.batch_norm_double_backward
