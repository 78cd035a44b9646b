"""One law on one recorded case: what its recomputation may ask of the record."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from . import truth
from .ball import Ball, ball
from .recorded import Call, CaseRecord, Problem
from .verdicts import Accepted, Contradiction, Decided, enclose


class Court:
    def __init__(self, record: CaseRecord, law: str, dialect: dict, header: dict):
        self.record, self.law, self.dialect = record, law, dialect
        self.has_backward = header["has_backward"]
        self.has_double_backward = header["has_double_backward"]
        self.problem = record.problem
        judgement = next(each for each in record.judgements if each["law"] == law)
        self.verdict, self.reason = judgement["verdict"], judgement["reason"]

    @property
    def contract(self) -> dict:
        if 0 not in self.record.contracts:
            raise Accepted("the contract was not asked for: " + self.reason)
        return self.record.contract

    def skip_unless(self, condition: bool) -> None:
        if not condition:
            raise Decided("skip", "not the law's")

    def require(self, condition: bool, what: str) -> None:
        """What the clause says of the problems that the law chose."""
        if not condition:
            self.record.check_answered()
            raise Contradiction(what)

    def accept_skip(self) -> None:
        """Takes a recorded skip as it is, where the clause leaves to the law what it can prove."""
        if self.verdict == "skip":
            raise Accepted(self.reason)

    def forward(self, problem: Problem | None = None, extra=()) -> dict:
        return self.record.call("forward", problem or self.problem, self.law, extra).out

    def backward(self, problem: Problem | None = None) -> dict:
        return self.record.call("backward", problem or self.problem, self.law).out

    def calls(self, kind: str) -> list[Call]:
        """Returns the calls of the law itself, whose problem is not the case's."""
        return [
            each for each in self.record.asked_by(self.law, kind) if each.problem != self.problem
        ]

    def own_problem(self, kind: str) -> Problem:
        """Returns the other problem that the law put; a case that is not answered decides first."""
        calls = self.record.asked_by(self.law, kind)
        if not calls:
            self.record.check_answered()
            raise Contradiction("the law puts no problem of its own")
        return calls[0].problem

    def budget(self, kind: str, problem: Problem | None = None, extra=()) -> dict:
        return self.record.budget(kind, problem or self.problem, extra)

    def enclosed(self, kind: str, name: str, problem: Problem | None = None, extra=()) -> list:
        """Returns an output widened by its budget, element by element."""
        problem = problem or self.problem
        got = self.record.call(kind, problem, self.law, extra).out[name]
        return [
            enclose(*each)
            for each in zip(got, self.budget(kind, problem, extra)[name][0], strict=True)
        ]

    def ranges(self, kind: str, name: str, problem: Problem | None = None, extra=()) -> list:
        return [reach(each) for each in self.budget(kind, problem, extra)[name][1]]

    def gradients(self, problem: Problem | None = None) -> list["Gradients"]:
        """Returns what backward in training answered, channel by channel."""
        problem = problem or self.problem
        self.backward(problem)
        return [_gradients(self, problem, channel) for channel in problem.channels]


def reach(value: float):
    """Returns a range as an exact number; infinity stays."""
    return Fraction(value) if math.isfinite(value) else value


@dataclass(frozen=True)
class Gradients:
    weight: Fraction
    here: truth.Channel
    dy: list
    dx: list
    dweight: Ball
    dbias: Ball
    dx_range: list
    dweight_range: Fraction
    dbias_range: Fraction


def _gradients(court: Court, problem: Problem, channel: int) -> Gradients:
    """B5: the exact sum stands for a dweight or dbias that is absent."""

    def one(name, present, exact):
        if not present:
            return exact, Fraction(0)
        return (
            court.enclosed("backward", name, problem)[channel],
            court.ranges("backward", name, problem)[channel],
        )

    dweight = one("dweight", problem.weight, truth.dweight(problem, channel))
    dbias = one("dbias", problem.bias, ball(truth.dbias(problem, channel)))
    return Gradients(
        weight=problem.weight_of(channel),
        here=truth.statistics(problem, channel),
        dy=problem.exact("dy", channel),
        dx=problem.of(court.enclosed("backward", "dx", problem), channel),
        dweight=dweight[0],
        dbias=dbias[0],
        dx_range=problem.of(court.ranges("backward", "dx", problem), channel),
        dweight_range=dweight[1],
        dbias_range=dbias[1],
    )


LAWS: dict[str, Callable[[Court], str]] = {}


def law(name: str, applies: Callable[[Court], bool]):
    """Adds the recomputation of a law; `applies` is what its section says of all its laws."""

    def add(check):
        def judged(court: Court) -> str:
            court.skip_unless(applies(court))
            return check(court)

        LAWS[name] = judged
        return check

    return add


def always(court: Court) -> bool:
    return True


def trains(court: Court) -> bool:
    return court.problem.mode == "training" and court.problem.m >= 2


def evaluates(court: Court) -> bool:
    p = court.problem
    return p.mode == "evaluation" and p.m >= 1 and not without_answer(p)


def without_answer(problem: Problem) -> bool:
    """O8: a root that is not positive, in evaluation."""
    eps = Fraction(problem.eps)
    return any(Fraction(each) + eps <= 0 for each in problem.running_var)


def answers(court: Court) -> bool:
    return trains(court) or evaluates(court)


def trains_backward(court: Court) -> bool:
    return trains(court) and court.has_backward


def evaluates_backward(court: Court) -> bool:
    return evaluates(court) and court.has_backward
