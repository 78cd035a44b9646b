"""F1-F22: the laws of training that are judged within budgets."""

from fractions import Fraction
from math import inf

from . import truth
from .ball import Ball, ball, inner, root, total, upper_root
from .cases import indices
from .court import Court, law, trains
from .formats import is_power_of_two
from .verdicts import added, contained, enclose, merge, residual, undecided_only_if_all_are


@law("saved_statistics", trains)
def saved_statistics(c: Court) -> str:
    c.skip_unless(c.dialect["saved"] != "none")
    got, budget = c.forward(), c.budget("forward")
    channels = [truth.statistics(c.problem, each) for each in c.problem.channels]
    means = [ball(each.mean) for each in channels]
    second = [ball(each.var) if c.dialect["saved"] == "variance" else each.invstd
              for each in channels]
    return merge([contained(got["save_mean"], means, budget["save_mean"]),
                  contained(got["save_invstd"], second, budget["save_invstd"])])


@law("training_output", trains)
def training_output(c: Court) -> str:
    return contained(c.forward()["y"], truth.y(c.problem), c.budget("forward")["y"])


@law("normalized_mean", trains)
def normalized_mean(c: Court) -> str:
    y, ranges = c.enclosed("forward", "y"), c.ranges("forward", "y")
    p = c.problem
    return undecided_only_if_all_are(
        residual(total(p.of(y, each)) - p.m * p.bias_of(each), sum(p.of(ranges, each)))
        for each in p.channels)


@law("normalized_variance", trains)
def normalized_variance(c: Court) -> str:
    y, p = c.enclosed("forward", "y"), c.problem

    def of_channel(channel):
        here, bias = truth.statistics(p, channel), p.bias_of(channel)
        if here.var + here.eps == 0:
            return "inconclusive"
        right = p.weight_of(channel) ** 2 * p.m * here.var / (here.var + here.eps)
        return residual(total((each - bias).square() for each in p.of(y, channel)) - right, right)

    return undecided_only_if_all_are(of_channel(each) for each in p.channels)


@law("output_bound", trains)
def output_bound(c: Court) -> str:
    p = c.problem

    def of_channel(channel):
        here = truth.statistics(p, channel)
        if here.var + here.eps == 0:
            return [ball(0).widened(0)] * p.m
        share = (p.m - 1) * here.var / (here.var + here.eps)
        return [Ball(p.bias_of(channel), abs(p.weight_of(channel)) * upper_root(share))] * p.m

    return contained(c.forward()["y"], truth.spread(p, of_channel), c.budget("forward")["y"])


def agreement(c: Court, got, expected, budget, other) -> str:
    """T2 within the sum of both budgets, whose range is the sum of both ranges (T4)."""
    sums = [[added(a, b) for a, b in zip(*each, strict=True)]
            for each in zip(budget, other, strict=True)]
    return contained(got, [enclose(each, 0) for each in expected], sums)


@law("shift", trains)
def shift(c: Court) -> str:
    c.accept_skip()
    moved = c.own_problem("forward")
    p = c.problem
    c.require(moved.eps == p.eps, "eps is the same")
    for channel in p.channels:
        steps = {b - a for a, b in zip(p.exact("x", channel), moved.exact("x", channel),
                                       strict=True)}
        c.require(len(steps) == 1, "every x_i of a channel moves by the same")
        c.require(steps == {0} or is_power_of_two(*steps), "x moves by a power of two, or not")
    return agreement(c, c.forward(moved)["y"], c.forward()["y"],
                     c.budget("forward", moved)["y"], c.budget("forward")["y"])


@law("affine_output", trains)
def affine_output(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.weight or p.bias)
    plain = p.with_(weight=(), bias=())
    radii, ranges = c.budget("forward")["y"]

    def of_channel(channel):
        weight, bias = p.weight_of(channel), p.bias_of(channel)
        return [each * weight + bias for each in p.of(xhat, channel)]

    xhat = c.enclosed("forward", "y", plain)
    balls = truth.spread(p, of_channel)
    wider = [inf if each.wild else added(each.radius, radius)
             for each, radius in zip(balls, radii, strict=True)]
    return contained(c.forward()["y"], [Ball(each.middle) for each in balls], (wider, ranges))


@law("place_permutation", trains)
def place_permutation(c: Court) -> str:
    p = c.problem
    turned = c.own_problem("forward")
    m, got = p.m, c.forward(turned)["y"]
    turns = [k for k in range(1, m)
             if turned.x == p.by_channel("x", lambda _, v, k=k: v[k:] + v[:k])]
    c.require(turns, "the values of every channel are rotated")
    k = turns[0]

    def rotated(tensor):
        return truth.spread(p, lambda ch: p.of(tensor, ch)[k:] + p.of(tensor, ch)[:k])

    return agreement(c, got, rotated(c.forward()["y"]), c.budget("forward", turned)["y"],
                     [rotated(each) for each in c.budget("forward")["y"]])


@law("duplication", trains)
def duplication(c: Court) -> str:
    p = c.problem
    twice = p.with_(shape=(2 * p.shape[0], *p.shape[1:]), x=p.x * 2, dy=p.dy * 2)
    got, expected = c.forward(twice)["y"], c.forward()["y"] * 2
    return agreement(c, got, expected, c.budget("forward", twice)["y"],
                     [each * 2 for each in c.budget("forward")["y"]])


@law("merged_axes", trains)
def merged_axes(c: Court) -> str:
    p, verdicts = c.problem, []
    for shape in ((p.m, p.shape[1]), (1, p.shape[1], p.m)):
        if shape == p.shape:
            continue

        def moved(tensor, shape=shape):
            out = [None] * len(tensor)
            for ch in p.channels:
                for a, b in zip(indices(p.shape, ch), indices(shape, ch), strict=True):
                    out[b] = tensor[a]
            return tuple(out)

        other = p.with_(shape=shape, x=moved(p.x), dy=moved(p.dy))
        verdicts.append(agreement(c, c.forward(other)["y"], moved(c.forward()["y"]),
                                  c.budget("forward", other)["y"],
                                  [moved(each) for each in c.budget("forward")["y"]]))
    return merge(verdicts)


def second_input(c: Court):
    """x'_i = x_(i+1)/2, rounded, cyclic in the channel; both without weight and bias."""
    plain = c.problem.with_(weight=(), bias=())

    def halves(_, values):
        turned = values[1:] + values[:1]
        return [plain.format.nearest(Fraction(each) / 2) for each in turned]

    return plain, plain.with_(x=plain.by_channel("x", halves))


@law("convexity", trains)
def convexity(c: Court) -> str:
    c.skip_unless(c.dialect["saved"] == "invstd")
    plain, other = second_input(c)
    first, second = (c.enclosed("forward", "save_invstd", each) for each in (plain, other))
    y, ranges = c.enclosed("forward", "y", plain), c.ranges("forward", "y", plain)

    def of_channel(ch):
        steps = [b - a for a, b in zip(plain.exact("x", ch), other.exact("x", ch), strict=True)]
        gain = inner(steps, plain.of(y, ch))
        value = ball(plain.m) / first[ch] + gain - ball(plain.m) / second[ch]
        reach = sum(abs(a) * b for a, b in zip(steps, plain.of(ranges, ch), strict=True))
        return residual(value.positive_part(), reach)

    return undecided_only_if_all_are(of_channel(each) for each in plain.channels)


@law("cocoercivity", trains)
def cocoercivity(c: Court) -> str:
    plain, other = second_input(c)
    y, z = (c.enclosed("forward", "y", each) for each in (plain, other))
    y_range, z_range = (c.ranges("forward", "y", each) for each in (plain, other))

    def of_channel(ch):
        steps = [a - b for a, b in zip(plain.exact("x", ch), other.exact("x", ch), strict=True)]
        moves = [a - b for a, b in zip(plain.of(y, ch), plain.of(z, ch), strict=True)]
        right = root(Fraction(plain.eps)) * total(each.square() for each in moves)
        reach = sum(abs(a) * (b + d) for a, b, d in
                    zip(steps, plain.of(y_range, ch), plain.of(z_range, ch), strict=True))
        return residual((right - inner(steps, moves)).positive_part(), reach)

    return undecided_only_if_all_are(of_channel(each) for each in plain.channels)
