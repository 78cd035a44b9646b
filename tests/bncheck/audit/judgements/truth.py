"""The operation (O1-O6), exactly: rational numbers, and roots in balls of 300 digits."""

from dataclasses import dataclass
from fractions import Fraction

from .ball import WILD, Ball, ball, inverse_root, short
from .recorded import Problem


@dataclass(frozen=True)
class Channel:
    """What O1 says of one channel in training; in evaluation the running statistics."""

    x: list
    mean: Fraction
    var: Fraction
    eps: Fraction
    invstd: Ball

    @property
    def m(self) -> int:
        return len(self.x)

    @property
    def deviations(self) -> list:
        return [each - self.mean for each in self.x]

    @property
    def xhat(self) -> list:
        return [self.invstd * each for each in self.deviations]

    @property
    def leftover(self) -> Ball:
        """eps/(var + eps)."""
        return WILD if self.var + self.eps == 0 else Ball(self.eps / (self.var + self.eps))


def statistics(problem: Problem, channel: int) -> Channel:
    x = problem.exact("x", channel)
    eps = Fraction(problem.eps)
    if problem.mode == "evaluation":
        mean = Fraction(problem.running_mean[channel])
        var = Fraction(problem.running_var[channel])
    else:
        mean = sum(x) / Fraction(len(x))
        var = sum((each - mean) ** 2 for each in x) / len(x)
    return Channel(x, mean, var, eps, inverse_root(var + eps))


def spread(problem: Problem, per_channel) -> list:
    """Returns a tensor from lists of the channels' values."""
    values = [None] * len(problem.x)
    for channel in problem.channels:
        places = [i for i in problem.of(range(len(problem.x)), channel)]
        for place, value in zip(places, per_channel(channel), strict=True):
            values[place] = value
    return values


def y(problem: Problem) -> list:
    def of_channel(channel):
        here = statistics(problem, channel)
        weight, bias = problem.weight_of(channel), problem.bias_of(channel)
        return [each * weight + bias for each in here.xhat]

    return spread(problem, of_channel)


def running_var_factor(dialect: dict, m: int) -> Fraction:
    return Fraction(m, m - 1) if dialect["running_var"] == "unbiased" else Fraction(1)


def keep_and_new(dialect: dict, momentum: float) -> tuple:
    """Returns the weights of the old value and of the new batch (D2)."""
    new = Fraction(momentum) if dialect["momentum"] == "new" else 1 - Fraction(momentum)
    return 1 - new, new


def dbias(problem: Problem, channel: int) -> Ball:
    return ball(sum(problem.exact("dy", channel)))


def dweight(problem: Problem, channel: int) -> Ball:
    here = statistics(problem, channel)
    dy = problem.exact("dy", channel)
    return here.invstd * sum(g * d for g, d in zip(dy, here.deviations, strict=True))


def dx(problem: Problem) -> list:
    def of_channel(channel):
        here = statistics(problem, channel)
        dy = problem.exact("dy", channel)
        scale = here.invstd * problem.weight_of(channel)
        if problem.mode == "evaluation":
            return [scale * each for each in dy]
        mean_dy = sum(dy) / Fraction(here.m)
        along = sum(g * d for g, d in zip(dy, here.deviations, strict=True)) / here.m
        if here.var + here.eps == 0:
            return [WILD] * here.m
        slope = along / (here.var + here.eps)
        return [
            short(scale * (g - mean_dy - d * slope))
            for g, d in zip(dy, here.deviations, strict=True)
        ]

    return spread(problem, of_channel)
