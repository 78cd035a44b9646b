"""MLX's batch norm, the module mlx.nn.BatchNorm, on the CPU:

    bncheck verify mlx --python my_environment/bin/python

Read in mlx 0.32.4, mlx/nn/layers/normalization.py: two passes, (x - mean) * rsqrt(var + eps) *
weight + bias. Derivatives are those of mx.vjp, which runs the forward again. Half tensors are
answered in f32, since the module's parameters are, and so are not taken. Tensors are copies with
the channels last.
"""

import mlx.core as mx
import numpy
from mlx import nn

NAME = "mlx"
VERSION = mx.__version__
ENTRY_POINTS = {"": "mlx.nn.BatchNorm"}
FINDINGS = {
    "double_backward_training": "MLX 0.32.4, CPU: second derivatives underflow in f32",
    "double_backward_along_input": "MLX 0.32.4, CPU: second derivatives underflow in f32",
}
DIALECT = "mlx"
DTYPES = ["f32", "f64"]

mx.set_default_device(mx.cpu)  # the only one with f64
TYPES = {"float32": mx.float32, "float64": mx.float64}


def CONTRACT(shape, dtype, layout, training):  # noqa: N802
    """All is in the type of the tensors; rsqrt is 1 divided by a rounded root."""
    return {
        "element": dtype,
        "accumulator": dtype,
        "stored": dtype,
        "applied": dtype,
        "variance": "two-pass",
        "apply": "direct",
        "summation": "any",
        "backward_statistics": "recomputed",
        "deterministic": True,
        "double_parameters": dtype == "f64",
    }


def arrays(*given):
    """Copied first: of a strided array MLX reads all memory between its ends (docs/findings.md)."""
    dense = [None if each is None else numpy.array(each, order="C") for each in given]
    return [
        None if each is None else mx.array(each, dtype=TYPES[each.dtype.name]) for each in dense
    ]


def channels_last(*given):
    return arrays(*(None if each is None else numpy.moveaxis(each, 1, -1) for each in given))


def as_first(array):
    return numpy.moveaxis(numpy.array(array), -1, 1)


def module(weight, bias, running_mean, running_var, training, momentum, eps):
    if (weight is None) != (bias is None):
        raise NotImplementedError("MLX has both weight and bias or neither (affine)")
    if eps <= 0:
        raise NotImplementedError("MLX takes a positive eps only")
    affine, tracked = weight is not None, running_mean is not None
    made = nn.BatchNorm(1, eps, momentum, affine, tracked)
    if affine:
        made.weight, made.bias = weight, bias
    if tracked:
        made.running_mean, made.running_var = running_mean, running_var
    return made.train(training)


def supports(shape, dtype, layout, training):
    """The module takes four axes at most; of an empty tensor it may never return
    (docs/findings.md)."""
    return len(shape) <= 4 and 0 not in shape


def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
    given = arrays(weight, bias, running_mean, running_var)
    made = module(*given, training, momentum, eps)
    y = as_first(made(*channels_last(x)))
    if not training or running_mean is None:
        return (y, running_mean, running_var) if training else y
    return y, numpy.array(made.running_mean), numpy.array(made.running_var)


def gradients_of(running, training, eps):
    """Returns the function of dy, x and weight that mx.vjp makes of the module: its dx, dweight and
    dbias."""

    def gradients(dy, x, weight):
        def forward(x, weight, bias):
            return module(weight, bias, *running, training, 0.0, eps)(x)

        return mx.vjp(forward, [x, weight, mx.zeros_like(weight)], [dy])[1]

    return gradients


def primals_of(dy, x, weight):
    """A missing weight is ones, since backward is not told whether there is a bias."""
    weight = numpy.ones(x.shape[1], x.dtype) if weight is None else weight
    return [*channels_last(dy, x), *arrays(weight)]


def batch_norm_backward(
    dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
):
    gradients = gradients_of(arrays(running_mean, running_var), training, eps)
    dx, dweight, dbias = gradients(*primals_of(dy, x, weight))
    return as_first(dx), numpy.array(dweight), numpy.array(dbias)


def batch_norm_double_backward(
    ddx,
    ddweight,
    ddbias,
    dy,
    x,
    weight,
    running_mean,
    running_var,
    save_mean,
    save_invstd,
    training,
    eps,
):
    gradients = gradients_of(arrays(running_mean, running_var), training, eps)
    primals = primals_of(dy, x, weight)
    given = zip([*channels_last(ddx), *arrays(ddweight, ddbias)], [1, 2, 2], strict=True)
    along = [mx.zeros_like(primals[i]) if each is None else each for each, i in given]
    d_dy, d_x, d_weight = mx.vjp(gradients, primals, along)[1]
    return as_first(d_dy), as_first(d_x), numpy.array(d_weight)
