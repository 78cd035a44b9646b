"""S9: correct rounding, of exact values in fractions."""

import math
from fractions import Fraction

from . import truth
from .ball import ball
from .court import Court, answers, law
from .formats import FORMATS, exponent, parameters_of, power
from .running_laws import updated
from .second_laws import own, second_of
from .second_truth import second_truth
from .verdicts import Accepted, undecided_only_if_all_are


def neighbours(got: Fraction, dtype: str) -> tuple:
    """Returns half the way to the next number inward and outward."""
    form = FORMATS[dtype]
    binade = max(exponent(got), form.lowest) if got else form.lowest
    half = power(binade - form.digits)
    begins_binade = abs(got) == power(binade) and binade > form.lowest
    return (half / 2 if begins_binade else half), half


def is_nearest(got: float, exact, dtype: str) -> bool:
    """Whether some number of the ball has none nearer than got."""
    if exact.wild:
        return True
    if math.isnan(got):
        return False
    if math.isinf(got):
        return exact.upper() > FORMATS[dtype].largest and (got > 0) == (exact.middle > 0)
    inward, outward = neighbours(Fraction(got), dtype)
    beyond = exact.middle - Fraction(got) if got >= 0 else Fraction(got) - exact.middle
    if got == 0:
        return abs(beyond) <= outward + exact.radius
    return -inward - exact.radius <= beyond <= outward + exact.radius


# The truth of double backward is in balls of two doubles, whose radius is this part of their terms.
RESOLVED = Fraction(1, 2**90)


def is_resolved(exact, reach: float, dtype: str) -> bool:
    """Whether balls tell neighbours apart, where terms of the size of the range may cancel."""
    return exact.wild or min(neighbours(exact.middle, dtype)) > RESOLVED * Fraction(reach)


def rounded(got, exact, budget, dtype: str, balls: bool) -> str:
    if not got:
        return "skip"
    radii, ranges = budget
    claimed = [i for i, radius in enumerate(radii) if not math.isinf(radius)]
    wrong = [i for i in claimed if not is_nearest(got[i], exact[i], dtype)]
    if any(not balls or is_resolved(exact[i], ranges[i], dtype) for i in wrong):
        return "fail"
    if wrong:
        raise Accepted("terms cancel further than balls of doubles resolve")
    return "pass" if any(not exact[i].wild for i in claimed) else "inconclusive"


def exact_outputs(c: Court, kind: str) -> dict:
    p = c.problem
    if kind == "forward":
        found = {"y": truth.y(p)}
        if p.mode == "training":
            here = [truth.statistics(p, each) for each in p.channels]
            found["save_mean"] = [ball(each.mean) for each in here]
            variance = c.dialect["saved"] == "variance"
            found["save_invstd"] = [ball(h.var) if variance else h.invstd for h in here]
            if p.running_mean:
                found["running_mean"], found["running_var"] = updated(c.dialect, p)
        return found
    if kind == "backward":
        return {
            "dx": truth.dx(p),
            "dweight": [truth.dweight(p, each) for each in p.channels],
            "dbias": [truth.dbias(p, each) for each in p.channels],
        }
    return second_truth(p, second_of(p))


def answered(c: Court, kind: str) -> tuple:
    if kind == "double_backward":
        answer = own(c)
        return answer.out, answer.budget
    return c.record.call(kind, c.problem, c.law).out, c.budget(kind)


@law("correct_rounding", answers)
def correct_rounding(c: Court) -> str:
    p = c.problem
    c.skip_unless(c.contract["correctly_rounded"])
    parameter = FORMATS[parameters_of(p.dtype)]
    kept = all(parameter.holds(Fraction(each)) for each in (p.eps, p.momentum))
    c.skip_unless(c.contract["double_parameters"] or kept)
    kinds = ["forward"]
    kinds += ["backward"] if c.has_backward else []
    kinds += ["double_backward"] if c.has_double_backward else []
    verdicts = []
    for kind in kinds:
        out, budget = answered(c, kind)
        for name, exact in exact_outputs(c, kind).items():
            big = name in ("y", "dx", "d_dy", "d_x")
            dtype = p.dtype if big else parameters_of(p.dtype)
            balls = kind == "double_backward"
            verdicts.append(rounded(out[name], exact, budget[name], dtype, balls))
    return undecided_only_if_all_are(verdicts)
