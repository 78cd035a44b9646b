"""F10, F23, F24, F31, S8, B20, B23: laws on scaled, repeated or moved inputs, within budgets."""

from fractions import Fraction
from math import isfinite

from . import truth
from .agreement_laws import agreement
from .ball import WILD, ball, inner, inverse_root, root, total, upper_root
from .court import Court, law, trains, trains_backward
from .formats import is_power_of_two, power
from .gradient_laws import weighed
from .verdicts import (
    ANY_FINITE,
    EITHER,
    SMALLEST_RESOLVED,
    contained,
    merge,
    residual,
    undecided_only_if_all_are,
)


@law("general_scaling", trains)
def general_scaling(c: Court) -> str:
    c.accept_skip()
    plain, tripled = [each.problem for each in c.record.asked_by(c.law, "forward")][-2:]
    if any(Fraction(b) != 3 * Fraction(a) for a, b in zip(plain.x, tripled.x, strict=True)):
        plain, tripled = tripled, plain
    for ch in plain.channels:
        c.require(
            tripled.exact("x", ch) == [3 * each for each in plain.exact("x", ch)],
            "x is tripled exactly",
        )
    c.require(Fraction(tripled.eps) == 9 * Fraction(plain.eps), "eps is times 9 exactly")
    budget, other = (c.budget("forward", each)["y"] for each in (tripled, plain))
    return agreement(c, c.forward(tripled)["y"], c.forward(plain)["y"], budget, other)


@law("lipschitz", trains)
def lipschitz(c: Court) -> str:
    c.skip_unless(c.problem.eps > 0)
    c.accept_skip()
    first, second = [each.problem for each in c.record.asked_by(c.law, "forward")][:2]
    c.require(second.x == first.by_channel("x", lambda _, v: v[::-1]), "the opposite order")
    y, z = (c.enclosed("forward", "y", each) for each in (first, second))
    y_range, z_range = (c.ranges("forward", "y", each) for each in (first, second))
    eps = Fraction(first.eps)

    def of_channel(ch):
        c.require(is_scaled_down(c.problem, first, ch), "x is scaled until var(x) <= eps/16")
        pairs = zip(first.exact("x", ch), second.exact("x", ch), strict=True)
        moves = zip(first.of(y, ch), first.of(z, ch), strict=True)
        steps = sum((a - b) ** 2 for a, b in pairs)
        value = total((a - b).square() for a, b in moves) * eps - steps
        reach = eps * sum(
            (a + b) ** 2 for a, b in zip(first.of(y_range, ch), first.of(z_range, ch), strict=True)
        )
        return residual(value.positive_part(), reach, coarse=is_beyond_doubles(c.problem, ch))

    return undecided_only_if_all_are(of_channel(each) for each in first.channels)


def is_beyond_doubles(problem, channel) -> bool:
    """Whether var/eps exceeds the largest double."""
    return truth.statistics(problem, channel).var > Fraction(ANY_FINITE) * Fraction(problem.eps)


def is_scaled_down(p, scaled, channel) -> bool:
    """F23: by the first power of two that makes var(x) <= eps/16, or the next, and rounded then."""
    x, here = p.exact("x", channel), truth.statistics(p, channel)
    k, var = 0, 16 * here.var
    if is_beyond_doubles(p, channel):
        return scaled.exact("x", channel) == x
    while var > here.eps * 4**k:
        k += 1
    return any(
        list(scaled.of(scaled.x, channel)) == [p.format.nearest(each / 2**j) for each in x]
        for j in ((k, k + 1) if k else (0,))
    )


@law("idempotence", trains)
def idempotence(c: Court) -> str:
    plain = c.problem.with_(weight=(), bias=())
    first = c.forward(plain)["y"]
    c.skip_unless(all(map(isfinite, first)))
    again = plain.with_(x=first)
    radii, eps = c.budget("forward", plain)["y"][0], Fraction(plain.eps)
    second, ranges = c.budget("forward", again)["y"]

    def of_channel(ch):
        here, own = truth.statistics(plain, ch), plain.of(radii, ch)
        inside = here.var + eps * (here.var + eps)
        if inside == 0 or not all(map(isfinite, own)):
            return [(WILD, WILD)] * plain.m
        scale = inverse_root(inside)
        moved = upper_root(sum(Fraction(each) ** 2 for each in own) / plain.m)
        least = root(here.var / (here.var + eps)) - moved
        low = max(Fraction(0), least.middle - least.radius)
        slope = inverse_root(low**2 + eps)
        if slope.wild:
            return [(WILD, WILD)] * plain.m
        most = slope.upper()
        result = []
        for d, xhat, b in zip(here.deviations, here.xhat, map(Fraction, own), strict=True):
            move = most * (b + (1 + most * (xhat.upper() + b + moved)) * moved)
            result.append((scale * d, ball(move)))
        return result

    pairs = truth.spread(plain, of_channel)
    wider = [
        float("inf") if move.wild or not isfinite(b) else move.middle + Fraction(b)
        for (_, move), b in zip(pairs, second, strict=True)
    ]
    variances = [truth.statistics(plain, ch).var for ch in plain.channels]
    found = contained(c.forward(again)["y"], [each for each, _ in pairs], (wider, ranges))
    tiny = any(0 < each < SMALLEST_RESOLVED for each in variances)
    return EITHER if tiny and found in ("pass", "inconclusive") else found


THETA = Fraction(4, 5)


@law("path_integral", trains)
def path_integral(c: Court) -> str:
    c.accept_skip()
    plain = c.problem.with_(weight=(), bias=())
    moved = [each.problem for each in c.calls("forward") if each.problem.x != plain.x]
    middle, end = moved[-2:] or (plain, plain)
    path = (plain, middle, end)
    balls = [c.enclosed("forward", "y", each) for each in path]
    ranges = [c.ranges("forward", "y", each) for each in path]

    def of_channel(ch):
        x, half, full = (each.exact("x", ch) for each in path)
        delta = [b - a for a, b in zip(x, half, strict=True)]
        c.require(full == [a + 2 * b for a, b in zip(x, delta, strict=True)], "x + 2 delta")
        sizes = {abs(each) for each in delta if each}
        c.require(len(sizes) <= 1 and all(map(is_power_of_two, sizes)), "one power of two")
        bound = simpson_remainder(truth.statistics(middle, ch), delta)
        g = [inner(delta, plain.of(each, ch)) for each in balls]
        phi = [
            root(each.var + each.eps) * plain.m
            for each in (truth.statistics(plain, ch), truth.statistics(end, ch))
        ]
        value = phi[1] - phi[0] - (g[0] + 4 * g[1] + g[2]) * Fraction(1, 3)
        reach = sum(
            weighed(delta, plain.of(each, ch)) * factor
            for each, factor in zip(
                ranges, (Fraction(1, 3), Fraction(4, 3), Fraction(1, 3)), strict=True
            )
        )
        return residual(WILD if bound is None else value.widened(bound), reach)

    return undecided_only_if_all_are(of_channel(each) for each in plain.channels)


def simpson_remainder(here: truth.Channel, delta: list):
    """Bounds |R| of F31; None: nothing is claimed."""
    m, mean = here.m, sum(delta) / Fraction(here.m)
    p = [each - mean for each in delta]
    a, c = here.var + here.eps, sum(each**2 for each in p) / m
    b = sum(x * y for x, y in zip(here.deviations, p, strict=True)) / m
    if a == 0 or c == 0:
        return None
    rho = root(THETA**2 * a / c)
    if rho.middle - rho.radius <= 1:
        return None
    most = m * (abs(b) + c * rho) / ((1 - THETA) * root(a))
    square = rho.square()
    return (2 * most / (3 * square * (square - 1))).upper()


@law("eps_precision", trains)
def eps_precision(c: Court) -> str:
    c.accept_skip()
    verdicts = []
    for problem in {each.problem: None for each in c.record.asked_by(c.law, "forward")}:
        c.require(not problem.weight and not problem.bias, "without weight and bias")
        got, budget, m = c.forward(problem), c.budget("forward", problem), problem.m
        k = (m + 1) // 2
        y, invstd = [], []
        for ch in problem.channels:
            x = problem.exact("x", ch)
            a = x[0]
            c.require(is_power_of_two(a) and x == [a * (1 - i % 2) for i in range(m)], "a, 0, a")
            scale = inverse_root(k * (m - k) + m * m * Fraction(problem.eps) / a**2)
            y.append([scale * (m - k if each else -k) for each in x])
            invstd.append(scale * (m / a))
        verdicts.append(contained(got["y"], truth.spread(problem, y.__getitem__), budget["y"]))
        if c.dialect["saved"] == "invstd":
            verdicts.append(contained(got["save_invstd"], invstd, budget["save_invstd"]))
    return undecided_only_if_all_are(verdicts)


@law("jacobian", trains_backward)
def jacobian(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.m <= 8)
    c.accept_skip()
    columns, ranges = [], []
    for i in range(p.m):
        unit = p.with_(
            dy=p.by_channel("dy", lambda _, v, i=i: [float(j == i) for j in range(len(v))])
        )
        columns.append(c.enclosed("backward", "dx", unit))
        ranges.append(c.ranges("backward", "dx", unit))
    verdicts = {"symmetry": [], "sums": [], "trace": []}
    for ch in p.channels:
        here, weight = truth.statistics(p, ch), p.weight_of(ch)
        j, r = [p.of(each, ch) for each in columns], [p.of(each, ch) for each in ranges]
        verdicts["sums"] += [
            residual(total(each), sum(reach))
            for each, reach in zip(zip(*j, strict=True), zip(*r, strict=True), strict=True)
        ]
        verdicts["symmetry"] += [
            residual(j[a][b] - j[b][a], r[a][b] + r[b][a]) for a in range(p.m) for b in range(a)
        ]
        share = ball(p.m - 2) + here.leftover
        value = total(j[i][i] for i in range(p.m)) - weight * here.invstd * share
        verdicts["trace"].append(residual(value, sum(r[i][i] for i in range(p.m))))
    return merge(undecided_only_if_all_are(each) for each in verdicts.values())


def is_other_eps(eps: float, other: float, largest: Fraction) -> bool:
    """B23: 4 eps (2^-10 for 0), or a power of two near the largest variance, up to 2^20, if that is
    more."""
    least, other = 4 * Fraction(eps) or power(-10), Fraction(other)
    near = min(largest, power(20))
    is_near = is_power_of_two(other) and near / 4 < other <= 2 * near
    return other == least or other > least and is_near


@law("euler", trains_backward)
def euler(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.weight)
    c.accept_skip()
    other = p.with_(eps=c.own_problem("forward").eps)
    variances = (truth.statistics(p, ch).var for ch in p.channels)
    largest = max((each for each in variances if each <= ANY_FINITE), default=Fraction(0))
    c.require(is_other_eps(p.eps, other.eps, largest), "another eps")
    y, z = (c.enclosed("forward", "y", each) for each in (p, other))
    y_range, z_range = (c.ranges("forward", "y", each) for each in (p, other))

    def judge(pair):
        ch, g = pair
        a, b = g.here.var + Fraction(p.eps), g.here.var + Fraction(other.eps)
        ratio = root(a / b) if b else WILD
        moves = [t - s for s, t in zip(p.of(y, ch), p.of(z, ch), strict=True)]
        value = inner(g.dy, moves) - g.weight * g.dweight * (ratio - 1)
        return residual(value, weighed(g.dy, p.of(y_range, ch)) + weighed(g.dy, p.of(z_range, ch)))

    return undecided_only_if_all_are(judge(each) for each in enumerate(c.gradients()))
