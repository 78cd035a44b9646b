"""B7, B8, B11, B18, B22: laws of backward in training that compare two problems."""

from fractions import Fraction
from math import isfinite

from . import truth
from .ball import Ball, inner, upper_root
from .court import Court, Gradients, law, trains_backward
from .formats import exponent, power
from .gradient_laws import each_channel, weighed
from .verdicts import merge, residual, undecided_only_if_all_are


@law("gradient_symmetry", trains_backward)
def gradient_symmetry(c: Court) -> str:
    p = c.problem
    turned = p.with_(dy=p.by_channel("dy", lambda _, values: values[::-1]))

    def judge(pair):
        u, w = pair
        return residual(
            inner(w.dy, u.dx) - inner(u.dy, w.dx),
            weighed(w.dy, u.dx_range) + weighed(u.dy, w.dx_range),
        )

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
    c.require(
        (moved.x, moved.weight, moved.eps) == (c.problem.x, c.problem.weight, c.problem.eps),
        "dy alone differs",
    )
    verdicts = {"dx": [], "dweight": [], "dbias": []}
    for old, new in zip(c.gradients(), c.gradients(moved), strict=True):
        _, b, e = gauge(c, old, new)
        here, moves = old.here, [n - o for n, o in zip(new.dy, old.dy, strict=True)]
        scale = old.weight * here.invstd
        coarse = any(0 < abs(x) < power(-480) for x in e)  # its square is rounded up
        slack = abs(old.weight) * here.invstd.upper() * upper_root(sum(x * x for x in e))
        for i, d in enumerate(here.deviations):
            value = new.dx[i] - old.dx[i] - scale * (b * d) * here.leftover
            reach = old.dx_range[i] + new.dx_range[i]
            verdicts["dx"].append(residual(value.widened(slack), reach, coarse))
        along = inner(moves, here.xhat)
        if c.problem.weight:
            verdicts["dweight"].append(
                residual(new.dweight - old.dweight - along, old.dweight_range + new.dweight_range)
            )
        if c.problem.bias:
            verdicts["dbias"].append(
                residual(new.dbias - old.dbias - sum(moves), old.dbias_range + new.dbias_range)
            )
    sums = verdicts["dweight"] + verdicts["dbias"]
    return merge(undecided_only_if_all_are(each) for each in (verdicts["dx"], sums))


@law("gradient_linearity", trains_backward)
def gradient_linearity(c: Court) -> str:
    p = c.problem
    even = p.with_(
        dy=p.by_channel(
            "dy", lambda _, v: [each if i % 2 == 0 else 0.0 for i, each in enumerate(v)]
        )
    )
    odd = p.with_(
        dy=p.by_channel(
            "dy", lambda _, v: [each if i % 2 == 1 else 0.0 for i, each in enumerate(v)]
        )
    )
    problems = (p, even, odd)

    def judged(name):
        values = [c.enclosed("backward", name, each) for each in problems]
        ranges = [c.ranges("backward", name, each) for each in problems]
        return [
            residual(s - a - b, sum(reach))
            for s, a, b, reach in zip(*values, zip(*ranges, strict=True), strict=True)
        ]

    return merge(
        [
            undecided_only_if_all_are(judged("dx")),
            undecided_only_if_all_are(judged("dweight") + judged("dbias")),
        ]
    )


@law("gradient_duplication", trains_backward)
def gradient_duplication(c: Court) -> str:
    p = c.problem
    twice = p.with_(shape=(2 * p.shape[0], *p.shape[1:]), x=p.x * 2, dy=p.dy * 2)

    def judged(name, factor, copies):
        ones, twos = (c.enclosed("backward", name, each) for each in (p, twice))
        one_range, two_range = (c.ranges("backward", name, each) for each in (p, twice))
        return [
            residual(b - factor * a, s + factor * r)
            for a, b, r, s in zip(ones * copies, twos, one_range * copies, two_range, strict=True)
        ]

    return merge(
        [
            undecided_only_if_all_are(judged("dx", 1, 2)),
            undecided_only_if_all_are(judged("dweight", 2, 1) + judged("dbias", 2, 1)),
        ]
    )


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
        for value, reach, d in zip(
            p.of(dx, channel), p.of(ranges, channel), here.deviations, strict=True
        ):
            # The squares of tiny budgets are rounded up to the smallest double.
            coarse = any(0 < each < 2.0**-480 for each in budget)
            yield residual(value - scale * d + moved, reach, coarse)

    return undecided_only_if_all_are(each for channel in p.channels for each in of_channel(channel))
