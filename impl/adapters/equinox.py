"""Equinox's batch norm, compiled by XLA for the CPU:

    bncheck verify equinox --python my_environment/bin/python
    bncheck verify py:impl/adapters/equinox.py:Ema --python my_environment/bin/python

Mode "batch" keeps sums that decay, and evaluates with their quotients by 1 - momentum^k after k
updates. One update of given averages is expressed by a k with momentum^k = 0 in the format, where
both are one number; where momentum is too near to 1 for that, tracking is refused. What the first
updates do is not seen here (docs/findings.md).
"""

import importlib.metadata

import equinox
import jax
import _xla as xla
from _jax_calls import JaxCalls, jnp

NAME = "equinox"
VERSION = importlib.metadata.version("equinox")
DIALECT = "flax;momentum=old;affine=together"
DTYPES = ["f32", "f64"]
ENTRY_POINTS = {
    "": 'equinox.nn.BatchNorm(mode="batch")',
    "Ema": 'equinox.nn.BatchNorm(mode="ema"), evaluation',
}

MANY = 2**31 - 2  # the largest counter that can be counted on


def layer_of(x, weight, bias, momentum, eps, mode):
    if (weight is None) != (bias is None):
        raise NotImplementedError("channelwise_affine is both weight and bias, or neither")
    made, state = equinox.nn.make_with_state(equinox.nn.BatchNorm)(
        x.shape[1], "batch", channelwise_affine=weight is not None, dtype=x.dtype, mode=mode
    )
    for name, value in (("weight", weight), ("bias", bias), ("momentum", momentum), ("eps", eps)):
        object.__setattr__(made, name, value)
    return made, state


def over_batch(made, x, state, training):
    def one(image, state):
        return made(image, state, inference=not training)

    mapped = jax.vmap(one, axis_name="batch", in_axes=(0, None), out_axes=(0, None))
    return mapped(x, state)


def batch_mode(x, weight, bias, running_mean, running_var, training, momentum, eps):
    made, state = layer_of(x, weight, bias, momentum, eps, "batch")
    if running_mean is not None:
        state = state.set(made.batch_counter, jnp.asarray(MANY))
        state = state.set(made.batch_state_index, (running_mean, running_var))
    y, state = over_batch(made, x, state, training)
    return y, *state.get(made.batch_state_index)


def ema_mode(x, weight, bias, running_mean, running_var, training, momentum, eps):
    """Training normalizes with the averages, which no dialect does."""
    if training:
        raise NotImplementedError('mode="ema" does not normalize with the statistics of the batch')
    made, state = layer_of(x, weight, bias, momentum, eps, "ema")
    state = state.set(made.ema_state_index, (running_mean, running_var))
    return over_batch(made, x, state, training)[0], running_mean, running_var


def CONTRACT(shape, dtype, layout, training):  # noqa: N802
    """The mean of the images' means, and of their mean squares of x - mean; (x - mean) /
    sqrt(var + eps) * weight + bias: equinox/nn/_batch_norm.py of 0.13.8."""
    return xla.contract(dtype, "two-pass", "direct")


class Batch(JaxCalls):
    apply = staticmethod(batch_mode)

    @classmethod
    def batch_norm(cls, x, weight, bias, running_mean, running_var, training, momentum, eps):
        if running_mean is not None:
            kept = abs(float(x.dtype.type(momentum)))
            if training and (kept >= 1 or 1 - kept ** (MANY + 1) < 1):
                raise NotImplementedError("the averages are biased after any number of updates")
            if not training:  # where the number does not matter, but must be below 1
                momentum = 0.5
        given = (x, weight, bias, running_mean, running_var, training, momentum, eps)
        return super().batch_norm(*given)


class Ema(JaxCalls):
    DIALECT = DIALECT
    DTYPES = DTYPES
    CONTRACT = staticmethod(CONTRACT)
    apply = staticmethod(ema_mode)


batch_norm = Batch.batch_norm
batch_norm_backward = Batch.batch_norm_backward
batch_norm_double_backward = Batch.batch_norm_double_backward
