"""Functions of the door from one function of TensorFlow: differentiated once and twice by tapes."""

from functools import cache

import tensorflow as tf

# One device, and sums that do not depend on how many threads share them.
tf.config.set_visible_devices([], "GPU")
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)


def tensors(*given):
    return [None if each is None else tf.constant(each) for each in given]


def arrays(*given):
    return tuple(None if each is None else each.numpy() for each in given)


def gradients(apply, dy, x, weight, running, training, eps):
    """A zero bias is added, for its gradient."""
    kind = next((each.dtype for each in (weight, *running) if each is not None), x.dtype)
    bias = tf.zeros(x.shape[1], kind)
    sources = [each for each in (x, weight, bias) if each is not None]
    with tf.GradientTape() as tape:
        tape.watch(sources)
        y = apply(x, weight, bias, *running, training, None, eps)[0]
    found = tape.gradient(y, sources, dy)
    return found if weight is not None else [found[0], None, found[1]]


def second_gradients(apply, second, dy, x, weight, running, training, eps):
    sources = [each for each in (dy, x, weight) if each is not None]
    with tf.GradientTape() as tape:
        tape.watch(sources)
        first = gradients(apply, dy, x, weight, running, training, eps)
    pairs = [
        (to, along)
        for to, along in zip(first, second, strict=True)
        if to is not None and along is not None
    ]
    if not pairs:
        raise NotImplementedError("TensorFlow has no gradient of nothing")
    outputs, along = zip(*pairs, strict=True)
    found = tape.gradient(
        list(outputs), sources, list(along), unconnected_gradients=tf.UnconnectedGradients.ZERO
    )
    return found if weight is not None else [*found, None]


@cache
def compiled_by_xla(function, apply, training, momentum, eps):
    """Numbers are constants of a program, as in Python; every shape is a program of its own."""

    def run(*given):
        return function(apply, given, training, momentum, eps)

    return tf.function(run, jit_compile=True, reduce_retracing=False)


class TensorFlowCalls:
    """A subclass has `apply`, as JaxCalls has; its momentum is None where only y is wanted."""

    compiled = False

    @classmethod
    def call(cls, function, given, training, momentum, eps):
        apply = cls.apply
        if cls.compiled:
            return compiled_by_xla(function, apply, training, momentum, eps)(*given)
        return function(apply, given, training, momentum, eps)

    @classmethod
    def batch_norm(cls, *given):
        *given, training, momentum, eps = given
        answer = cls.call(forward, tensors(*given), training, momentum, eps)
        y, *running = arrays(*answer)
        return (y, *running) if training else y

    @classmethod
    def batch_norm_backward(cls, *given):
        """Its arguments are those of docs/adding.md."""
        *given, _, _, training, eps = given
        return arrays(*cls.call(backward, tensors(*given), training, None, eps))

    @classmethod
    def batch_norm_double_backward(cls, *given):
        *given, _, _, training, eps = given
        return arrays(*cls.call(double_backward, tensors(*given), training, None, eps))


def forward(apply, given, training, momentum, eps):
    return apply(*given, training, momentum, eps)


def backward(apply, given, training, momentum, eps):
    dy, x, weight, *running = given
    return gradients(apply, dy, x, weight, running, training, eps)


def double_backward(apply, given, training, momentum, eps):
    *second, dy, x, weight = given[:6]
    return second_gradients(apply, second, dy, x, weight, given[6:], training, eps)


def calls_of(function):
    """Returns the functions of the door that call `function`, as `apply` above."""

    def apply(*given):
        *given, momentum, eps = given
        return function(*given, 0.5 if momentum is None else momentum, eps)

    return type("Calls", (TensorFlowCalls,), {"apply": staticmethod(apply)})
