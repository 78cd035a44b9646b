"""Calls the user's functions on views of the shared memory, and writes down what they return."""

import numpy

from .contract import ContractError
from .errors import Fault, Refusal, describe, is_write_to_input, text_of
from .module import Implementation
from .protocol import TRAINING, ControlBlock, Phase, Request, Slot, Status
from .results import read, store
from .tensors import NAMES, Memory, layout_of

RUNNING = ("running_mean", "running_var")
SAVED = ("save_mean", "save_invstd")
UPDATED_SLOTS = (Slot.UPDATED_RUNNING_MEAN, Slot.UPDATED_RUNNING_VAR)
READ_SLOTS = (Slot.RUNNING_MEAN, Slot.RUNNING_VAR)
GRADIENT_SLOTS = (
    Slot.DY,
    Slot.X,
    Slot.WEIGHT,
    *READ_SLOTS,
    Slot.GIVEN_SAVE_MEAN,
    Slot.GIVEN_SAVE_INVSTD,
)
SECOND_SLOTS = (Slot.DDX, Slot.DDWEIGHT, Slot.DDBIAS)
SAVED_SLOTS = (Slot.SAVE_MEAN, Slot.SAVE_INVSTD)
NOT_SAVED = (
    "returned no save_mean and save_invstd, which its dialect saves: return y, running_mean, "
    "running_var, save_mean, save_invstd, or declare DIALECT = 'pytorch;saved=none', and add "
    "';saved=none' to --dialect if that is given"
)


class Call:
    """One request of the host. Throws Fault, or Refusal, or ContractError."""

    def __init__(self, implementation: Implementation, control: ControlBlock, memory: Memory):
        self._user = implementation
        self._control = control
        self._memory = memory
        self._x = control.tensors[Slot.X]
        self._shape = tuple(self._x.shape[: self._x.ndim])
        self._training = control.mode == TRAINING

    def run(self) -> tuple[Status, str]:
        """Asks for the contract, then whether the case is supported, then calls."""
        if self._control.in_place:
            raise Refusal("a Python function returns arrays of its own: there is no call in place")
        question = (self._shape, NAMES[self._x.dtype], layout_of(self._control), self._training)
        self._control.phase = Phase.CONTRACT
        self._control.contract = self._guarded(
            lambda: self._user.contract(*question), " when asked for its contract"
        )
        if self._control.request == Request.CONTRACT:
            return Status.OK, ""
        self._control.phase = Phase.SUPPORTS
        self._check_supported(question)
        self._control.phase = Phase.CALL
        calls = {
            Request.FORWARD: self._forward,
            Request.BACKWARD: self._backward,
            Request.DOUBLE_BACKWARD: self._double_backward,
        }
        try:
            calls[self._control.request]()
        except NotImplementedError as error:
            return Status.UNSUPPORTED, text_of(error)
        except (Fault, Refusal):
            raise
        except BaseException as error:  # SystemExit and KeyboardInterrupt too
            if self._calls_invalid(error):
                return Status.INVALID_ARGUMENT, text_of(error)
            self._control.fault.out_of_memory = isinstance(error, MemoryError)
            raise Fault(describe(error, self._user.file)) from None
        return Status.OK, ""

    def _guarded(self, function, when: str):
        try:
            return function()
        except ContractError as error:
            raise Fault(f"cannot be held to its contract: {error}") from None
        except BaseException as error:
            raise Fault(describe(error, self._user.file) + when) from None

    def _check_supported(self, question: tuple) -> None:
        dtype = question[1]
        if dtype not in self._user.dtypes:
            raise Refusal(f"{dtype} is not among its DTYPES")
        if self._user.supports is None:
            return
        answer = self._guarded(
            lambda: bool(self._user.supports(*question)), " when asked what it supports"
        )
        if not answer:
            raise Refusal("supports() says no")

    def _calls_invalid(self, error: BaseException) -> bool:
        """Returns whether it refuses to train on at most one value per channel, as PyTorch does."""
        if not isinstance(error, ValueError) or is_write_to_input(error):
            return False
        return self._training and self._values() <= 1

    def _values(self) -> int:
        """Counts the values of one channel."""
        return self._shape[0] * int(numpy.prod(self._shape[2:], dtype=numpy.int64))

    def _forward(self) -> None:
        view = self._memory.view
        running = [view(slot) for slot in (UPDATED_SLOTS if self._training else READ_SLOTS)]
        given = [view(slot) for slot in (Slot.X, Slot.WEIGHT, Slot.BIAS)]
        returned = self._user.batch_norm(
            *given, *running, self._training, self._control.momentum, self._control.eps
        )
        values = self._as_forward(returned)
        store("y", values[0], view(Slot.Y))
        if len(values) > 1:
            self._take_running(values[1:3], running)
        self._take_saved(values[3:])

    def _as_forward(self, returned: object) -> tuple:
        values = _as_tuple(returned)
        if len(values) not in (1, 3, 5):
            raise Fault(
                f"returned {len(values)} values, expected y, or y, running_mean, running_var, or "
                "these and save_mean, save_invstd"
            )
        return values

    def _take_running(self, values: tuple, places: list) -> None:
        for name, value, place in zip(RUNNING, values, places, strict=True):
            if place is None:
                continue  # not tracked
            if self._training:
                store(name, value, place)
            elif value is not None:
                if not numpy.array_equal(read(name, value, place), place, equal_nan=True):
                    raise Fault(f"returned another {name} in evaluation, which updates nothing")

    def _take_saved(self, values: tuple) -> None:
        for i, (name, slot) in enumerate(zip(SAVED, SAVED_SLOTS, strict=True)):
            place = self._memory.view(slot)
            if place is None:
                continue  # not wanted
            if not values and (self._values() == 0 or place.size == 0):
                continue  # an empty batch has no statistics, and neither have no channels
            if not values:
                raise Fault(NOT_SAVED)
            store(name, values[i], place)

    def _backward(self) -> None:
        self._differentiate(
            "batch_norm_backward", GRADIENT_SLOTS, (Slot.DX, Slot.DWEIGHT, Slot.DBIAS)
        )

    def _double_backward(self) -> None:
        self._differentiate(
            "batch_norm_double_backward",
            SECOND_SLOTS + GRADIENT_SLOTS,
            (Slot.D_DY, Slot.D_X, Slot.D_WEIGHT),
        )

    def _differentiate(self, name: str, given: tuple, wanted: tuple) -> None:
        """Calls a function that returns three gradients; one that is not wanted may be None."""
        function = getattr(self._user, name)
        if function is None:
            raise Refusal(f"there is no function {name}")
        view = self._memory.view
        returned = function(*[view(slot) for slot in given], self._training, self._control.eps)
        values = _as_tuple(returned)
        if len(values) != 3:
            text = f"returned {len(values)} value{'' if len(values) == 1 else 's'} from {name}"
            expected = ", ".join(slot.name.lower() for slot in wanted)
            raise Fault(f"{text}, expected {expected}")
        for slot, value in zip(wanted, values, strict=True):
            place = view(slot)
            if place is not None:
                store(slot.name.lower(), value, place)


def _as_tuple(returned: object) -> tuple:
    return tuple(returned) if isinstance(returned, (tuple, list)) else (returned,)
