"""T7 and T8: comparisons to the bit, and what must be so where a power of two was judged."""

import math
from fractions import Fraction

from . import truth
from .court import Court
from .formats import FORMATS, Format, exponent, power
from .recorded import Problem
from .verdicts import Accepted, same


def negated(values) -> tuple:
    return tuple(-each for each in values)


def scaled(values, k: int) -> tuple:
    return tuple(math.ldexp(each, k) for each in values)


def deterministic(c: Court) -> None:
    c.skip_unless(c.contract["deterministic"])


def rounded_root(contract: dict) -> bool:
    return float.fromhex(contract["invsqrt_error_u"]) == 2


def image(form: Format, before: float, k: int, after: float, floor=0) -> str:
    """Compares after with 2^k*before. T8 leaves out what may have been rounded as a subnormal, or
    was computed from one: what lies below the floor; there either verdict is right."""
    if same(after, math.ldexp(before, k)):
        return "same"
    low = max(form.smallest_normal, floor)

    def clear(value: float, k: int) -> bool:
        if not math.isfinite(value):
            return False
        near, far = abs(Fraction(value)), abs(Fraction(value)) * power(k)
        return low < near <= form.largest and low < far <= form.largest

    return "differs" if clear(before, k) or clear(after, -k) else "open"


def images(form: Format, before, k: int, after, floor=0) -> list:
    return [image(form, b, k, a, floor) for b, a in zip(before, after, strict=True)]


def verdict_of(comparisons: list) -> str:
    if "differs" in comparisons:
        return "fail"
    if "open" in comparisons:
        raise Accepted("an answer that T8 leaves out differs")
    return "pass"


def lacks_room(c: Court, problem: Problem, channels=None, x_is_scaled=False, zero_eps=False) -> str:
    """Names what rules T8 out: eps, var + eps and its inverse root are to be normal numbers in the
    contract's formats, and the contract is not to be one that T8 names. Empty: nothing of these. F9
    and F12 allow eps = 0, where a variance above 0 bounds the inverse root."""
    contract = c.contract
    if problem.eps == 0 and not zero_eps:
        return "T8: eps is 0"
    if contract["flushes_subnormals"]:
        return "T8: the contract flushes subnormals"
    if x_is_scaled and (contract["welford"] or not rounded_root(contract)):
        return "T8: means without a bound, or a root that is not rounded"
    formats = [FORMATS[contract[each]] for each in ("element", "accumulator", "stored", "applied")]
    lowest = max(each.lowest for each in formats)
    highest = min(each.highest for each in formats)
    for channel in problem.channels if channels is None else channels:
        here = truth.statistics(problem, channel)
        inputs = [here.eps, here.var + here.eps] if x_is_scaled or not zero_eps else []
        for value in (*inputs, here.invstd.middle):
            if value == 0 and zero_eps:
                continue
            if value == 0 or not lowest <= exponent(value) <= highest:
                return "T8: an intermediate is not normal"
    return ""


def judged_where_there_is_room(c: Court, problems, compare, **room) -> str:
    """Judges one part of a law by T8; skip where T8 is surely ruled out."""
    if any(lacks_room(c, each, **room) for each in problems):
        return "skip"
    found = compare()
    if "differs" in found and c.verdict == "pass":
        raise Accepted("a power of two does not commute, where T8 may not be proven")
    return verdict_of(found)


def last_factor(problem: Problem) -> Fraction:
    """Bounds what the last product of a gradient may multiply by."""
    most = Fraction(1)
    for channel in problem.channels:
        invstd, weight = (
            truth.statistics(problem, channel).invstd.upper(),
            problem.weight_of(channel),
        )
        most = max(most, invstd, abs(weight), abs(weight) * invstd)
    return most


def made(c: Court, kind: str, problem: Problem) -> bool:
    """Whether the law put this problem: where T8 is not proven it does not."""
    return bool(c.record.found(kind, problem, c.law))


def judged_parts(c: Court, verdicts: list, all_made: bool) -> str:
    """A law of several parts, of which T8 may rule out some."""
    order = ("skip", "pass", "fail")
    verdict = max(verdicts, key=order.index, default="skip")
    if verdict == "skip" and not all_made:
        raise Accepted(c.reason)
    return verdict
