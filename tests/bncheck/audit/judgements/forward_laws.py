"""F1-F7, F21, F22: the laws of training that are judged within budgets."""

from fractions import Fraction

from . import truth
from .ball import Ball, ball, inner, root, total, upper_root
from .court import Court, law, trains
from .verdicts import contained, merge, residual, undecided_only_if_all_are


@law("saved_statistics", trains)
def saved_statistics(c: Court) -> str:
    c.skip_unless(c.dialect["saved"] != "none")
    got, budget = c.forward(), c.budget("forward")
    channels = [truth.statistics(c.problem, each) for each in c.problem.channels]
    means = [ball(each.mean) for each in channels]
    second = [
        ball(each.var) if c.dialect["saved"] == "variance" else each.invstd for each in channels
    ]
    return merge(
        [
            contained(got["save_mean"], means, budget["save_mean"]),
            contained(got["save_invstd"], second, budget["save_invstd"]),
        ]
    )


@law("training_output", trains)
def training_output(c: Court) -> str:
    return contained(c.forward()["y"], truth.y(c.problem), c.budget("forward")["y"])


@law("normalized_mean", trains)
def normalized_mean(c: Court) -> str:
    y, ranges = c.enclosed("forward", "y"), c.ranges("forward", "y")
    p = c.problem
    return undecided_only_if_all_are(
        residual(total(p.of(y, each)) - p.m * p.bias_of(each), sum(p.of(ranges, each)))
        for each in p.channels
    )


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
        reach = sum(
            abs(a) * (b + d)
            for a, b, d in zip(steps, plain.of(y_range, ch), plain.of(z_range, ch), strict=True)
        )
        return residual((right - inner(steps, moves)).positive_part(), reach)

    return undecided_only_if_all_are(of_channel(each) for each in plain.channels)
