"""The shared control block, field by field as bncheck/host/protocol.h has it."""

import ctypes
from ctypes import c_char, c_double, c_int32, c_int64, c_uint32, c_uint64
from enum import IntEnum

CONTROL_SIZE = 16384


class Slot(IntEnum):
    """The places for tensors; those before Y may only be read."""

    X = 0
    DY = 1
    WEIGHT = 2
    BIAS = 3
    RUNNING_MEAN = 4
    RUNNING_VAR = 5
    GIVEN_SAVE_MEAN = 6
    GIVEN_SAVE_INVSTD = 7
    DDX = 8
    DDWEIGHT = 9
    DDBIAS = 10
    Y = 11
    UPDATED_RUNNING_MEAN = 12
    UPDATED_RUNNING_VAR = 13
    SAVE_MEAN = 14
    SAVE_INVSTD = 15
    DX = 16
    DWEIGHT = 17
    DBIAS = 18
    D_DY = 19
    D_X = 20
    D_WEIGHT = 21


class Request(IntEnum):
    CONTRACT = 1
    FORWARD = 2
    BACKWARD = 3
    DOUBLE_BACKWARD = 4


class Phase(IntEnum):
    IDLE = 0
    LOADING = 1
    CONTRACT = 2
    SUPPORTS = 3
    CALL = 4
    DEAF = 6


class Status(IntEnum):
    OK = 0
    UNSUPPORTED = 1
    INVALID_ARGUMENT = 2
    FAILURE = 3


TRAINING = 1
SAYS_IN_MESSAGE = 2  # threw: the message tells what the implementation did wrong


class Window(ctypes.Structure):
    _fields_ = [("offset", c_uint64), ("size", c_uint64)]


class TensorRecord(ctypes.Structure):
    _fields_ = [
        ("offset", c_uint64),
        ("shape", c_int64 * 5),
        ("strides", c_int64 * 5),
        ("ndim", c_int32),
        ("dtype", c_int32),
        ("present", c_int32),
        ("reserved", c_int32),
    ]


class FaultRecord(ctypes.Structure):
    _fields_ = [
        ("signal", c_int32),
        ("code", c_int32),
        ("address", c_uint64),
        ("stack_pointer", c_uint64),
        ("access", c_int32),
        ("out_of_memory", c_int32),
    ]


class Contract(ctypes.Structure):
    """bn_contract of impl/bn_plugin.h."""

    _fields_ = [
        ("struct_size", ctypes.c_size_t),
        ("element", c_int32),
        ("accumulator", c_int32),
        ("stored", c_int32),
        ("applied", c_int32),
        ("variance", c_int32),
        ("apply", c_int32),
        ("summation", c_int32),
        ("summation_height", c_int32),
        ("backward_statistics", c_int32),
        ("flags", c_int32),
        ("invsqrt_error_u", c_double),
    ]


class ControlBlock(ctypes.Structure):
    _fields_ = [
        ("request", c_int32),
        ("mode", c_int32),
        ("eps", c_double),
        ("momentum", c_double),
        ("memory_limit", c_uint64),
        ("threads", c_int32),
        ("in_place", c_int32),
        ("windows", Window * len(Slot)),
        ("tensors", TensorRecord * len(Slot)),
        ("phase", c_int32),
        ("status", c_int32),
        ("threw", c_int32),
        ("contract", Contract),
        ("mode_changes", c_uint32),
        ("fault", FaultRecord),
        ("addresses", c_uint64 * len(Slot)),
        ("message", c_char * 1024),
        ("loaded", c_int32),
        ("has_backward", c_int32),
        ("has_double_backward", c_int32),
        ("load_mode_changes", c_uint32),
        ("name", c_char * 128),
        ("version", c_char * 128),
        ("dialect", c_char * 256),
    ]


def one_line(text: str) -> str:
    """Returns what can be printed on one line, in UTF-8."""
    line = "".join(" " if ord(letter) < 0x20 else letter for letter in text)
    return line.encode(errors="replace").decode()


def write_text(control: ControlBlock, field: str, text: str) -> None:
    """Writes text on one line, cut to fit."""
    size = getattr(ControlBlock, field).size
    cut = one_line(text).encode()[: size - 1]
    setattr(control, field, cut.decode(errors="ignore").encode())
