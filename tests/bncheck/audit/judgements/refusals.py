"""D4 and D6-D8, O8: which eps a dialect computes with, and what may be called invalid."""

from fractions import Fraction
from math import isfinite


def taken(dialect: dict, eps: float) -> float:
    """Returns the eps that is computed with (D6)."""
    kind, _, minimum = dialect["eps"].partition(":")
    return max(eps, float(minimum)) if kind == "raised_to" else eps


def refuses_eps(dialect: dict, problem) -> bool:
    kind, _, minimum = dialect["eps"].partition(":")
    if kind == "refused_below":
        return problem.eps < float(minimum)
    open_in = {"any": True, "positive": True, "positive_in_training": problem.mode == "training"}
    return problem.eps == 0 and open_in.get(kind, False)


def lacks_a_parameter(dialect: dict, problem) -> bool:
    weight, bias = bool(problem.weight), bool(problem.bias)
    wrong = {
        "each": False,
        "together": weight != bias,
        "required": not (weight and bias),
        "none": weight or bias,
    }
    return wrong[dialect["affine"]]


def lacks_an_answer(problem) -> bool:
    """O8, but for m = 0."""
    if not all(map(isfinite, (*problem.x, *problem.dy))):
        return True
    if problem.mode == "evaluation":
        eps = Fraction(problem.eps)
        return any(not isfinite(v) or Fraction(v) + eps <= 0 for v in problem.running_var)
    flat = any(len(set(problem.exact("x", channel))) == 1 for channel in problem.channels)
    return problem.eps == 0 and flat


def may_refuse(dialect: dict, problem) -> bool:
    """Whether BN_INVALID_ARGUMENT is right (T6)."""
    if not problem.channels or refuses_eps(dialect, problem) or lacks_a_parameter(dialect, problem):
        return True
    if problem.m == 0:
        return dialect["empty_batch"] == "any"
    one = problem.mode == "training" and problem.m == 1
    return one and dialect["one_value"] in ("refused", "any") or lacks_an_answer(problem)
