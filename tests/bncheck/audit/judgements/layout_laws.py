"""S4: where the tensors of a call lie."""

from .agreement_laws import agreement
from .court import Court, answers, law
from .layouts import placements
from .verdicts import merge


@law("layout_independence", answers)
def layout_independence(c: Court) -> str:
    p = c.problem
    moved = p.with_(layout=c.own_problem("forward").layout)
    here, there = placements(p.layout), placements(moved.layout)
    c.require(
        all(there[name][0] not in (here[name][0], "expanded") for name in here),
        "every tensor is in another layout",
    )
    verdicts = []
    for kind in ("forward", "backward") if c.has_backward else ("forward",):
        # What was answered and budgeted for this very layout: elsewhere it has no part in either.
        got, expected = (c.record.exactly(kind, each).out for each in (moved, p))
        budget, other = (c.record.exact_budget(kind, each) for each in (moved, p))
        names = ("y",) if kind == "forward" else ("dx", "dweight", "dbias")
        verdicts += [
            agreement(c, got[each], expected[each], budget[each], other[each]) for each in names
        ]
    return merge(verdicts)
