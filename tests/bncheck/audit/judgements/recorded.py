"""A record of judgement_record, read: problems, calls, budgets and judgements of one case."""

import json
from dataclasses import dataclass, replace
from fractions import Fraction

from .cases import indices
from .formats import FORMATS, Format, parameters_of
from .refusals import may_refuse, taken
from .verdicts import Contradiction, Decided

PARAMETERS = ("weight", "bias", "running_mean", "running_var")


@dataclass(frozen=True)
class Problem:
    dtype: str
    shape: tuple
    layout: str
    mode: str
    eps: float
    momentum: float
    x: tuple
    dy: tuple
    weight: tuple
    bias: tuple
    running_mean: tuple
    running_var: tuple
    # threads, in_place, then whether these are wanted: saved statistics, dx, dweight, dbias.
    manner: tuple = (0, False, True, True, True, True)

    @property
    def channels(self) -> range:
        return range(self.shape[1])

    @property
    def m(self) -> int:
        return len(indices(self.shape, 0)) if self.shape[1] else 0

    @property
    def format(self) -> Format:
        return FORMATS[self.dtype]

    @property
    def parameter_format(self) -> Format:
        return FORMATS[parameters_of(self.dtype)]

    def of(self, values, channel: int) -> list:
        """Returns a tensor's values in one channel."""
        return [values[i] for i in indices(self.shape, channel)]

    def exact(self, name: str, channel: int) -> list:
        return [Fraction(each) for each in self.of(getattr(self, name), channel)]

    def weight_of(self, channel: int) -> Fraction:
        return Fraction(self.weight[channel]) if self.weight else Fraction(1)

    def bias_of(self, channel: int) -> Fraction:
        return Fraction(self.bias[channel]) if self.bias else Fraction(0)

    def with_(self, **fields) -> "Problem":
        return replace(
            self, **{k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
        )

    def by_channel(self, name: str, change) -> tuple:
        """Returns a tensor, each channel's values replaced by change(channel, values)."""
        values = list(getattr(self, name))
        for channel in self.channels:
            old = self.of(values, channel)
            for place, new in zip(indices(self.shape, channel), change(channel, old), strict=True):
                values[place] = new
        return tuple(values)


@dataclass(frozen=True)
class Second:
    """What arrives at dx, dweight and dbias (O9); empty: absent."""

    ddx: tuple
    ddweight: tuple
    ddbias: tuple

    def at(self, name: str, channel: int) -> Fraction:
        values = getattr(self, name)
        return Fraction(values[channel]) if values else Fraction(0)


@dataclass(frozen=True)
class Call:
    law: str
    kind: str
    problem: Problem
    status: str
    saved: object
    out: dict
    second: Second | None = None  # of double backward
    open_to_refusal: bool = False  # calling the arguments invalid is right (T6)

    def answered(self) -> "Call":
        """T6: ends the law where the status decides."""
        invalid = "skip" if self.open_to_refusal else "fail"
        verdict = {"refused": "skip", "invalid": invalid, "failed": "fail", "fault": "error"}
        if self.status in verdict:
            raise Decided(verdict[self.status], self.status)
        return self


# What the answer of a call depends on, apart from the shape and the mode.
NEEDS = {
    "training": {
        "forward": ("x", "weight", "bias", "eps"),
        "backward": ("x", "dy", "weight", "eps"),
    },
    "evaluation": {
        "forward": ("x", "weight", "bias", "eps", "running_mean", "running_var"),
        "backward": ("x", "dy", "weight", "eps", "running_mean", "running_var"),
    },
}
NEEDS["training"]["oracle"] = NEEDS["training"]["forward"]
NEEDS["evaluation"]["oracle"] = NEEDS["evaluation"]["forward"]


class CaseRecord:
    def __init__(self, line: str, dialect: dict):
        """D6: every problem is taken with the eps that the dialect computes with; `given` is the
        case's with its own."""
        data = json.loads(line)
        tensors = [tuple(float.fromhex(v) for v in each.split()) for each in data["tensors"]]
        self.line = data["case"]
        given = [_problem(each, tensors) for each in data["problems"]]
        self.given = given[0]
        self.problems = [each.with_(eps=taken(dialect, each.eps)) for each in given]
        self.problem = self.problems[0]
        self.contracts = {int(k): v for k, v in data["contracts"].items()}
        calls = [_call(each, self.problems, tensors) for each in data["calls"]]
        self.calls = [
            replace(each, open_to_refusal=may_refuse(dialect, each.problem)) for each in calls
        ]
        self.budgets = [_budget(each, self.problems, tensors) for each in data["budgets"]]
        self.judgements = data["judgements"]

    @property
    def contract(self) -> dict:
        return self.contracts[0]

    def contract_of(self, problem: Problem) -> dict:
        return next(v for k, v in self.contracts.items() if self.problems[k] == problem)

    def found(self, kind: str, problem: Problem, law: str | None, extra=()) -> list:
        """Returns the calls that put the problem, in order; `extra` fields must be equal too."""
        needs = NEEDS[problem.mode][kind] + tuple(extra)
        return [
            call
            for call in self.calls
            if call.kind == kind
            and law in (None, call.law)
            and _alike(call.problem, problem, needs, kind)
        ]

    def asked_by(self, law: str, kind: str) -> list:
        return [call for call in self.calls if call.law == law and call.kind == kind]

    def check_answered(self) -> None:
        """T6 of the case itself: where it was not answered, a law puts no other problems."""
        for each in self.calls:
            if each.problem == self.problem:
                each.answered()

    def call(self, kind: str, problem: Problem, law: str | None = None, extra=()) -> Call:
        """Returns the call that put the problem: this very one, or else one that differs in what
        the answer does not depend on, made by this law if it made one."""
        calls = [each for each in self.calls if each.kind == kind and each.problem == problem]
        calls = calls or self.found(kind, problem, law, extra)
        calls = calls or self.found(kind, problem, None, extra)
        if not calls:
            self.check_answered()
            raise Contradiction(f"no {kind} call puts the problem that the clause states")
        return calls[0].answered()

    def budget(self, kind: str, problem: Problem, extra=()) -> dict:
        """Returns {output: (radii, ranges)} of the problem."""
        needs = NEEDS[problem.mode][kind] + tuple(extra)
        alike = [
            (each == problem, outputs)
            for each, budget_kind, outputs, _ in self.budgets
            if budget_kind == kind and _alike(each, problem, needs, kind)
        ]
        if alike:
            return max(alike, key=lambda each: each[0])[1]
        self.check_answered()
        raise Contradiction(f"no {kind} budget was derived for the problem that the clause states")


    def exactly(self, kind: str, problem: Problem, second: Second | None = None) -> Call:
        """Returns the call that put this very problem, in this layout and manner."""
        for each in self.calls:
            if (each.kind, each.problem, each.second) == (kind, problem, second):
                return each.answered()
        self.check_answered()
        raise Contradiction(f"no {kind} call puts the problem that the clause states")

    def exact_budget(self, kind: str, problem: Problem, second: Second | None = None) -> dict:
        for each, budget_kind, outputs, given in self.budgets:
            if (budget_kind, each, given) == (kind, problem, second):
                return outputs
        raise Contradiction(f"no {kind} budget was derived for the problem")


def _alike(a: Problem, b: Problem, needs: tuple, kind: str) -> bool:
    if (a.shape, a.mode, a.dtype, a.manner) != (b.shape, b.mode, b.dtype, b.manner):
        return False
    if kind == "backward" and (not a.weight, not a.bias) != (not b.weight, not b.bias):
        return False
    return all(getattr(a, name) == getattr(b, name) for name in needs)


def _problem(data: dict, tensors: list) -> Problem:
    fields = {name: tensors[data[name]] for name in ("x", "dy", *PARAMETERS)}
    fields |= {name: float.fromhex(data[name]) for name in ("eps", "momentum")}
    shape = tuple(int(each) for each in data["shape"].split("x"))
    return Problem(
        data["dtype"], shape, data["layout"], data["mode"], **fields, manner=tuple(data["manner"])
    )


def _call(data: dict, problems: list, tensors: list) -> Call:
    saved = data["saved"]
    if isinstance(saved, list):
        saved = tuple(tensors[each] for each in saved)
    out = {name: tensors[place] for name, place in data["outputs"].items()}
    problem, second = problems[data["problem"]], _second(data, tensors)
    return Call(data["law"], data["kind"], problem, data["status"], saved, out, second)


def _second(data: dict, tensors: list) -> Second | None:
    given = data.get("second")
    return Second(**{name: tensors[place] for name, place in given.items()}) if given else None


def _budget(data: dict, problems: list, tensors: list) -> tuple:
    outputs = {
        name: (tensors[each[0]], tensors[each[1]])
        for name, each in data.items()
        if isinstance(each, list)
    }
    return problems[data["problem"]], data["kind"], outputs, _second(data, tensors)
