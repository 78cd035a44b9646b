"""One call of an implementation, timed again and again on the same arrays."""

import functools
import mmap
from time import perf_counter_ns

import numpy

from .errors import Refusal
from .module import Implementation
from .results import finish, read
from .tensors import numpy_type

PARAMETERS = ("weight", "bias", "running_mean", "running_var")
SAVED = ("save_mean", "save_invstd")
RECOMPUTED = 1  # BN_RECOMPUTED


class Timed:
    """Each public function but `introduction` does one request of the host, and returns the answer.
    Throws Fault, Refusal, and whatever the user's functions do."""

    def __init__(self, implementation: Implementation, memory: int):
        self.file = implementation.file
        self._user = implementation
        self._memory = memory

    def introduction(self) -> dict:
        user = self._user
        return {"name": user.name, "version": user.version, "dialect": user.dialect or ""}

    def prepare(
        self,
        operation: str,
        dtype: str,
        layout: str,
        tensors: dict,
        eps: float,
        momentum: float,
        saves_invstd: bool,
    ) -> dict:
        """Copies the tensors into arrays of this process, in the same memory order."""
        training = operation != "evaluation"
        question = (tuple(tensors["x"]["shape"]), dtype, layout, training)
        if dtype not in self._user.dtypes:
            raise Refusal(f"{dtype} is not among its DTYPES")
        if self._user.supports is not None and not self._user.supports(*question):
            raise Refusal("supports() says no")
        mapped = mmap.mmap(self._memory, 0)
        views = {name: view(mapped, **record) for name, record in tensors.items()}
        self._answer = views.pop("answer")
        own = {name: each.copy(order="K") for name, each in views.items()}
        self._first = [own[name].copy() for name in PARAMETERS[2:]]
        self._running = [own[name] for name in PARAMETERS[2:]]
        parameters = [own[name] for name in PARAMETERS]
        self._answers, self._like = "y", own["x"]
        self._call = functools.partial(
            self._user.batch_norm, own["x"], *parameters, training, momentum, eps
        )
        if operation != "backward":
            return {"recomputes": False}
        self._answers = "dx"
        self._call = self._backward(own, eps, saves_invstd)
        contract = self._user.contract(*question)
        return {"recomputes": contract.backward_statistics == RECOMPUTED}

    def _backward(self, own: dict, eps: float, saves_invstd: bool) -> functools.partial:
        """Gives it the statistics that its own forward saves, if these are what it takes."""
        function = self._user.batch_norm_backward
        if function is None:
            raise Refusal("it has no function batch_norm_backward")
        returned = self._call() if saves_invstd else None
        saved = [own[name] for name in SAVED]
        if isinstance(returned, (tuple, list)) and len(returned) == 5:
            pairs = zip(SAVED, returned[3:], saved, strict=True)
            saved = [read(name, value, place) for name, value, place in pairs]
        given = [own[name] for name in ("dy", "x", "weight", "running_mean", "running_var")]
        return functools.partial(function, *given, *saved, True, eps)

    def turn(self, untimed: int, timed: int) -> dict:
        """The clock runs around the user's function; what it returned is dropped afterwards."""
        for _ in range(untimed):
            finish(self._call())
        seconds = []
        for _ in range(timed):
            start = perf_counter_ns()
            returned = self._call()
            finish(returned)
            seconds.append((perf_counter_ns() - start) * 1e-9)
            del returned
        return {"seconds": seconds}

    def answer(self, channels: list[int]) -> dict:
        """Writes these channels of y or dx to where the host reads them."""
        for place, first in zip(self._running, self._first, strict=True):
            place[...] = first
        returned = self._call()
        first = returned[0] if isinstance(returned, (tuple, list)) and returned else returned
        value = read(self._answers, first, self._like)
        for place, channel in zip(self._answer, channels, strict=True):
            place[...] = value[:, channel]
        return {}


def view(mapped: mmap.mmap, offset: int, shape: list, strides: list, dtype: str) -> numpy.ndarray:
    kind = numpy_type(dtype)
    in_bytes = tuple(stride * kind.itemsize for stride in strides)
    return numpy.ndarray(tuple(shape), kind, buffer=mapped, offset=offset, strides=in_bytes)
