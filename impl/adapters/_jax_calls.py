"""Functions of the door from one function of JAX: compiled, and differentiated once and twice."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy

# Without it JAX takes f64 for f32.
jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

# Every shape is a program, and a campaign has thousands: they are dropped now and then.
KEPT_PROGRAMS = 400
_programs = set()


def remember(program):
    if program not in _programs and len(_programs) >= KEPT_PROGRAMS:
        jax.clear_caches()
        _programs.clear()
    _programs.add(program)


def kind(argument):
    """What a program depends on. Numbers are its arguments, weakly typed as Python's own are."""
    if not isinstance(argument, numpy.ndarray):
        return type(argument)
    return argument.shape, argument.dtype.name


def call(function, arguments, *static):
    """Runs a compiled function, and returns NumPy's arrays when they are there."""
    remember((function, static, *map(kind, arguments)))
    return jax.tree.map(numpy.asarray, function(*static, *arguments))


class JaxCalls:
    """A subclass has `apply`: a static function of x, weight, bias, running_mean, running_var,
    training, momentum and eps, which returns y, running_mean and running_var."""

    @classmethod
    def batch_norm(cls, x, weight, bias, running_mean, running_var, training, momentum, eps):
        given = (x, weight, bias, running_mean, running_var)
        y, *running = call(forward, (*given, momentum, eps), cls.apply, training)
        return (y, *running) if training else y

    @classmethod
    def batch_norm_backward(
        cls, dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
    ):
        given = (eps, dy, x, weight, running_mean, running_var)
        return call(backward, given, cls.apply, training)

    @classmethod
    def batch_norm_double_backward(cls, *given):
        """Its arguments are those of docs/adding.md."""
        *second_and_first, save_mean, save_invstd, training, eps = given
        return call(double_backward, (eps, *second_and_first), cls.apply, training)


@partial(jax.jit, static_argnums=(0, 1))
def forward(apply, training, x, weight, bias, running_mean, running_var, momentum, eps):
    return apply(x, weight, bias, running_mean, running_var, training, momentum, eps)


def gradients(apply, training, eps, dy, x, weight, running):
    """A zero bias is added, for its gradient."""
    bias = jnp.zeros(x.shape[1], parameter_type(x, weight, *running))

    def output(x, weight, bias):
        return apply(x, weight, bias, *running, training, 0.5, eps)[0]

    return jax.vjp(output, x, weight, bias)[1](dy)


def parameter_type(x, *parameters):
    given = [each.dtype for each in parameters if each is not None]
    return given[0] if given else x.dtype


@partial(jax.jit, static_argnums=(0, 1))
def backward(apply, training, eps, dy, x, weight, *running):
    return gradients(apply, training, eps, dy, x, weight, running)


@partial(jax.jit, static_argnums=(0, 1))
def double_backward(apply, training, eps, ddx, ddweight, ddbias, dy, x, weight, *running):
    def first(dy, x, weight):
        return gradients(apply, training, eps, dy, x, weight, running)

    outputs, derivative = jax.vjp(first, dy, x, weight)
    given = (ddx, ddweight if weight is not None else None, ddbias)
    along = [
        jnp.zeros_like(output) if each is None and output is not None else each
        for output, each in zip(outputs, given, strict=True)
    ]
    return derivative(tuple(along))


def calls_of(function):
    """Returns the functions of the door that call `function`, as `apply` above."""
    return type("Calls", (JaxCalls,), {"apply": staticmethod(function)})
