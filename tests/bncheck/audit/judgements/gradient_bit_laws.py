"""B12, B13, B16, B17, B24: laws of backward in training that are judged to the bit."""

from math import isfinite

from .bits import (
    deterministic,
    images,
    judged_parts,
    judged_where_there_is_room,
    last_factor,
    made,
    negated,
    scaled,
)
from .court import Court, law, trains_backward
from .verdicts import all_same, merge

OUTPUTS = ("dx", "dweight", "dbias")


def same_gradients(got: dict, before: dict, signs=(1, 1, 1)) -> str:
    return merge(
        all_same(got[name], [sign * each for each in before[name]])
        for name, sign in zip(OUTPUTS, signs, strict=True)
    )


def scaled_gradients(c: Court, other, powers, x_is_scaled=False) -> str:
    """T8 of all three gradients, each with its own power."""
    p, got, before = c.problem, c.backward(other), c.backward()
    factor = max(last_factor(p), last_factor(other))
    # A value at its format's floor may come from the one below it in the formats of arithmetic.
    floor = max(p.format.smallest_normal, p.parameter_format.smallest_normal) * factor

    def compare() -> list:
        found = images(p.format, before["dx"], powers[0], got["dx"], floor)
        for name, k in zip(OUTPUTS[1:], powers[1:], strict=True):
            found += images(p.parameter_format, before[name], k, got[name])
        return found

    return judged_where_there_is_room(c, (p, other), compare, x_is_scaled=x_is_scaled)


@law("gradient_scales_with_dy", trains_backward)
def gradient_scales_with_dy(c: Court) -> str:
    deterministic(c)
    p = c.problem
    verdicts = [same_gradients(c.backward(p.with_(dy=negated(p.dy))), c.backward(), (-1, -1, -1))]
    other = p.with_(dy=scaled(p.dy, 3))
    if made(c, "backward", other):
        verdicts.append(scaled_gradients(c, other, (3, 3, 3)))
    return judged_parts(c, verdicts, all_made=True)


@law("gradient_scales_with_input", trains_backward)
def gradient_scales_with_input(c: Court) -> str:
    deterministic(c)
    c.accept_skip()
    p = c.problem
    other = p.with_(x=scaled(p.x, 3), eps=p.eps * 64)
    return scaled_gradients(c, other, (-3, 0, 0), x_is_scaled=True)


@law("gradient_scales_with_weight", trains_backward)
def gradient_scales_with_weight(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.weight)
    none = p.with_(weight=[0.0] * len(p.weight))
    radii = c.budget("backward", none)["dx"][0]
    zeros = [
        value == 0
        for value, radius in zip(c.backward(none)["dx"], radii, strict=True)
        if isfinite(radius)
    ]
    verdicts = ["pass" if all(zeros) else "fail"]
    if c.contract["deterministic"]:
        mirrored = c.backward(p.with_(weight=negated(p.weight)))
        verdicts.append(same_gradients(mirrored, c.backward(), (-1, 1, 1)))
        other = p.with_(weight=scaled(p.weight, 3))
        if made(c, "backward", other):
            verdicts.append(scaled_gradients(c, other, (3, 0, 0)))
    return judged_parts(c, verdicts, all_made=True)


@law("gradient_independence", trains_backward)
def gradient_independence(c: Court) -> str:
    deterministic(c)
    p, before, verdicts = c.problem, c.backward(), []
    changed = set()
    for call in c.record.asked_by(c.law, "backward"):
        q, got = call.problem, call.answered().out
        c.require(q.dy == p.dy, "dy is the same")
        same_x = (q.x, q.eps) == (p.x, p.eps)
        # The later of the two differences decides what may change.
        names = ["dbias"] + ["dweight"] * same_x + ["dx"] * (same_x and q.weight == p.weight)
        changed |= {
            name for name in ("x", "weight", "bias", "eps") if getattr(q, name) != getattr(p, name)
        }
        verdicts += [all_same(got[name], before[name]) for name in names]
    c.require(verdicts and "eps" in changed, "another eps is put")
    return merge(verdicts)


@law("gradient_repetition", trains_backward)
def gradient_repetition(c: Court) -> str:
    deterministic(c)
    again = c.record.found("backward", c.problem, c.law)
    c.require(len(again) >= 2, "backward is called again twice")
    c.require(c.calls("forward"), "a forward of another problem comes between")
    return merge(same_gradients(each.answered().out, c.backward()) for each in again)
