"""S1, S2, S3 and B24: the same problem put again, at another time or in another manner."""

from math import isfinite

from .court import Court, answers, law
from .layouts import placements
from .recorded import Call
from .verdicts import added, all_same, contained, enclose, merge


def again(c: Court, manner=lambda manner: True) -> list[tuple[Call, dict]]:
    """Returns the law's own calls with the case's problem, each with the first answer to that."""
    plain = c.problem.manner
    calls = [
        each
        for each in c.record.asked_by(c.law, "forward") + c.record.asked_by(c.law, "backward")
        if each.problem.with_(manner=plain) == c.problem and manner(each.problem.manner)
    ]
    c.require(calls, "the problem is put again")
    return [(each.answered(), c.record.call(each.kind, c.problem).out) for each in calls]


def bits(got: dict, before: dict) -> str:
    """T7 of every output that was wanted."""
    return merge(all_same(got[name], before[name]) for name in got if got[name])


def within_budgets(c: Court, call: Call, before: dict) -> str:
    """T2 within the sum of both budgets, which are equal."""
    budgets, verdicts = c.budget(call.kind), []
    for name, got in call.out.items():
        if got:
            doubled = [[added(each, each) for each in part] for part in budgets[name]]
            verdicts.append(contained(got, [enclose(each, 0) for each in before[name]], doubled))
    return merge(verdicts)


def judged(c: Court, calls: list) -> str:
    if c.contract["deterministic"]:
        return merge(bits(call.out, before) for call, before in calls)
    return merge(within_budgets(c, call, before) for call, before in calls)


@law("repetition", answers)
def repetition(c: Court) -> str:
    calls = again(c)
    c.require(c.calls("forward"), "another problem comes between")
    return judged(c, calls)


@law("thread_independence", answers)
def thread_independence(c: Court) -> str:
    calls, verdicts = again(c), []
    c.require({call.problem.manner[0] for call, _ in calls} >= {1, 3}, "1 and 3 threads")
    for call, before in calls:
        if not c.contract["correctly_rounded"]:
            verdicts.append(within_budgets(c, call, before))
            continue
        radii = c.budget(call.kind)
        verdicts += [
            all_same(*_claimed(got, before[name], radii[name][0]))
            for name, got in call.out.items()
            if got
        ]
    return merge(verdicts)


def _claimed(got, before, radii) -> tuple:
    """Returns the elements that have a budget."""
    kept = [i for i, each in enumerate(radii) if isfinite(each)]
    return [got[i] for i in kept], [before[i] for i in kept]


@law("in_place", answers)
def in_place(c: Court) -> str:
    place = placements(c.problem.layout)
    c.skip_unless(place["x"] == place["y"] and place["dy"] == place["dx"])
    c.skip_unless(c.contract["in_place"])
    return judged(c, again(c, lambda manner: manner[1]))


@law("output_selection", lambda c: answers(c) and c.has_backward)
def output_selection(c: Court) -> str:
    calls = again(c)
    wanted = [call.problem.manner[3:] for call, _ in calls if call.kind == "backward"]
    c.require((True, False, False) in wanted, "dx is asked for alone")
    return judged(c, calls)
