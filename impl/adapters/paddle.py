"""PaddlePaddle's batch norm on the CPU, by the operators that paddle.nn.functional.batch_norm and
its gradient call, which return the saved statistics:

    bncheck verify paddle --python my_environment/bin/python

Read in paddle/phi/kernels/cpu/batch_norm_kernel.cc and batch_norm_grad_kernel.cc of 2022: two
passes, y = a * x + b, backward from what forward saved. Tensors are copies.
"""

import numpy
import paddle

NAME = "paddle"
VERSION = paddle.__version__
ENTRY_POINTS = {"": "paddle.nn.functional.batch_norm"}
DIALECT = "paddle;momentum=old"
DTYPES = ["f32", "f64"]

paddle.set_device("cpu")
operators = paddle._C_ops


def CONTRACT(shape, dtype, layout, training):  # noqa: N802
    """Every sum, of planes by Eigen, whose order depends on where a plane begins, and every other
    step is in the type of the tensors. 1/sqrt is a rounded quotient and a rounded root."""
    return {
        "element": dtype,
        "accumulator": dtype,
        "stored": dtype,
        "applied": dtype,
        "variance": "two-pass",
        "apply": "folded",
        "summation": "any",
        "backward_statistics": "saved",
        "deterministic": True,
        # f64 cases whose eps or momentum is no float are refused.
        "double_parameters": dtype == "f64",
    }


def tensors(*arrays):
    return [None if each is None else paddle.to_tensor(each) for each in arrays]


def as_float(name, value, x):
    """The operators take eps and momentum as floats, for f64 as well (docs/findings.md)."""
    if x.dtype == numpy.float64 and float(numpy.float32(value)) != value:
        raise NotImplementedError(f"Paddle's {name} is a float, which cannot be {value!r}")
    return value


def updated(x, weight, bias, running_mean, running_var, training, momentum, eps):
    channels = x.shape[1]
    untracked = [numpy.zeros(channels, x.dtype), numpy.ones(channels, x.dtype)]
    running = untracked if running_mean is None else (running_mean, running_var)
    x, mean, var, weight, bias = tensors(x, *running, weight, bias)
    answers = operators.batch_norm(
        x, mean, var, weight, bias, not training, momentum, eps, "NCHW", not training, False
    )
    y, mean, var, *saved = (each.numpy() for each in answers[:5])
    return (y, mean, var, *saved) if training else y


def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
    as_float("epsilon", eps, x)
    if training and running_mean is not None:
        as_float("momentum", momentum, x)
    return updated(x, weight, bias, running_mean, running_var, training, momentum, eps)


def batch_norm_backward(
    dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
):
    """weight and bias are both given, as where one is absent the gradient of the other is lost
    (docs/findings.md); no gradient depends on the bias."""
    as_float("epsilon", eps, x)
    one, zero = numpy.ones(x.shape[1], x.dtype), numpy.zeros(x.shape[1], x.dtype)
    given = (weight, zero, running_mean, running_var, save_mean, save_invstd)
    absent = (one, zero, zero, one, zero, one)
    filled = [other if each is None else each for each, other in zip(given, absent, strict=True)]
    gradients = operators.batch_norm_grad(
        *tensors(x, *filled, None, dy), 0.0, eps, "NCHW", not training, not training, False
    )
    return tuple(each.numpy() for each in gradients)


class EpsInFull:
    """Forward alone, in f64, of every eps and momentum: shows that they are rounded to f32
    (docs/findings.md)."""

    NAME = NAME
    VERSION = VERSION
    DIALECT = DIALECT
    DTYPES = ["f64"]
    CONTRACT = staticmethod(CONTRACT)
    batch_norm = staticmethod(updated)
