"""B1-B6, B9, B10, B15: laws of backward in training that are judged within budgets."""

from fractions import Fraction
from math import isfinite

from . import truth
from .ball import ball, inner, total
from .court import Court, Gradients, law, trains_backward
from .verdicts import contained, merge, residual, undecided_only_if_all_are


def judged_gradients(c: Court) -> str:
    """T2 for dx, dweight and dbias."""
    p, got, budget = c.problem, c.backward(), c.budget("backward")
    verdicts = [contained(got["dx"], truth.dx(p), budget["dx"])]
    for name, exact, present in (
        ("dweight", truth.dweight, p.weight),
        ("dbias", truth.dbias, p.bias),
    ):
        if present:
            expected = [exact(p, channel) for channel in p.channels]
            verdicts.append(contained(got[name], expected, budget[name]))
    return merge(verdicts)


@law("backward_training", trains_backward)
def backward_training(c: Court) -> str:
    return judged_gradients(c)


def each_channel(channels: list[Gradients], judge) -> str:
    return undecided_only_if_all_are(judge(each) for each in channels)


def weighed(factors, ranges):
    return sum(abs(a) * b if b != float("inf") else b for a, b in zip(factors, ranges, strict=True))


@law("gradient_sum", trains_backward)
def gradient_sum(c: Court) -> str:
    return each_channel(c.gradients(), lambda g: residual(total(g.dx), sum(g.dx_range)))


@law("gradient_along_input", trains_backward)
def gradient_along_input(c: Court) -> str:
    def judge(g):
        d = g.here.deviations
        right = g.weight * g.dweight * g.here.leftover
        return residual(inner(d, g.dx) - right, weighed(d, g.dx_range))

    return each_channel(c.gradients(), judge)


@law("gradient_energy", trains_backward)
def gradient_energy(c: Court) -> str:
    def first(g):
        squares = ball(sum(each**2 for each in g.dy))
        inside = squares - (g.dbias.square() + g.dweight.square()) * Fraction(1, g.here.m)
        return residual(
            inner(g.dy, g.dx) - g.weight * g.here.invstd * inside, weighed(g.dy, g.dx_range)
        )

    def second(g):
        scale = g.weight * g.here.invstd
        taken = scale * g.dweight.square() * Fraction(1, g.here.m) * g.here.leftover
        right = scale * (inner(g.dy, g.dx) - taken)
        return residual(
            total(each.square() for each in g.dx) - right, sum(each**2 for each in g.dx_range)
        )

    channels = c.gradients()
    return merge(each_channel(channels, judge) for judge in (first, second))


@law("gradient_of_constant", trains_backward)
def gradient_of_constant(c: Court) -> str:
    p = c.problem

    def first(_, values):
        value = values[0] if isfinite(values[0]) and values[0] != 0 else 1.0
        return [value] * len(values)

    flat = p.with_(dy=p.by_channel("dy", first))
    got, budget = c.backward(flat), c.budget("backward", flat)
    verdicts = [contained(got["dx"], [ball(0)] * len(p.x), budget["dx"])]
    if p.weight:
        verdicts.append(contained(got["dweight"], [ball(0)] * len(p.weight), budget["dweight"]))
    return merge(verdicts)


@law("gradient_sign", trains_backward)
def gradient_sign(c: Court) -> str:
    def positive(g):
        value = -(g.weight * inner(g.dy, g.dx))
        return residual(value.positive_part(), abs(g.weight) * weighed(g.dy, g.dx_range))

    def short(g):
        mean = sum(g.dy) / Fraction(g.here.m)
        most = (g.weight * g.here.invstd).square() * sum((each - mean) ** 2 for each in g.dy)
        value = total(each.square() for each in g.dx) - most
        return residual(value.positive_part(), sum(each**2 for each in g.dx_range))

    channels = c.gradients()
    return merge(each_channel(channels, judge) for judge in (positive, short))


@law("gradient_matches_output", trains_backward)
def gradient_matches_output(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.weight)
    y, y_range = c.enclosed("forward", "y"), c.ranges("forward", "y")

    def judge(pair):
        channel, g = pair
        here = [each - p.bias_of(channel) for each in p.of(y, channel)]
        reach = abs(g.weight) * g.dweight_range + weighed(g.dy, p.of(y_range, channel))
        return residual(g.weight * g.dweight - inner(g.dy, here), reach)

    return each_channel(list(enumerate(c.gradients())), judge)
