"""E1-E6: the laws of evaluation, and S3."""

from itertools import product
from math import inf

from . import truth
from .court import Court, always, evaluates, evaluates_backward, law, without_answer
from .gradient_laws import judged_gradients
from .recorded import Problem
from .verdicts import all_same, contained, merge, residual, same, undecided_only_if_all_are


def has_constant_channel(p: Problem) -> bool:
    return any(len(set(p.exact("x", channel))) == 1 for channel in p.channels)


@law("execution", always)
def execution(c: Court) -> str:
    p = c.problem
    undefined = p.m == 0 or p.mode == "training" and p.m == 1
    undefined |= p.mode == "evaluation" and without_answer(p)
    undefined |= p.mode == "training" and p.eps == 0 and has_constant_channel(p)
    good = {
        "ok": "pass",
        "refused": "skip",
        "failed": "fail",
        "fault": "error",
        "invalid": "pass" if undefined else "fail",
    }
    verdicts = [good[call.status] for call in c.record.calls if call.law == c.law]
    if verdicts and verdicts[0] == "skip":
        return "skip"
    return merge(verdicts)


@law("evaluation_output", evaluates)
def evaluation_output(c: Court) -> str:
    return contained(c.forward()["y"], truth.y(c.problem), c.budget("forward")["y"])


@law("backward_evaluation", evaluates_backward)
def backward_evaluation(c: Court) -> str:
    return judged_gradients(c)


@law("evaluation_locality", evaluates)
def evaluation_locality(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.shape[0] >= 2)
    c.skip_unless(c.contract["deterministic"] and c.contract["uniform"])
    c.accept_skip()
    size = len(p.x) // p.shape[0]
    verdicts = []
    for first, last in ((0, 1), (1, p.shape[0])):
        part = slice(first * size, last * size)
        own = p.with_(shape=(last - first, *p.shape[1:]), x=p.x[part], dy=p.dy[part])
        verdicts.append(all_same(c.forward(own)["y"], c.forward()["y"][part]))
        if c.has_backward:
            verdicts.append(all_same(c.backward(own)["dx"], c.backward()["dx"][part]))
    return merge(verdicts)


@law("evaluation_affinity", evaluates)
def evaluation_affinity(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.m >= 3)
    y, ranges = c.enclosed("forward", "y"), c.ranges("forward", "y")

    def of_channel(channel):
        x, here, reach = p.exact("x", channel), p.of(y, channel), p.of(ranges, channel)
        a, b = x.index(min(x)), x.index(max(x))
        for i, each in enumerate(x):
            if i in (a, b):
                continue
            value = (here[i] - here[a]) * (x[b] - x[a]) - (here[b] - here[a]) * (each - x[a])
            most = (reach[i] + reach[a]) * (x[b] - x[a]) + (reach[b] + reach[a]) * (each - x[a])
            yield residual(value, most)

    return undecided_only_if_all_are(v for channel in p.channels for v in of_channel(channel))


@law("evaluation_order", evaluates)
def evaluation_order(c: Court) -> str:
    p = c.problem
    c.skip_unless(c.contract["uniform"])
    y, radii = c.forward()["y"], c.budget("forward")["y"][0]
    verdicts = []
    for channel in p.channels:
        if inf in p.of(radii, channel):
            continue
        weight = p.weight_of(channel)
        sign = (weight > 0) - (weight < 0)
        pairs = list(zip(p.of(p.x, channel), p.of(y, channel), strict=True))
        wrong = any(
            a <= e and not sign * b <= sign * d or a == e and not same(b, d)
            for (a, b), (e, d) in product(pairs, pairs)
        )
        verdicts.append("fail" if wrong else "pass")
    return merge(verdicts)
