"""F9-F16, E6: laws of forward that are judged to the bit."""

from fractions import Fraction

from .bits import (
    deterministic,
    image,
    images,
    judged_parts,
    judged_where_there_is_room,
    lacks_room,
    last_factor,
    made,
    negated,
    rounded_root,
    scaled,
)
from .court import Court, evaluates, law, trains
from .formats import exponent, is_power_of_two, power
from .verdicts import Accepted, all_same, merge

OUTPUTS = ("y", "save_mean", "save_invstd", "running_mean", "running_var")


@law("power_of_two_input", trains)
def power_of_two_input(c: Court) -> str:
    deterministic(c)
    c.skip_unless(rounded_root(c.contract))
    c.accept_skip()
    moved = c.own_problem("forward")
    p = c.problem
    pairs = [
        (a, b)
        for ch in p.channels
        for a, b in zip(p.exact("x", ch), moved.exact("x", ch), strict=True)
        if a != b
    ]
    if not pairs:
        raise Accepted("x is 0 wherever it is scaled")
    k = exponent(pairs[0][1] / pairs[0][0])
    c.require(k in (-24, 24, -9, 9, -3, 3, -1, 1), "k is of the list")
    c.require(Fraction(moved.eps) == Fraction(p.eps) * power(2 * k), "eps is scaled by 4^k")
    judged = [
        ch
        for ch in p.channels
        if moved.exact("x", ch) == [power(k) * each for each in p.exact("x", ch)]
    ]
    c.require(
        all(ch in judged or moved.exact("x", ch) == p.exact("x", ch) for ch in p.channels),
        "x of a channel is scaled or left as it is",
    )
    clear = [ch for ch in judged if any(p.exact("x", ch))]  # 0 may have been scaled or not
    for problem in (p, moved):
        lacks = lacks_room(c, problem, clear, x_is_scaled=True, zero_eps=True)
        c.require(not lacks, lacks)
    got, before = c.forward(moved), c.forward()
    degrees = {"save_mean": k, "save_invstd": 2 * k if c.dialect["saved"] == "variance" else -k}
    found = []
    for ch in clear:
        found.append(all_same(p.of(got["y"], ch), p.of(before["y"], ch)))
        if got["save_mean"]:
            found += [
                {"same": "pass", "differs": "fail"}.get(
                    image(p.parameter_format, before[name][ch], degree, got[name][ch]), "pass"
                )
                for name, degree in degrees.items()
            ]
    return merge(found) if found else "pass"


@law("negation", trains)
def negation(c: Court) -> str:
    deterministic(c)
    p = c.problem
    got, before = c.forward(p.with_(x=negated(p.x), bias=negated(p.bias))), c.forward()
    return merge(
        [
            all_same(got["y"], negated(before["y"])),
            all_same(got["save_mean"], negated(before["save_mean"])),
            all_same(got["save_invstd"], before["save_invstd"]),
        ]
    )


@law("power_of_two_affine", trains)
def power_of_two_affine(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.weight)
    deterministic(c)
    moved = c.own_problem("forward")
    got, before, found = c.forward(moved)["y"], c.forward()["y"], []
    for ch in p.channels:
        k = 0
        for name in ("weight", "bias"):
            pair = [
                Fraction(getattr(each, name)[ch]) if getattr(each, name) else 0
                for each in (p, moved)
            ]
            if pair[0] != 0:
                c.require(is_power_of_two(-pair[1] / pair[0]), "weight and bias times -2^k")
                k = exponent(pair[1] / pair[0])
        c.require(Fraction(moved.weight[ch]) == -power(k) * Fraction(p.weight[ch]), "one k")
        c.require(
            not p.bias or Fraction(moved.bias[ch]) == -power(k) * Fraction(p.bias[ch]), "one k"
        )
        if k != 0:
            lacks = lacks_room(c, p, [ch], zero_eps=True)
            c.require(not lacks, lacks)
        pairs = (negated(p.of(before, ch)), k, p.of(got, ch))
        found += images(p.format, *pairs)
    return "fail" if "differs" in found else "pass"


@law("channel_permutation", trains)
def channel_permutation(c: Court) -> str:
    c.skip_unless(len(c.problem.channels) >= 2)
    deterministic(c)
    c.skip_unless(c.contract["uniform"])
    p = c.problem

    def reverse(tensor):
        return p.by_channel("x", lambda ch, _: p.of(tensor, len(p.channels) - 1 - ch))

    turned = p.with_(
        x=reverse(p.x),
        **{
            name: getattr(p, name)[::-1]
            for name in ("weight", "bias", "running_mean", "running_var")
        },
    )
    extra = ("running_mean", "running_var")
    got, before = c.forward(turned, extra), c.forward()
    return merge(
        [all_same(got["y"], reverse(before["y"]))]
        + [all_same(got[name], before[name][::-1]) for name in OUTPUTS[1:]]
    )


@law("channel_independence", trains)
def channel_independence(c: Court) -> str:
    p = c.problem
    c.skip_unless(len(p.channels) >= 2)
    deterministic(c)
    other = c.own_problem("forward")
    got, before = c.forward(other), c.forward()
    names = ("weight", "bias", "running_mean", "running_var")
    kept = [
        ch
        for ch in p.channels
        if p.of(p.x, ch) == other.of(other.x, ch)
        and all(
            getattr(p, name)[ch : ch + 1] == getattr(other, name)[ch : ch + 1] for name in names
        )
    ]
    c.require(
        any(kept == list(p.channels)[first::2] for first in (0, 1)),
        "every second channel has other values",
    )
    return merge(
        [all_same(p.of(got["y"], ch), p.of(before["y"], ch)) for ch in kept]
        + [
            all_same(
                [got[name][ch] for ch in kept if got[name]],
                [before[name][ch] for ch in kept if before[name]],
            )
            for name in OUTPUTS[1:]
        ]
    )


@law("evaluation_scaling", evaluates)
def evaluation_scaling(c: Court) -> str:
    deterministic(c)
    p, before = c.problem, c.forward()["y"]
    mirrored = p.with_(x=negated(p.x), running_mean=negated(p.running_mean), bias=negated(p.bias))
    verdicts = [all_same(c.forward(mirrored)["y"], negated(before))]
    for k, other in (
        (3, p.with_(weight=scaled(p.weight, 3), bias=scaled(p.bias, 3))),
        (
            0,
            p.with_(
                x=scaled(p.x, 3),
                running_mean=scaled(p.running_mean, 3),
                running_var=scaled(p.running_var, 6),
                eps=p.eps * 64,
            ),
        ),
    ):
        if other == p or not made(c, "forward", other):
            continue
        verdicts.append(
            judged_where_there_is_room(
                c,
                (p, other),
                lambda k=k, other=other: images(
                    p.format, before, k, c.forward(other)["y"], floor_of(p)
                ),
                x_is_scaled=k == 0,
            )
        )
    return judged_parts(c, verdicts, all_made=True)


def floor_of(p) -> Fraction:
    """Bounds y where the value before its last product may be subnormal."""
    return p.format.smallest_normal * last_factor(p)
