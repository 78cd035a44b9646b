"""Batch norm as courses have it written, with NumPy alone:

    bncheck verify numpy              # step by step: each operation, then each of their derivatives
    bncheck verify numpy:ClosedForm   # the same forward, and dx as one formula

The exercise has x of shape (values, channels); the spatial form moves the channels last and
flattens the rest. Momentum weighs the old value, running_var is biased, and what forward caches is
its own affair: backward is given the cache of a forward that runs here again.
"""

import numpy

NAME = "numpy"
VERSION = numpy.__version__
DIALECT = "cs231n;momentum=old;zero_variance=nan"
ENTRY_POINTS = {
    "": "a course's batchnorm_forward and batchnorm_backward, step by step",
    "ClosedForm": "the same forward, with the vectorized dx",
}
# NumPy adds the rows of a matrix one after the other, and one row in pairs: "any" is what holds of
# both. The cache holds x - mean, not the saved mean.
CONTRACT = {
    "variance": "two-pass",
    "apply": "direct",
    "summation": "any",
    "backward_statistics": "recomputed",
    "deterministic": True,
}


def rows(x):
    """Returns x as a matrix with a column for each channel."""
    return numpy.moveaxis(x, 1, -1).reshape(-1, x.shape[1])


def unrows(matrix, like):
    """Returns what rows() was given."""
    shape = (like.shape[0], *like.shape[2:], like.shape[1])
    return numpy.moveaxis(matrix.reshape(shape), -1, 1)


def is_course_case(x, weight, bias):
    if weight is None or bias is None:
        raise NotImplementedError("gamma and beta are arguments that must be given")
    if x.size == 0:
        raise NotImplementedError("the exercise divides by the number of values")


def batchnorm_forward(x, gamma, beta, eps):
    """Returns the output, the statistics, and the cache of every step, as the exercise draws its
    graph of operations."""
    count = x.shape[0]
    mu = 1 / x.dtype.type(count) * numpy.sum(x, axis=0)
    centred = x - mu
    squared = centred**2
    var = 1 / x.dtype.type(count) * numpy.sum(squared, axis=0)
    sqrtvar = numpy.sqrt(var + x.dtype.type(eps))
    ivar = 1 / sqrtvar
    normalized = centred * ivar
    return gamma * normalized + beta, mu, var, (normalized, gamma, centred, ivar, sqrtvar)


def batchnorm_backward(dout, cache):
    """Walks the graph of batchnorm_forward back, one operation after the other."""
    normalized, gamma, centred, ivar, sqrtvar = cache
    count = dout.dtype.type(dout.shape[0])
    dbeta = numpy.sum(dout, axis=0)
    dgamma = numpy.sum(dout * normalized, axis=0)
    dnormalized = dout * gamma
    divar = numpy.sum(dnormalized * centred, axis=0)
    dcentred = dnormalized * ivar
    dsqrtvar = -1 / sqrtvar**2 * divar
    dvar = dout.dtype.type(0.5) / sqrtvar * dsqrtvar
    dsquared = 1 / count * numpy.ones_like(dout) * dvar
    dcentred = dcentred + 2 * centred * dsquared
    dmu = -numpy.sum(dcentred, axis=0)
    return dcentred + 1 / count * numpy.ones_like(dout) * dmu, dgamma, dbeta


def batchnorm_backward_alt(dout, cache):
    """The vectorized form: one formula for dx."""
    normalized, gamma, _, ivar, _ = cache
    count = dout.dtype.type(dout.shape[0])
    dbeta = dout.sum(axis=0)
    dgamma = (dout * normalized).sum(axis=0)
    dx = gamma * ivar / count * (count * dout - dbeta - normalized * dgamma)
    return dx, dgamma, dbeta


def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
    is_course_case(x, weight, bias)
    matrix, kind = rows(x), x.dtype.type
    if not training:
        normalized = (matrix - running_mean) / numpy.sqrt(running_var + kind(eps))
        return unrows(weight * normalized + bias, x)
    y, mu, var, _ = batchnorm_forward(matrix, weight, bias, eps)
    if running_mean is not None:
        old, new = kind(momentum), kind(1 - momentum)
        running_mean = old * running_mean + new * mu
        running_var = old * running_var + new * var
    return unrows(y, x), running_mean, running_var


def differentiate(backward, dy, x, weight, training, eps):
    if not training:
        raise NotImplementedError("the exercise differentiates training alone")
    is_course_case(x, weight, weight)
    zero = numpy.zeros_like(weight)
    cache = batchnorm_forward(rows(x), weight, zero, eps)[-1]
    dx, dgamma, dbeta = backward(rows(dy), cache)
    return unrows(dx, x), dgamma, dbeta


def batch_norm_backward(
    dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
):
    return differentiate(batchnorm_backward, dy, x, weight, training, eps)


class ClosedForm:
    """The vectorized backward."""

    VERSION = VERSION
    DIALECT = DIALECT
    CONTRACT = CONTRACT
    batch_norm = staticmethod(batch_norm)

    @staticmethod
    def batch_norm_backward(
        dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
    ):
        return differentiate(batchnorm_backward_alt, dy, x, weight, training, eps)
