"""Reads a framework's tensor through DLPack, in the memory where it lies. NumPy does that, but it
does not know bfloat16; the bits of these numbers are read as integers."""

import ctypes
from ctypes import c_int32, c_uint8, c_uint16, c_uint32, c_uint64, c_void_p

import numpy

UNSIGNED = 1  # kDLUInt
BFLOAT16 = (4, 16, 1)  # kDLBfloat, of 16 bits, one lane


class Tensor(ctypes.Structure):
    """DLTensor of dlpack.h."""

    _fields_ = [
        ("data", c_void_p),
        ("device", c_int32 * 2),
        ("ndim", c_int32),
        ("code", c_uint8),
        ("bits", c_uint8),
        ("lanes", c_uint16),
        ("shape", c_void_p),
        ("strides", c_void_p),
        ("byte_offset", c_uint64),
    ]


class VersionedTensor(ctypes.Structure):
    """DLManagedTensorVersioned of dlpack.h, version 1."""

    _fields_ = [
        ("major", c_uint32),
        ("minor", c_uint32),
        ("context", c_void_p),
        ("deleter", c_void_p),
        ("flags", c_uint64),
        ("tensor", Tensor),
    ]


is_named = ctypes.pythonapi.PyCapsule_IsValid
is_named.argtypes = [ctypes.py_object, ctypes.c_char_p]
pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
pointer_of.argtypes = [ctypes.py_object, ctypes.c_char_p]
pointer_of.restype = c_void_p


def tensor_in(capsule: object) -> Tensor | None:
    """Returns what a capsule holds, or None for NumPy to say what is wrong with it."""
    if is_named(capsule, b"dltensor"):  # DLManagedTensor begins with the tensor
        return Tensor.from_address(pointer_of(capsule, b"dltensor"))
    if is_named(capsule, b"dltensor_versioned"):
        managed = VersionedTensor.from_address(pointer_of(capsule, b"dltensor_versioned"))
        return managed.tensor if managed.major == 1 else None
    return None


class Bits:
    """A tensor that passes its bfloat16 numbers for integers of 16 bits, until it is restored."""

    def __init__(self, tensor: object):
        self._given = tensor
        self._capsule = None
        self._renamed = None

    def __dlpack__(self, **wishes):
        self._capsule = self._given.__dlpack__(**wishes)
        tensor = tensor_in(self._capsule)
        if tensor is not None and (tensor.code, tensor.bits, tensor.lanes) == BFLOAT16:
            tensor.code = UNSIGNED
            self._renamed = tensor
        return self._capsule

    def __dlpack_device__(self):
        return self._given.__dlpack_device__()

    def restore(self) -> bool:
        """Returns whether the numbers are bfloat16. What was said of them is taken back, as the
        owner may say it again."""
        if self._renamed is not None:
            self._renamed.code = BFLOAT16[0]
        return self._renamed is not None


def read(tensor: object) -> tuple[numpy.ndarray, bool]:
    """Returns a view, and whether it has the bits of bfloat16 numbers, as uint16. Throws what the
    tensor or NumPy does."""
    bits = Bits(tensor)
    try:
        view = numpy.from_dlpack(bits)
    finally:
        is_bfloat16 = bits.restore()
    return view, is_bfloat16


def device_of(tensor: object) -> str:
    """Returns "CUDA device 0", or nothing for memory of the CPU and for what does not say."""
    names = {2: "CUDA", 4: "OpenCL", 7: "Vulkan", 8: "Metal", 10: "ROCm", 14: "oneAPI"}
    try:
        kind, number = tensor.__dlpack_device__()
        kind, number = int(kind), int(number)
    except Exception:
        return ""
    if kind == 1:
        return ""
    return f"{names[kind]} device {number}" if kind in names else f"device {number} of type {kind}"
