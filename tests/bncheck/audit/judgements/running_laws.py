"""R1-R8: the laws of the running statistics."""

from fractions import Fraction
from math import inf, isfinite

from . import truth
from .ball import Ball, ball, inverse_root
from .court import Court, law, trains
from .verdicts import (
    ANY_FINITE,
    all_same,
    contained,
    enclose,
    merge,
    residual,
    undecided_only_if_all_are,
)

RUNNING = ("running_mean", "running_var", "momentum")
NAMES = ("running_mean", "running_var")


def tracked(c: Court, momentum: float | None = None):
    """The problem; with running statistics 0 and 1 where it has none."""
    p = c.problem if momentum is None else c.problem.with_(momentum=momentum)
    if p.running_mean:
        return p
    return p.with_(running_mean=[0.0] * len(p.channels), running_var=[1.0] * len(p.channels))


def batch(dialect: dict, p, channel) -> tuple:
    """The mean and the variance that enter the running statistics (O3, D1)."""
    here = truth.statistics(p, channel)
    return here.mean, here.var * truth.running_var_factor(dialect, p.m)


def updated(dialect: dict, p) -> tuple:
    keep, new = truth.keep_and_new(dialect, p.momentum)
    pairs = [batch(dialect, p, channel) for channel in p.channels]
    return tuple(
        [ball(keep * Fraction(old[ch]) + new * pairs[ch][i]) for ch in p.channels]
        for i, old in enumerate((p.running_mean, p.running_var))
    )


def judged_update(c: Court, p) -> str:
    got, budget = c.forward(p, RUNNING), c.budget("forward", p, RUNNING)
    expected = updated(c.dialect, p)
    return merge(contained(got[name], expected[i], budget[name]) for i, name in enumerate(NAMES))


@law("running_statistics", trains)
def running_statistics(c: Court) -> str:
    c.skip_unless(c.problem.running_mean)
    return judged_update(c, c.problem)


def all_on_new(c: Court) -> float:
    return 1.0 if c.dialect["momentum"] == "new" else 0.0


@law("running_extremes", trains)
def running_extremes(c: Court) -> str:
    return merge(
        judged_update(c, tracked(c, momentum)) for momentum in (all_on_new(c), 1 - all_on_new(c))
    )


@law("running_repetition", trains)
def running_repetition(c: Court) -> str:
    start = p = c.problem
    c.skip_unless(p.running_mean)
    keep, _ = truth.keep_and_new(c.dialect, p.momentum)
    errors = {name: [Fraction(0)] * len(p.channels) for name in NAMES}
    for _ in range(3):
        got, budget = c.forward(p, RUNNING), c.budget("forward", p, RUNNING)
        c.skip_unless(all(isfinite(v) for name in NAMES for v in got[name]))
        for name in NAMES:
            errors[name] = [
                step(keep, *each) for each in zip(errors[name], budget[name][0], strict=True)
            ]
        ranges = {name: budget[name][1] for name in NAMES}
        p = p.with_(**{name: got[name] for name in NAMES})
    verdicts = []
    for i, name in enumerate(NAMES):
        expected = [
            ball(b + keep**3 * (Fraction(old) - b))
            for b, old in (
                (batch(c.dialect, start, ch)[i], getattr(start, name)[ch]) for ch in start.channels
            )
        ]
        verdicts.append(contained(got[name], expected, (errors[name], ranges[name])))
    return merge(verdicts)


def step(keep: Fraction, error, budget: float):
    if error == float("inf") or not isfinite(budget):
        return float("inf")
    exact = abs(keep) * error + Fraction(budget)
    return exact if exact <= ANY_FINITE else float("inf")


@law("running_hull", trains)
def running_hull(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.running_mean and 0 <= p.momentum <= 1)
    got, budget = c.forward(p, RUNNING), c.budget("forward", p, RUNNING)
    verdicts = []
    for ch in p.channels:
        if p.running_var[ch] >= 0 and got["running_var"][ch] < 0:
            verdicts.append("fail")
        old, mean = Fraction(p.running_mean[ch]), truth.statistics(p, ch).mean
        radius, reach = (each[ch] for each in budget["running_mean"])
        here = enclose(got["running_mean"][ch], radius)
        low, high = min(old, mean), max(old, mean)
        outside = here - high if here.middle > high else here - low
        inside = low <= here.middle <= high
        coarse = abs(mean) * Fraction(1, 2**100) >= reach  # a ball of doubles is that wide
        verdicts.append(
            residual(Ball(0, here.radius, here.wild) if inside else outside, reach, coarse)
        )
    return undecided_only_if_all_are(verdicts)


@law("running_independence", trains)
def running_independence(c: Court) -> str:
    c.skip_unless(c.problem.running_mean and c.contract["deterministic"])
    others = c.calls("forward")
    c.require(others, "another call is made")
    for each in others:
        q, p = each.problem, c.problem
        c.require(
            all(getattr(q, name) == getattr(p, name) for name in ("x", *RUNNING)),
            "x, momentum and the running statistics are the same",
        )
        c.require(q.eps != p.eps, "eps differs")
    return merge(
        all_same(each.answered().out[name], c.forward()[name]) for each in others for name in NAMES
    )


@law("running_untouched", trains)
def running_untouched(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.running_mean and c.contract["deterministic"])
    mine = c.record.asked_by(c.law, "forward")
    c.require(any(each.problem.mode == "evaluation" for each in mine), "it evaluates in between")
    again = [each for each in mine if each.problem.mode == "training"]
    first, last = again[0].problem, again[-1].problem
    c.require(first.x == last.x == p.x and first.running_mean == last.running_mean, "one problem")
    before = c.record.found("forward", last, None, RUNNING)[0].answered()
    return merge(all_same(again[-1].answered().out[name], before.out[name]) for name in NAMES)


@law("train_eval_consistency", trains)
def train_eval_consistency(c: Court) -> str:
    training = tracked(c, all_on_new(c))
    got, budget = c.forward(training, RUNNING), c.budget("forward", training, RUNNING)
    c.skip_unless(all(isfinite(v) for name in NAMES for v in got[name]))
    evaluation = training.with_(mode="evaluation", **{name: got[name] for name in NAMES})

    def of_channel(ch):
        mean, var = batch(c.dialect, training, ch)
        mean = ball(mean).widened_or_wild(budget["running_mean"][0][ch])
        var = ball(var).widened_or_wild(budget["running_var"][0][ch])
        scale = wide_inverse_root(var + Fraction(training.eps))
        return [
            (ball(x) - mean) * training.weight_of(ch) * scale + training.bias_of(ch)
            for x in training.exact("x", ch)
        ]

    balls = truth.spread(training, of_channel)
    radii, ranges = c.budget("forward", evaluation)["y"]
    wider = [
        inf if each.wild or not isfinite(radius) else each.radius + Fraction(radius)
        for each, radius in zip(balls, radii, strict=True)
    ]
    return contained(
        c.forward(evaluation)["y"], [Ball(each.middle) for each in balls], (wider, ranges)
    )


def wide_inverse_root(value: Ball) -> Ball:
    """1/sqrt over a ball; nothing is known where that reaches 0."""
    low, high = value.middle - value.radius, value.middle + value.radius
    if value.wild or low <= 0:
        return Ball(wild=True)
    most, least = inverse_root(low).upper(), inverse_root(high).upper()
    return Ball((most + least) / 2, (most - least) / 2)
