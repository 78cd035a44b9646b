"""Double backward (O9), exactly: the formulas of H1 and H2."""

from fractions import Fraction

from . import truth
from .ball import Ball, ball
from .recorded import Problem, Second


def second_truth(problem: Problem, second: Second) -> dict:
    """Returns {output: balls}; d_weight only where there is a weight."""
    of_channel = _training if problem.mode == "training" else _evaluation
    channels = [of_channel(problem, second, channel) for channel in problem.channels]
    found = {
        name: truth.spread(problem, lambda channel, name=name: channels[channel][name])
        for name in ("d_dy", "d_x")
    }
    if problem.weight:
        found["d_weight"] = [each["d_weight"] for each in channels]
    return found


def ddx_of(problem: Problem, second: Second, channel: int) -> list:
    if not second.ddx:
        return [Fraction(0)] * problem.m
    return [Fraction(each) for each in problem.of(second.ddx, channel)]


def centered(values: list) -> list:
    mean = sum(values) / Fraction(len(values))
    return [each - mean for each in values]


def mean_product(a: list, b: list) -> Fraction:
    return sum(x * y for x, y in zip(a, b, strict=True)) / Fraction(len(a))


def _training(problem: Problem, second: Second, channel: int) -> dict:
    """The sums of xhat are taken of x - mean first, which are rational; invstd comes last."""
    here = truth.statistics(problem, channel)
    weight, r = problem.weight_of(channel), here.invstd
    ddweight, ddbias = (second.at(name, channel) for name in ("ddweight", "ddbias"))
    d = here.deviations
    u = centered(problem.exact("dy", channel))
    v = centered(ddx_of(problem, second, channel))
    if here.var + here.eps == 0:
        wild = [Ball(wild=True)] * here.m
        return {"d_dy": wild, "d_x": wild, "d_weight": wild[0]}
    squared = 1 / (here.var + here.eps)  # invstd^2
    p, q, uv = mean_product(u, d), mean_product(v, d), mean_product(u, v)
    bend = 3 * p * q * squared - uv
    return {
        "d_dy": [
            r * (weight * (b - e * q * squared) + ddweight * e) + ddbias
            for b, e in zip(v, d, strict=True)
        ],
        "d_x": [
            r * (weight * squared * (e * bend - q * a - p * b) + ddweight * (a - e * p * squared))
            for a, b, e in zip(u, v, d, strict=True)
        ],
        "d_weight": r * (here.m * (uv - p * q * squared)),
    }


def _evaluation(problem: Problem, second: Second, channel: int) -> dict:
    here = truth.statistics(problem, channel)
    weight, r = problem.weight_of(channel), here.invstd
    ddweight, ddbias = (second.at(name, channel) for name in ("ddweight", "ddbias"))
    dy, ddx = problem.exact("dy", channel), ddx_of(problem, second, channel)
    return {
        "d_dy": [
            r * (weight * b + ddweight * d) + ddbias
            for b, d in zip(ddx, here.deviations, strict=True)
        ],
        "d_x": [r * (ddweight * a) for a in dy],
        "d_weight": ball(r * sum(a * b for a, b in zip(dy, ddx, strict=True))),
    }
