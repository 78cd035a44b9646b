"""What must be so of a budget whatever the arithmetic: it is a bound, and its range is true."""

import math
from collections.abc import Iterator
from fractions import Fraction

from . import truth
from .ball import Ball, ball, upper_root
from .recorded import CaseRecord, Problem, Second
from .running_laws import updated
from .second_truth import second_truth
from .verdicts import ANY_FINITE

# A range is rounded up, in a few operations on doubles.
SMALLEST_DOUBLE = Fraction(1, 2**1074)
LOOSENESS = 1 + Fraction(1, 2**40)


def false_budgets(record: CaseRecord, dialect: dict) -> Iterator[str]:
    """Names the outputs of the case's own problem whose budget or range cannot be right."""
    for problem, kind, outputs, second in record.budgets:
        if problem != record.problem or problem.m == 0:
            continue
        for name, values in exact_distances(problem, kind, dialect, second).items():
            radii, ranges = outputs[name]
            if any(not radius >= 0 for radius in radii):
                yield f"a budget of {name} is no bound"
            if any(beyond(each, reach) for each, reach in zip(values, ranges, strict=True)):
                yield f"{name} lies outside the range that was claimed beforehand"
        if kind == "forward" and problem.mode == "training" and too_wide(problem, outputs["y"][1]):
            yield "the range of y is not Samuelson's"


def exact_distances(problem: Problem, kind: str, dialect: dict, second: Second | None) -> dict:
    """Returns what a range must reach: y - bias, and the other outputs themselves."""
    channels = problem.channels
    if kind == "double_backward":
        return second_truth(problem, second)
    if kind == "backward":
        found = {"dx": truth.dx(problem)}
        if problem.weight:
            found["dweight"] = [truth.dweight(problem, each) for each in channels]
        if problem.bias:
            found["dbias"] = [truth.dbias(problem, each) for each in channels]
        return found
    found = {"y": [a - b for a, b in zip(truth.y(problem), biases(problem), strict=True)]}
    if problem.mode == "training" and dialect["saved"] != "none":
        statistics = [truth.statistics(problem, each) for each in channels]
        found["save_mean"] = [ball(each.mean) for each in statistics]
        variance = dialect["saved"] == "variance"
        found["save_invstd"] = [ball(each.var) if variance else each.invstd for each in statistics]
    if problem.mode == "training" and problem.running_mean and problem.m > 1:
        found["running_mean"], found["running_var"] = updated(dialect, problem)
    return found


def biases(problem: Problem) -> list:
    return truth.spread(problem, lambda each: [problem.bias_of(each)] * problem.m)


def beyond(value: Ball, reach: float) -> bool:
    """Whether the value surely lies outside; what overflows the doubles is left open."""
    if value.wild or reach == math.inf or abs(value.middle) > ANY_FINITE:
        return False
    return abs(value.middle) - value.radius > Fraction(reach)


def too_wide(problem: Problem, ranges) -> bool:
    """|y - bias| <= |weight|*sqrt((m - 1)*var/(var + eps)) is the range in training (F7)."""
    for channel in problem.channels:
        here = truth.statistics(problem, channel)
        if here.var + here.eps == 0 or problem.m < 2:
            continue
        # What underflows in doubles is rounded up to the least of them, var and its product alike.
        energy = (problem.m - 1) * here.var + problem.m * SMALLEST_DOUBLE
        share = energy / (here.var + here.eps)
        most = abs(problem.weight_of(channel)) * upper_root(share) * LOOSENESS
        if any(
            each != math.inf and Fraction(each) > most + Fraction(1, 2**500)
            for each in problem.of(ranges, channel)
        ):
            return True
    return False
