"""The rule of tolerance (T1-T7): from answers, truths, budgets and ranges to a verdict."""

import math
from collections.abc import Iterable
from fractions import Fraction

from .ball import WILD, Ball

# Where exact arithmetic and balls of doubles may honestly differ: see residual().
EITHER = "pass or inconclusive"
ORDER = ("skip", "pass", EITHER, "inconclusive", "fail", "error")
SMALLEST_RESOLVED = Fraction(1, 2**960)  # balls in doubles lose their last bits at 2^-1074
ANY_FINITE = 1.7976931348623157e308  # a budget of this size asks for a finite answer, whichever


class Decided(Exception):  # noqa: N818 (no error: it ends a law early)
    """A verdict that needs no further look."""

    def __init__(self, verdict: str, why: str):
        super().__init__(why)
        self.verdict = verdict


class Accepted(Exception):  # noqa: N818
    """What the record says is taken as it is, for the reason given; it is counted."""


class Contradiction(Exception):  # noqa: N818
    """The record shows what the clause rules out, whatever the verdict is."""


def merge(verdicts: Iterable[str]) -> str:
    return max(verdicts, key=ORDER.index, default="skip")


def undecided_only_if_all_are(verdicts: Iterable[str]) -> str:
    found = set(verdicts)
    for verdict in ("error", "fail", "pass", EITHER, "inconclusive"):
        if verdict in found:
            return verdict
    return "skip"


def added(a: float, b: float):
    """Adds budgets; a sum beyond the largest double claims nothing."""
    if math.inf in (a, b):
        return math.inf
    exact = Fraction(a) + Fraction(b)
    return exact if exact <= ANY_FINITE else math.inf


def enclose(got: float, budget: float) -> Ball:
    """Returns what an answer may stand for."""
    if not math.isfinite(got) or math.isinf(budget):
        return WILD
    return Ball(Fraction(got), Fraction(budget))


def element(got: float, truth: Ball, budget: float, reach: float) -> str:
    """T2, T4 and T5 of one value."""
    if budget > ANY_FINITE or truth.wild:  # T4: what exceeds the doubles claims nothing
        return "inconclusive"
    if not math.isfinite(got):
        return "fail"
    if abs(Fraction(got) - truth.middle) > truth.radius + Fraction(budget):
        return "fail"
    return "inconclusive" if budget >= reach != 0 else "pass"


def contained(got, truth, budget) -> str:
    """T2 of a whole tensor; budget holds radii and ranges. Nothing is wrong where there is none."""
    if not got:
        return "pass"
    return undecided_only_if_all_are(
        element(*each) for each in zip(got, truth, *budget, strict=True)
    )


def residual(value: Ball, reach, coarse=False) -> str:
    """T3 of one channel: what must hold 0, and the largest that could be seen. Where that is 0, or
    below what a ball's radius resolves, or beyond the doubles (coarse: something that enters it
    is), the roundings of the balls decide what is narrower."""
    if not value.holds(0):
        return "fail"
    coarse = coarse or 0 < reach < SMALLEST_RESOLVED or reach == value.radius == 0
    coarse = coarse or ANY_FINITE < reach < math.inf
    if not value.wild and coarse:
        return EITHER
    return "inconclusive" if value.wild or value.radius >= reach else "pass"


def same(a: float, b: float) -> bool:
    """T7."""
    return a == b or (math.isnan(a) and math.isnan(b))


def all_same(a, b) -> str:
    equal = len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return "pass" if equal else "fail"
