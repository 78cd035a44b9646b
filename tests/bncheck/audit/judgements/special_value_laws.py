"""X1-X4, X6: NaN, infinities, zeros and their signs."""

from fractions import Fraction
from math import isfinite

from . import truth
from .bits import deterministic
from .court import Court, law, trains
from .formats import FORMATS
from .refusals import taken
from .verdicts import Accepted, Decided, all_same, merge, same

FORWARD = ("y", "save_mean", "save_invstd", "running_mean", "running_var")
BACKWARD = ("dx", "dweight", "dbias")


def broken_channels(problem, tensor) -> list:
    return [ch for ch in problem.channels if not all(map(isfinite, problem.of(tensor, ch)))]


def all_broken(values) -> str:
    return "fail" if any(map(isfinite, values)) else "pass"


def of_channels(problem, values, channels) -> list:
    """Returns the values of some channels of an output, which may be absent."""
    if not values:
        return []
    if len(values) == len(problem.x) and problem.m > 1:
        return [each for ch in channels for each in problem.of(values, ch)]
    return [values[ch] for ch in channels]


def stays_in_its_channel(c: Court) -> str:
    p, verdicts, clean = c.problem, [], {}
    calls = [each for each in c.record.calls if each.law == c.law and each.kind != "oracle"]
    if any(each.status == "invalid" for each in calls):
        raise Decided("skip", "the arguments are called invalid")
    keep, _ = truth.keep_and_new(c.dialect, p.momentum)
    for call in calls:
        forward = call.kind == "forward"
        q, got = call.problem, call.answered().out
        broken = broken_channels(q, q.x if forward else q.dy)
        if not broken:  # of an expanded dy, laid out as the poisoned one is
            clean[call.kind] = got
            continue
        c.require(broken == list(p.channels)[broken[0] :: 2], "every second channel")
        for ch in broken:
            if p.weight_of(ch) != 0:
                verdicts.append(all_broken(q.of(got["y" if forward else "dx"], ch)))
            names = ["save_mean"] + ["running_mean"] * (keep != 1) if forward else BACKWARD[1:]
            verdicts += [all_broken([got[name][ch]]) for name in names if got[name]]
        if c.contract["deterministic"]:
            before = clean.get(call.kind) or (c.forward() if forward else c.backward())
            others = [ch for ch in p.channels if ch not in broken]
            verdicts += [
                all_same(of_channels(p, got[name], others), of_channels(p, before[name], others))
                for name in (FORWARD if forward else BACKWARD)
            ]
    if not verdicts:
        c.record.check_answered()
        raise Accepted(c.reason)
    return merge(verdicts)


@law("nan_stays_in_its_channel", trains)
def nan_stays_in_its_channel(c: Court) -> str:
    return stays_in_its_channel(c)


@law("infinity_stays_in_its_channel", trains)
def infinity_stays_in_its_channel(c: Court) -> str:
    return stays_in_its_channel(c)


def with_common_bias(problem):
    """X3: each bias is rounded to bf16, then to f16, where the result is finite."""

    def common(bias):
        near = FORMATS["f16"].nearest(Fraction(FORMATS["bf16"].nearest(Fraction(bias))))
        return near if isfinite(near) else bias

    return problem.with_(bias=tuple(common(each) for each in problem.bias))


def is_bias(c: Court, y, problem, radii) -> str:
    """X3: y = bias, where bias is 0 or a normal number of every format."""
    declared = (c.contract[each] for each in ("element", "accumulator", "stored", "applied"))
    formats = [problem.format, problem.parameter_format, *(FORMATS[each] for each in declared)]
    for ch in problem.channels:
        bias = problem.bias_of(ch)
        normal = bias == 0 or abs(bias) >= max(each.smallest_normal for each in formats)
        if not (normal and all(each.holds(bias) for each in formats)):
            continue
        for value, radius in zip(problem.of(y, ch), problem.of(radii, ch), strict=True):
            if isfinite(radius) and not same(value, float(bias)):
                return "fail"
    return "pass"


@law("zero_weight", trains)
def zero_weight(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.weight)
    none = with_common_bias(p.with_(weight=[0.0] * len(p.weight)))
    y = c.forward(none)["y"]
    nearest = truth.spread(p, lambda ch: [p.format.nearest(p.bias_of(ch))] * p.m)
    if all_same(y, nearest) == "pass":
        return "pass"  # whatever the budget is, which the law need not have asked for
    return is_bias(c, y, none, c.budget("forward", none)["y"][0])


@law("zero_variance", trains)
def zero_variance(c: Court) -> str:
    rule = c.dialect["zero_variance"]
    c.skip_unless(rule != "any")
    p = c.problem
    flat = with_common_bias(p.with_(x=[0.0] * len(p.x), eps=taken(c.dialect, 0.0)))
    y = c.forward(flat)["y"]
    if rule == "bias":
        return is_bias(c, y, flat, [0.0] * len(y))
    return "pass" if all(each != each for each in y) else "fail"


@law("signed_zero", trains)
def signed_zero(c: Court) -> str:
    deterministic(c)
    verdicts = []
    for kind, names in (("forward", FORWARD), ("backward", BACKWARD)):
        answers = [each.answered() for each in c.record.asked_by(c.law, kind)]
        if kind == "forward":
            c.require(len(answers) >= 2, "two problems are put")
        if len(answers) >= 2:
            first, second = answers[0], answers[-1]
            c.require(
                (first.problem.x, first.problem.dy) == (second.problem.x, second.problem.dy),
                "signs of zeros alone differ",
            )
            verdicts += [all_same(first.out[name], second.out[name]) for name in names]
    return merge(verdicts)
