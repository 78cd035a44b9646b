"""R9: two modules, driven by commands, beside an exact model of both."""

import struct
from dataclasses import dataclass
from fractions import Fraction
from math import inf, isfinite

from . import truth
from .ball import Ball, ball
from .court import Court, law, trains
from .patterns import counter_random
from .recorded import Call, Problem
from .running_laws import NAMES, batch, step, wide_inverse_root
from .verdicts import Decided, contained, merge, undecided_only_if_all_are

SHOWN = ("train", "train second", "evaluate")
BETWEEN = ("backward", "set momentum", "reset", "save", "load", "other module")
MOMENTA = (0.0, 0.25, 0.5, 1.0)
TENSORS = ("x", "dy", "weight", "bias", "running_mean", "running_var")


def commands(p: Problem) -> list:
    """Returns the nine commands, each with the momentum that it would set."""
    key = 0
    for values in ((p.eps, p.momentum), *(getattr(p, name) for name in TENSORS)):
        for value in values:
            bits = struct.unpack("<Q", struct.pack("<d", value))[0]
            key = counter_random(key, len(values), bits)
    drawn = []
    for i in range(9):
        choice = SHOWN if i % 2 == 0 else BETWEEN
        momentum = MOMENTA[counter_random(key, 1, i) % len(MOMENTA)]
        drawn.append((choice[counter_random(key, 0, i) % len(choice)], momentum))
    return drawn


@dataclass(frozen=True)
class State:
    """Both running statistics: as returned last, exactly, and how far updates may have led."""

    returned: dict
    exact: dict
    error: dict

    @classmethod
    def of(cls, values: dict) -> "State":
        exact = {name: [Fraction(each) for each in values[name]] for name in NAMES}
        return cls(values, exact, {name: [Fraction(0)] * len(values[name]) for name in NAMES})


@dataclass
class Session:
    c: Court
    calls: list
    state: list
    momentum: list
    saved: State
    active: int = 0

    def now(self) -> State:
        return self.state[self.active]

    def problem(self, x: tuple, mode: str) -> Problem:
        running = {name: self.now().returned[name] for name in NAMES}
        return self.c.problem.with_(mode=mode, momentum=self.momentum[self.active], x=x, **running)

    def asked(self, kind: str, problem: Problem) -> Call | None:
        """Takes the next call from the record; nothing where it was refused."""
        while self.calls and kind == "backward" and self.calls[0].kind == "forward":
            self.c.require(self.calls.pop(0).problem == problem, "forward of the same problem")
        self.c.require(self.calls, "a command is obeyed")
        call = self.calls.pop(0)
        self.c.require((call.kind, call.problem) == (kind, problem), f"the commands lead to {kind}")
        return None if call.status == "refused" else call.answered()

    def train(self, x: tuple) -> str:
        problem = self.problem(x, "training")
        call = self.asked("forward", problem)
        if call is None:
            return "skip"
        budget = self.c.record.exact_budget("forward", problem)
        keep, new = truth.keep_and_new(self.c.dialect, problem.momentum)
        made = [batch(self.c.dialect, problem, ch) for ch in problem.channels]
        old, exact, error = self.now(), {}, {}
        for i, name in enumerate(NAMES):
            both = zip(old.exact[name], made, strict=True)
            exact[name] = [keep * a + new * b[i] for a, b in both]
            errors = zip(old.error[name], budget[name][0], strict=True)
            error[name] = [step(keep, *each) for each in errors]
        self.state[self.active] = State({name: call.out[name] for name in NAMES}, exact, error)
        return merge(
            contained(call.out[name], map(ball, exact[name]), (error[name], budget[name][1]))
            for name in NAMES
        )

    def evaluate(self) -> str:
        problem = self.problem(self.c.problem.x, "evaluation")
        call = self.asked("forward", problem)
        if call is None:
            return "skip"
        radii, ranges = self.c.record.exact_budget("forward", problem)["y"]
        state = self.now()

        def of_channel(ch):
            mean, var = (
                ball(state.exact[name][ch]).widened_or_wild(state.error[name][ch]) for name in NAMES
            )
            scale = wide_inverse_root(var + Fraction(problem.eps)) * problem.weight_of(ch)
            return [scale * (x - mean) + problem.bias_of(ch) for x in problem.exact("x", ch)]

        balls = truth.spread(problem, of_channel)
        wider = [
            inf if each.wild or not isfinite(radius) else each.radius + Fraction(radius)
            for each, radius in zip(balls, radii, strict=True)
        ]
        return contained(call.out["y"], [Ball(each.middle) for each in balls], (wider, ranges))

    def backward(self) -> str:
        if self.c.has_backward:
            self.asked("backward", self.problem(self.c.problem.x, "training"))
        return "skip"

    def obey(self, command: str, momentum: float) -> str:
        """Judges what is answered; skip where the implementation is asked nothing."""
        p = self.c.problem
        asking = {
            "train": lambda: self.train(p.x),
            "train second": lambda: self.train(second_batch(p)),
            "evaluate": self.evaluate,
            "backward": self.backward,
        }
        if command in asking:
            return asking[command]()
        if command == "set momentum":
            self.momentum[self.active] = momentum
        elif command == "reset":
            values = {"running_mean": (0.0,), "running_var": (1.0,)}
            channels = len(p.channels)
            self.state[self.active] = State.of({k: v * channels for k, v in values.items()})
        elif command == "save":
            self.saved = self.now()
        elif command == "load":
            self.state[self.active] = self.saved
        else:
            self.active = 1 - self.active
        return "skip"


def second_batch(p: Problem) -> tuple:
    """F21's x'."""

    def moved(_, values):
        return [p.format.nearest(Fraction(each) / 2) for each in values[1:] + values[:1]]

    return p.by_channel("x", moved)


@law("module_state", trains)
def module_state(c: Court) -> str:
    p = c.problem
    c.skip_unless(p.running_mean)
    start = State.of({name: getattr(p, name) for name in NAMES})
    asked = [each for each in c.record.calls if each.law == c.law and each.kind != "oracle"]
    session = Session(c, asked, [start, start], [p.momentum] * 2, start)
    verdicts = []
    for command, momentum in commands(p):
        verdicts.append(session.obey(command, momentum))
        if verdicts[-1] == "fail":
            raise Decided("fail", f"command {len(verdicts)}, {command}")
        if not all(isfinite(v) for name in NAMES for v in session.now().returned[name]):
            break
    c.require(not session.calls, "no command is left out")
    return undecided_only_if_all_are(verdicts)
