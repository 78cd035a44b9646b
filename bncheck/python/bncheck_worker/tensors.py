"""NumPy views of the tensors in the shared memory; nothing is copied."""

import mmap

import numpy

from .errors import Refusal
from .protocol import ControlBlock, Slot

NAMES = {1: "f16", 2: "bf16", 3: "f32", 4: "f64"}
NUMPY_TYPES = {"f16": numpy.float16, "f32": numpy.float32, "f64": numpy.float64}


def numpy_type(name: str) -> numpy.dtype:
    """Returns NumPy's type; bf16 has one if the package ml_dtypes is there."""
    if name == "bf16":
        try:
            import ml_dtypes
        except ImportError:
            raise Refusal("bf16 needs the package ml_dtypes") from None
        return numpy.dtype(ml_dtypes.bfloat16)
    return numpy.dtype(NUMPY_TYPES[name])


class Memory:
    """The windows of the memory file, mapped; inputs cannot be written."""

    def __init__(self, control: ControlBlock, file: int):
        self._control = control
        self._file = file
        self._mapped = {slot: ((0, 0), None) for slot in Slot}

    def view(self, slot: Slot) -> numpy.ndarray | None:
        """Returns the slot's tensor, or None if it is absent."""
        record = self._control.tensors[slot]
        if not record.present:
            return None
        window = self._control.windows[slot]
        kind = numpy_type(NAMES[record.dtype])
        return numpy.ndarray(
            shape=tuple(record.shape[: record.ndim]),
            dtype=kind,
            buffer=self._map(slot, window.offset, window.size),
            offset=record.offset - window.offset,
            strides=tuple(stride * kind.itemsize for stride in record.strides[: record.ndim]),
        )

    def _map(self, slot: Slot, offset: int, size: int) -> mmap.mmap:
        place, mapping = self._mapped[slot]
        if mapping is None or place != (offset, size):
            protection = mmap.PROT_READ if slot < Slot.Y else mmap.PROT_READ | mmap.PROT_WRITE
            mapping = mmap.mmap(
                self._file, size, flags=mmap.MAP_SHARED, prot=protection, offset=offset
            )
            self._mapped[slot] = ((offset, size), mapping)
        return mapping


def layout_of(control: ControlBlock) -> str:
    """Names x's memory order: "nchw", "nhwc", or "strided" for all others (core/layout.h)."""
    record = control.tensors[Slot.X]
    shape = record.shape[: record.ndim]
    strides = record.strides[: record.ndim]
    axes = list(range(record.ndim))
    if is_dense(shape, strides, axes):
        return "nchw"
    return "nhwc" if is_dense(shape, strides, [0, *axes[2:], 1]) else "strided"


def is_dense(shape: list[int], strides: list[int], order: list[int]) -> bool:
    """Returns whether the axes, slowest first, lie in memory without gaps."""
    expected = 1
    for axis in reversed(order):
        if shape[axis] != 1 and strides[axis] != expected:
            return False
        expected *= shape[axis]
    return True
