"""B1-B11, B15, B18, B22: the laws of backward in training that are judged within budgets."""

from fractions import Fraction
from math import isfinite

from . import truth
from .ball import Ball, ball, inner, total, upper_root
from .court import Court, Gradients, law, trains_backward
from .formats import exponent, power
from .verdicts import contained, merge, residual, undecided_only_if_all_are


def judged_gradients(c: Court) -> str:
    """T2 for dx, dweight and dbias."""
    p, got, budget = c.problem, c.backward(), c.budget("backward")
    verdicts = [contained(got["dx"], truth.dx(p), budget["dx"])]
    for name, exact, present in (("dweight", truth.dweight, p.weight),
                                 ("dbias", truth.dbias, p.bias)):
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
        return residual(inner(g.dy, g.dx) - g.weight * g.here.invstd * inside,
                        weighed(g.dy, g.dx_range))

    def second(g):
        scale = g.weight * g.here.invstd
        taken = scale * g.dweight.square() * Fraction(1, g.here.m) * g.here.leftover
        right = scale * (inner(g.dy, g.dx) - taken)
        return residual(total(each.square() for each in g.dx) - right,
                        sum(each**2 for each in g.dx_range))

    channels = c.gradients()
    return merge(each_channel(channels, judge) for judge in (first, second))


@law("gradient_symmetry", trains_backward)
def gradient_symmetry(c: Court) -> str:
    p = c.problem
    turned = p.with_(dy=p.by_channel("dy", lambda _, values: values[::-1]))

    def judge(pair):
        u, w = pair
        return residual(inner(w.dy, u.dx) - inner(u.dy, w.dx),
                        weighed(w.dy, u.dx_range) + weighed(u.dy, w.dx_range))

    return each_channel(list(zip(c.gradients(), c.gradients(turned), strict=True)), judge)


def gauge(c: Court, old: Gradients, new: Gradients) -> tuple:
    """Returns a, b and e of dy' = dy + a + b*(x - mean) + e."""
    a, d = max(abs(each) for each in old.dy), old.here.deviations
    farthest = max(abs(each) for each in d)

    def rest(b):
        return [n - o - a - b * t for n, o, t in zip(new.dy, old.dy, d, strict=True)]

    if farthest == 0 or a == 0:
        return a, Fraction(0), rest(0)
    k = exponent(a / farthest)
    b = min((power(k + i) for i in (-1, 0, 1)), key=lambda b: sum(e * e for e in rest(b)))
    return a, b, rest(b)


@law("gradient_gauge", trains_backward)
def gradient_gauge(c: Court) -> str:
    c.accept_skip()
    moved = c.own_problem("backward")
    c.require((moved.x, moved.weight, moved.eps)
              == (c.problem.x, c.problem.weight, c.problem.eps), "dy alone differs")
    verdicts = {"dx": [], "dweight": [], "dbias": []}
    for old, new in zip(c.gradients(), c.gradients(moved), strict=True):
        _, b, e = gauge(c, old, new)
        here, moves = old.here, [n - o for n, o in zip(new.dy, old.dy, strict=True)]
        scale = old.weight * here.invstd
        slack = abs(old.weight) * here.invstd.upper() * upper_root(sum(x * x for x in e))
        for i, d in enumerate(here.deviations):
            value = new.dx[i] - old.dx[i] - scale * (b * d) * here.leftover
            verdicts["dx"].append(
                residual(value.widened(slack), old.dx_range[i] + new.dx_range[i]))
        along = inner(moves, here.xhat)
        if c.problem.weight:
            verdicts["dweight"].append(residual(new.dweight - old.dweight - along,
                                                old.dweight_range + new.dweight_range))
        if c.problem.bias:
            verdicts["dbias"].append(residual(new.dbias - old.dbias - sum(moves),
                                              old.dbias_range + new.dbias_range))
    sums = verdicts["dweight"] + verdicts["dbias"]
    return merge(undecided_only_if_all_are(each) for each in (verdicts["dx"], sums))


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


@law("gradient_linearity", trains_backward)
def gradient_linearity(c: Court) -> str:
    p = c.problem
    even = p.with_(dy=p.by_channel("dy", lambda _, v: [
        each if i % 2 == 0 else 0.0 for i, each in enumerate(v)]))
    odd = p.with_(dy=p.by_channel("dy", lambda _, v: [
        each if i % 2 == 1 else 0.0 for i, each in enumerate(v)]))
    problems = (p, even, odd)

    def judged(name):
        values = [c.enclosed("backward", name, each) for each in problems]
        ranges = [c.ranges("backward", name, each) for each in problems]
        return [residual(s - a - b, sum(reach))
                for s, a, b, reach in zip(*values, zip(*ranges, strict=True), strict=True)]

    return merge([undecided_only_if_all_are(judged("dx")),
                  undecided_only_if_all_are(judged("dweight") + judged("dbias"))])


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


@law("gradient_duplication", trains_backward)
def gradient_duplication(c: Court) -> str:
    p = c.problem
    twice = p.with_(shape=(2 * p.shape[0], *p.shape[1:]), x=p.x * 2, dy=p.dy * 2)

    def judged(name, factor, copies):
        ones, twos = (c.enclosed("backward", name, each) for each in (p, twice))
        one_range, two_range = (c.ranges("backward", name, each) for each in (p, twice))
        return [residual(b - factor * a, s + factor * r) for a, b, r, s in
                zip(ones * copies, twos, one_range * copies, two_range, strict=True)]

    return merge([undecided_only_if_all_are(judged("dx", 1, 2)),
                  undecided_only_if_all_are(judged("dweight", 2, 1) + judged("dbias", 2, 1))])


@law("gradient_of_output", trains_backward)
def gradient_of_output(c: Court) -> str:
    p = c.problem
    y = c.forward()["y"]
    c.skip_unless(all(isfinite(each) for each in y))
    own = p.with_(dy=y)
    radii = c.budget("forward")["y"][0]
    dx, ranges = c.enclosed("backward", "dx", own), c.ranges("backward", "dx", own)

    def of_channel(channel):
        here, weight = truth.statistics(p, channel), p.weight_of(channel)
        budget = p.of(radii, channel)
        moved = Ball(wild=True)
        if all(isfinite(each) for each in budget) and not here.invstd.wild:
            size = upper_root(sum(Fraction(each) ** 2 for each in budget))
            moved = Ball(0, abs(weight) * here.invstd.upper() * size)
        scale = (weight * here.invstd).square() * here.leftover
        for value, reach, d in zip(p.of(dx, channel), p.of(ranges, channel), here.deviations,
                                   strict=True):
            # The squares of tiny budgets are rounded up to the smallest double.
            coarse = any(0 < each < 2.0**-480 for each in budget)
            yield residual(value - scale * d + moved, reach, coarse)

    return undecided_only_if_all_are(
        each for channel in p.channels for each in of_channel(channel))
