"""tinygrad's batch norm, the module tinygrad.nn.BatchNorm, on the CPU:

    bncheck verify tinygrad --python my_environment/bin/python --case-timeout 60s

tinygrad compiles every shape anew with clang, which has to be in PATH. Read in tinygrad 0.14.0,
tinygrad/nn/__init__.py and tinygrad/mixin/op.py: two passes, (x - mean) * weight * rsqrt(var + eps)
+ bias. Derivatives are those of Tensor.gradient, which goes through the forward again. Half tensors
are answered in f32, since the module's parameters are, and so are not taken.
"""

import os
from importlib.metadata import version

os.environ["DEV"] = "CPU"

import numpy
from tinygrad import Tensor, nn
from tinygrad.helpers import Context

NAME = "tinygrad"
VERSION = version("tinygrad")
ENTRY_POINTS = {"": "tinygrad.nn.BatchNorm"}
FINDINGS = {
    "double_backward_training": "tinygrad 0.14.0: second derivatives are wrong",
    "double_backward_symmetry": "tinygrad 0.14.0: second derivatives are wrong",
    "double_backward_sums": "tinygrad 0.14.0: second derivatives are wrong",
}
DIALECT = "tinygrad"
DTYPES = ["f32", "f64"]


def CONTRACT(shape, dtype, layout, training):  # noqa: N802
    """All is in the type of the tensors; clang may fuse products and sums."""
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


def tensors(*arrays):
    return [None if each is None else Tensor(numpy.array(each, order="C")) for each in arrays]


def module(x, weight, bias, running_mean, running_var, momentum, eps):
    made = nn.BatchNorm(x.shape[1], eps, False, running_mean is not None, momentum)
    made.weight, made.bias = weight, bias
    if running_mean is not None:
        made.running_mean = running_mean.is_param_(False)
        made.running_var = running_var.is_param_(False)
    return made


def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
    given = tensors(x, weight, bias, running_mean, running_var)
    made = module(*given, momentum, eps)
    with Context(TRAINING=int(training)):
        try:
            y = made(given[0]).numpy()
        except ZeroDivisionError:
            raise ValueError("tinygrad divides by the number of values less 1") from None
    if not training or running_mean is None:
        return (y, None, None) if training else y
    return y, made.running_mean.numpy(), made.running_var.numpy()


def gradients_of(dy, x, weight, running_mean, running_var, training, eps):
    """Returns dx, dweight and dbias. A missing weight is ones, since backward is not told whether
    there is a bias. Training is shown no running statistics, which it would update."""
    bias = Tensor.zeros(x.shape[1], dtype=x.dtype).contiguous()
    running = (None, None) if training else tensors(running_mean, running_var)
    with Context(TRAINING=int(training)):
        y = module(x, weight, bias, *running, 0.0, eps)(x)
    return y.gradient(x, weight, bias, gradient=dy)


def leaves(dy, x, weight):
    weight = numpy.ones(x.shape[1], x.dtype) if weight is None else weight
    return tensors(dy, x, weight)


def batch_norm_backward(
    dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
):
    given = leaves(dy, x, weight)
    gradients = gradients_of(*given, running_mean, running_var, training, eps)
    return tuple(each.numpy() for each in gradients)


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
    given = leaves(dy, x, weight)
    first = gradients_of(*given, running_mean, running_var, training, eps)
    second = zip(first, tensors(ddx, ddweight, ddbias), strict=True)
    terms = [(each * along).sum() for each, along in second if along is not None]
    if not terms:
        return tuple(numpy.zeros(each.shape, each.numpy().dtype) for each in given)
    return tuple(each.numpy() for each in sum(terms).gradient(*given))
