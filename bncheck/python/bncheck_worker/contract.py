"""Reads CONTRACT: a dictionary in the words of docs/adding.md, as bn_contract."""

import ctypes
import sys

from .errors import shown
from .protocol import Contract

DTYPES = {"f16": 1, "bf16": 2, "f32": 3, "f64": 4}
CHOICES = {
    "element": DTYPES,
    "accumulator": DTYPES,
    "stored": DTYPES,
    "applied": DTYPES,
    "variance": {"two-pass": 1, "welford": 2, "one-pass": 3},
    "apply": {"either": 0, "direct": 1, "folded": 2},
    "summation": {"any": 0, "sequential": 1, "tree": 2, "exact": 3},
    "backward_statistics": {"saved": 0, "recomputed": 1},
}
FLAGS = {
    "deterministic": 1,
    "flushes_subnormals": 2,
    "correctly_rounded": 4,
    "thread_safe": 8,
    "uniform": 16,
    "in_place": 32,
    "double_parameters": 64,
}
KEYS = [*CHOICES, "summation_height", *FLAGS, "invsqrt_error_u"]
LARGEST_HEIGHT = 2**31 - 1  # of an int32_t
LARGEST_NUMBER = sys.float_info.max  # of a double; an int may be larger


class ContractError(Exception):
    """Says which word of a contract has no meaning."""


def read_contract(declared: object) -> Contract:
    """Throws ContractError."""
    if not isinstance(declared, dict):
        raise ContractError(f"CONTRACT is of type {type(declared).__name__}, not a dict")
    contract = Contract(struct_size=ctypes.sizeof(Contract))
    for key, value in declared.items():
        if key in CHOICES:
            setattr(contract, key, _choice(key, value, CHOICES[key]))
        elif key in FLAGS:
            _check(key, value, isinstance(value, bool), "True or False")
            contract.flags |= FLAGS[key] if value else 0
        elif key == "summation_height":
            known = isinstance(value, int) and not isinstance(value, bool)
            _check(key, value, known and 0 <= value <= LARGEST_HEIGHT, "an integer from 0 on")
            contract.summation_height = value
        elif key == "invsqrt_error_u":
            known = isinstance(value, (int, float)) and not isinstance(value, bool)
            _check(key, value, known and 0 < value <= LARGEST_NUMBER, "a positive number")
            contract.invsqrt_error_u = value
        else:
            raise ContractError(f"CONTRACT has no key {shown(key)}; known are {', '.join(KEYS)}")
    return contract


def _choice(key: str, value: object, known: dict[str, int]) -> int:
    _check(key, value, isinstance(value, str) and value in known, "one of " + ", ".join(known))
    return known[value]


def _check(key: str, value: object, good: bool, expected: str) -> None:
    if not good:
        raise ContractError(f"CONTRACT[{key!r}] is {shown(value)}, expected {expected}")
