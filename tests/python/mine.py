"""Batch norms to verify: a right one, and one that is off."""

import numpy as np


def right(x, weight, bias, running_mean, running_var, training, momentum, eps, ddof=0):
    axes = (0, *range(2, x.ndim))
    shape = (1, -1) + (1,) * (x.ndim - 2)
    m = x.size // x.shape[1]
    mean, var = running_mean, running_var
    if training:
        if m == 1:
            raise ValueError("one value per channel")
        mean, var = x.mean(axes), x.var(axes, ddof=ddof)
        if running_mean is not None and m > 0:
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * x.var(axes, ddof=1)
    y = (x - mean.reshape(shape)) / np.sqrt(var.reshape(shape) + eps)
    y = y if weight is None else y * weight.reshape(shape)
    y = y if bias is None else y + bias.reshape(shape)
    return y, running_mean, running_var


def wrong(*arguments):
    return right(*arguments, ddof=1)
