"""B21: the gradient against central differences, of the oracle's output and of its own."""

from fractions import Fraction

from . import truth
from .ball import WILD, inner, root
from .court import Court, Gradients, law, trains_backward
from .formats import is_power_of_two
from .verdicts import residual, undecided_only_if_all_are

THETA = Fraction(3, 4)


def remainder(g: Gradients, delta: list):
    """Bounds |R| by the derivation of the clause; None: nothing is claimed."""
    m, d = g.here.m, g.here.deviations
    mean = sum(delta) / Fraction(m)
    p = [each - mean for each in delta]
    a, c = g.here.var + g.here.eps, sum(each**2 for each in p) / m
    big_a = abs(sum(x * y for x, y in zip(g.dy, d, strict=True)))
    big_b = abs(sum(x * y for x, y in zip(g.dy, p, strict=True)))
    if a == 0 or c == 0:
        return None
    rho = root(THETA**2 * a / c)
    if rho.middle - rho.radius <= 1:
        return None
    most = abs(g.weight) * (big_a + big_b * rho) / ((1 - THETA) * root(a))
    return (most / (rho * (rho.square() - 1))).upper()


def judged(c: Court, kind: str, output) -> str:
    """`output` gives y of a problem in balls."""
    c.accept_skip()
    p = c.problem
    plus, minus = [each.problem for each in c.calls(kind)]
    c.require(plus.dy == p.dy and plus.eps == p.eps and plus.weight == p.weight, "x alone moves")
    up, down = output(plus), output(minus)
    verdicts = []
    for channel, g in zip(p.channels, c.gradients(), strict=True):
        here, there = plus.exact("x", channel), minus.exact("x", channel)
        delta = [a - x for a, x in zip(here, g.here.x, strict=True)]
        c.require(delta == [x - b for b, x in zip(there, g.here.x, strict=True)], "x +- delta")
        sizes = {abs(each) for each in delta if each}
        c.require(len(sizes) <= 1 and all(map(is_power_of_two, sizes)), "one power of two")
        slope = inner(g.dy, p.of(up, channel)) - inner(g.dy, p.of(down, channel))
        bound = remainder(g, delta)
        value = WILD if bound is None else inner(delta, g.dx) - slope * Fraction(1, 2)
        value = value.widened(bound or 0)
        reach = sum(abs(a) * b for a, b in zip(delta, g.dx_range, strict=True) if a)
        verdicts.append(residual(value, reach))
    return undecided_only_if_all_are(verdicts)


@law("gradient_matches_oracle_differences", trains_backward)
def gradient_matches_oracle_differences(c: Court) -> str:
    return judged(c, "oracle", truth.y)


@law("gradient_matches_own_differences", trains_backward)
def gradient_matches_own_differences(c: Court) -> str:
    return judged(c, "forward", lambda problem: c.enclosed("forward", "y", problem))
