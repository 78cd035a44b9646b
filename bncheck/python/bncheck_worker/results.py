"""Takes what the user's functions return: NumPy's arrays, or any tensors that offer DLPack."""

import numpy

from . import dlpack
from .errors import Fault, Refusal, first_line
from .tensors import numpy_type


def store(name: str, value: object, place: numpy.ndarray) -> None:
    """Copies a result to its place. Throws Fault if it does not belong there."""
    numpy.copyto(place, read(name, value, place), casting="no")


def read(name: str, value: object, place: numpy.ndarray) -> numpy.ndarray:
    """Returns a result as an array, which shares its memory. Throws Fault if it does not belong
    to the place."""
    if value is None:
        raise Fault(f"returned None for {name}")
    if not isinstance(value, numpy.ndarray):
        value = _through_dlpack(name, value, place)
    if value.shape != place.shape:
        raise Fault(f"returned {name} of shape {value.shape}, expected {place.shape}")
    if value.dtype != place.dtype:
        raise _wrong_type(name, value.dtype, place)
    return value


def finish(returned: object) -> None:
    """Waits for what is computed only when it is looked at, or on a thread of its own: reading it
    through DLPack does."""
    for value in returned if isinstance(returned, (tuple, list)) else (returned,):
        if hasattr(value, "__dlpack__") and not isinstance(value, numpy.ndarray):
            dlpack.read(value)


def _through_dlpack(name: str, tensor: object, place: numpy.ndarray) -> numpy.ndarray:
    kind = f"{type(tensor).__module__}.{type(tensor).__qualname__}".replace("builtins.", "")
    returned = f"returned {name} as {kind}"
    if not hasattr(tensor, "__dlpack__"):
        raise Fault(f"{returned}, expected a numpy.ndarray or a tensor that offers __dlpack__")
    try:
        array, is_bfloat16 = dlpack.read(tensor)
    except Exception as error:
        device = dlpack.device_of(tensor)
        if device:
            raise Fault(f"{returned} on {device}, expected it in the CPU's memory") from None
        reason = f"{type(error).__name__}: {first_line(error)}"
        raise Fault(f"{returned}, which NumPy cannot read through DLPack: {reason}") from None
    if not is_bfloat16:
        return array
    try:
        return array.view(numpy_type("bf16"))
    except Refusal:  # without ml_dtypes; then no place is of this type
        raise _wrong_type(name, "bfloat16", place) from None


def _wrong_type(name: str, kind: object, place: numpy.ndarray) -> Fault:
    return Fault(f"returned {name} of type {kind}, expected {place.dtype}")
