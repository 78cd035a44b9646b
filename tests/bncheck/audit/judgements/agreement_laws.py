"""F8, F13, F14, F17, F18: laws of training by which two answers agree within both budgets."""

from math import inf

from . import truth
from .ball import Ball
from .cases import indices
from .court import Court, law, trains
from .formats import is_power_of_two
from .verdicts import added, contained, enclose, merge


def agreement(c: Court, got, expected, budget, other) -> str:
    """T2 within the sum of both budgets, whose range is the sum of both ranges (T4)."""
    sums = [
        [added(a, b) for a, b in zip(*each, strict=True)]
        for each in zip(budget, other, strict=True)
    ]
    return contained(got, [enclose(each, 0) for each in expected], sums)


@law("shift", trains)
def shift(c: Court) -> str:
    c.accept_skip()
    moved = c.own_problem("forward")
    p = c.problem
    c.require(moved.eps == p.eps, "eps is the same")
    for channel in p.channels:
        steps = {
            b - a for a, b in zip(p.exact("x", channel), moved.exact("x", channel), strict=True)
        }
        c.require(len(steps) == 1, "every x_i of a channel moves by the same")
        c.require(steps == {0} or is_power_of_two(*steps), "x moves by a power of two, or not")
    return agreement(
        c,
        c.forward(moved)["y"],
        c.forward()["y"],
        c.budget("forward", moved)["y"],
        c.budget("forward")["y"],
    )


@law("affine_output", trains)
def affine_output(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.weight or p.bias)
    plain = p.with_(weight=(), bias=())
    radii, ranges = c.budget("forward")["y"]

    def of_channel(channel):
        weight, bias = p.weight_of(channel), p.bias_of(channel)
        return [each * weight + bias for each in p.of(xhat, channel)]

    xhat = c.enclosed("forward", "y", plain)
    balls = truth.spread(p, of_channel)
    wider = [
        inf if each.wild else added(each.radius, radius)
        for each, radius in zip(balls, radii, strict=True)
    ]
    return contained(c.forward()["y"], [Ball(each.middle) for each in balls], (wider, ranges))


@law("place_permutation", trains)
def place_permutation(c: Court) -> str:
    p = c.problem
    turned = c.own_problem("forward")
    m, got = p.m, c.forward(turned)["y"]
    turns = [
        k for k in range(1, m) if turned.x == p.by_channel("x", lambda _, v, k=k: v[k:] + v[:k])
    ]
    c.require(turns, "the values of every channel are rotated")
    k = turns[0]

    def rotated(tensor):
        return truth.spread(p, lambda ch: p.of(tensor, ch)[k:] + p.of(tensor, ch)[:k])

    return agreement(
        c,
        got,
        rotated(c.forward()["y"]),
        c.budget("forward", turned)["y"],
        [rotated(each) for each in c.budget("forward")["y"]],
    )


@law("duplication", trains)
def duplication(c: Court) -> str:
    p = c.problem
    twice = p.with_(shape=(2 * p.shape[0], *p.shape[1:]), x=p.x * 2, dy=p.dy * 2)
    got, expected = c.forward(twice)["y"], c.forward()["y"] * 2
    return agreement(
        c,
        got,
        expected,
        c.budget("forward", twice)["y"],
        [each * 2 for each in c.budget("forward")["y"]],
    )


@law("merged_axes", trains)
def merged_axes(c: Court) -> str:
    p, verdicts = c.problem, []
    for shape in ((p.m, p.shape[1]), (1, p.shape[1], p.m)):
        if shape == p.shape:
            continue

        def moved(tensor, shape=shape):
            out = [None] * len(tensor)
            for ch in p.channels:
                for a, b in zip(indices(p.shape, ch), indices(shape, ch), strict=True):
                    out[b] = tensor[a]
            return tuple(out)

        other = p.with_(shape=shape, x=moved(p.x), dy=moved(p.dy))
        verdicts.append(
            agreement(
                c,
                c.forward(other)["y"],
                moved(c.forward()["y"]),
                c.budget("forward", other)["y"],
                [moved(each) for each in c.budget("forward")["y"]],
            )
        )
    return merge(verdicts)
