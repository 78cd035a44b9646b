"""A complete implementation in Python: batch normalization with NumPy. Copy it and put a call of
your own code in the place of the arithmetic:

    bncheck verify my_batch_norm.py

Arrays have the channel on axis 1, any strides, and cannot be written, but for the running
statistics of training; weight and bias are None where absent, running_mean and running_var
likewise. Results must have the types of the arrays: all f32, or all f64.
"""

import numpy as np

# How it computes; the error it is allowed follows from this alone. All keys are optional: without
# "element", "accumulator", "stored" and "applied" all arithmetic is in the type of the array.
CONTRACT = {"variance": "two-pass", "apply": "direct", "backward_statistics": "saved"}


def along(values, x):
    """Shapes one value per channel so that it meets x's channels."""
    return values.reshape((1, -1) + (1,) * (x.ndim - 2))


def values_per_channel(x):
    if x.shape[1] == 0:  # PyTorch raises, too
        raise NotImplementedError("there are no channels")
    return x.size // x.shape[1]


def inverse_deviation(var, eps):
    return 1 / np.sqrt(var + eps)


def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
    axes = (0, *range(2, x.ndim))
    m = values_per_channel(x)
    mean, invstd = running_mean, None
    if training:
        if m == 1:
            raise ValueError("expected more than 1 value per channel when training")
        mean, var = x.mean(axis=axes), x.var(axis=axes)  # over m
        invstd = inverse_deviation(var, eps)
        if running_mean is not None and m > 0:  # momentum weighs the new batch; var is over m - 1
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * (var * (m / (m - 1)))
    else:
        invstd = inverse_deviation(running_var, eps)
    y = (x - along(mean, x)) * along(invstd, x)
    if weight is not None:
        y = y * along(weight, x)
    if bias is not None:
        y = y + along(bias, x)
    return y, running_mean, running_var, mean, invstd


def batch_norm_backward(
    dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
):
    axes = (0, *range(2, x.ndim))
    m = values_per_channel(x)
    mean = save_mean if training else running_mean
    invstd = save_invstd if training else inverse_deviation(running_var, eps)
    normalized = (x - along(mean, x)) * along(invstd, x)
    dbias = dy.sum(axis=axes)
    dweight = (dy * normalized).sum(axis=axes)
    slope = invstd if weight is None else weight * invstd
    if not training:
        return along(slope, x) * dy, dweight, dbias
    if m > 0:  # the batch's mean and variance move with x
        dy = dy - along(dbias / m, x) - normalized * along(dweight / m, x)
    return along(slope, x) * dy, dweight, dbias
