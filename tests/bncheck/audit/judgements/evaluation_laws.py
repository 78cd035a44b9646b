"""E1-E6: the laws of evaluation, and S3."""

from itertools import product
from math import inf, nan

from . import truth
from .court import Court, always, evaluates, evaluates_backward, law
from .gradient_laws import judged_gradients
from .recorded import Problem
from .verdicts import all_same, contained, merge, residual, same, undecided_only_if_all_are


def after_nothing(c: Court, call) -> str:
    """D7: the running statistics that training on an empty batch returned."""
    p, rule = call.problem, c.dialect["empty_batch"]
    trained = call.kind == "forward" and call.status == "ok" and p.mode == "training"
    if not trained or p.m > 0 or not p.channels or rule == "any":
        return "skip"
    verdicts = ["pass"]
    for name in ("running_mean", "running_var"):
        before = getattr(p, name)
        verdicts.append(all_same(call.out[name], [nan] * len(before) if rule == "nan" else before))
    return merge(verdicts)


@law("execution", always)
def execution(c: Court) -> str:
    good = {"ok": "pass", "refused": "skip", "failed": "fail", "fault": "error"}
    calls = [call for call in c.record.calls if call.law == c.law]
    verdicts = [
        good.get(call.status, "pass" if call.open_to_refusal else "fail") for call in calls
    ]
    if verdicts and verdicts[0] == "skip":
        return "skip"
    return merge(verdicts + [after_nothing(c, call) for call in calls])


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
