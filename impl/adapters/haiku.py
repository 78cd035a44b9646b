"""Haiku's batch norm, compiled by XLA for the CPU:

    bncheck verify haiku --python my_environment/bin/python

The averages that Haiku evaluates with are divided by 1 - decay^k after k updates. One update from
any averages is expressed by this state: counter = k with decay^k = 0 in the format, where hidden
and average are one number. Where a decay is too near to 1 for that, tracking is refused.
"""

import importlib.metadata

import haiku
import numpy
import _xla as xla
from _jax_calls import JaxCalls, jnp

NAME = "haiku"
VERSION = importlib.metadata.version("dm-haiku")
DIALECT = "haiku;momentum=old"
DTYPES = ["f32", "f64"]
ENTRY_POINTS = {"": "haiku.BatchNorm"}
FINDINGS = {
    "training_output": "Haiku 0.0.17: NaN where a mean is large",
    "output_bound": "Haiku 0.0.17: NaN where a mean is large",
    "constant_channel": "Haiku 0.0.17: NaN where a mean is large",
    "gradient_of_output": "Flax 0.12.8, Haiku 0.0.17, Keras 3.15.1, "
    "TensorFlow 2.21.0 with XLA: the gradient of the variance underflows",
    "backward_training": "Flax 0.12.8, Haiku 0.0.17, Keras 3.15.1, "
    "TensorFlow 2.21.0 with XLA: the gradient of the variance underflows",
}

MANY = numpy.int32(2**31 - 2)  # the largest counter that can be counted on


def layer(x, training, decay, eps, scale, offset):
    made = haiku.BatchNorm(scale, offset, decay, eps=eps, data_format="channels_first", name="bn")
    return made(x, is_training=training)


def haiku_layer(x, weight, bias, running_mean, running_var, training, momentum, eps):
    lying = (1, -1) + (1,) * (x.ndim - 2)
    run = haiku.transform_with_state(layer)
    given = {"scale": weight, "offset": bias}
    parameters = {
        name: value.reshape(lying) for name, value in given.items() if value is not None
    }
    if running_mean is None:
        running_mean, running_var = jnp.zeros((2, x.shape[1]), x.dtype)
    state = {
        f"bn/~/{name}_ema": {
            "counter": MANY,
            "hidden": value.reshape(lying),
            "average": value.reshape(lying),
        }
        for name, value in (("mean", running_mean), ("var", running_var))
    }
    created = (weight is not None, bias is not None)
    answer = run.apply({"bn": parameters}, state, None, x, training, momentum, eps, *created)
    y, state = answer
    averages = [state[f"bn/~/{name}_ema"]["average"].reshape(-1) for name in ("mean", "var")]
    return y, *averages


class Layer(JaxCalls):
    apply = staticmethod(haiku_layer)

    @classmethod
    def batch_norm(cls, x, weight, bias, running_mean, running_var, training, momentum, eps):
        tracks = training and running_mean is not None
        if tracks and 1 - float(x.dtype.type(momentum)) ** int(MANY + 1) < 1:
            raise NotImplementedError("Haiku's averages are biased after any number of updates")
        given = (x, weight, bias, running_mean, running_var, training, momentum, eps)
        return super().batch_norm(*given)


def CONTRACT(shape, dtype, layout, training):  # noqa: N802
    """The mean of squares less the square of the mean, haiku/_src/batch_norm.py of 0.0.17; the
    gradient of that adds a multiple of x."""
    return xla.contract(dtype, "one-pass", "folded")


batch_norm = Layer.batch_norm
batch_norm_backward = Layer.batch_norm_backward
batch_norm_double_backward = Layer.batch_norm_double_backward
