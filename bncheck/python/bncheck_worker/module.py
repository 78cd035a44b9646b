"""Loads what the user named, and checks what it declares."""

import importlib
import importlib.util
import os
import sys
from importlib.machinery import ModuleSpec, PathFinder
from inspect import isroutine, signature
from types import ModuleType, SimpleNamespace

from .contract import DTYPES, ContractError, read_contract
from .errors import LoadError, describe, shown
from .protocol import Contract, ControlBlock

FORWARD = "batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps)"
PREFIX = "py:"


class Implementation:
    """The user's module, or an object in it. Throws LoadError if it cannot be used."""

    def __init__(self, target: str):
        place, attribute = split_target(target)
        module = load_module(place)
        self.file = getattr(module, "__file__", None) or ""
        base = os.path.basename(place)
        self.label = f"{base}:{attribute}" if attribute else base
        try:
            self._read(module, base, attribute)
        except LoadError:
            raise
        except BaseException as error:  # of a property, say
            raise LoadError(
                f"{self.label} cannot be used: it {describe(error, self.file)}"
            ) from None

    def _read(self, module: ModuleType, base: str, attribute: str) -> None:
        self._object = as_object(find(module, base, attribute))
        self.batch_norm = getattr(self._object, "batch_norm", None)
        if not callable(self.batch_norm):
            raise LoadError(f"{self.label} has no function batch_norm: define {FORWARD}")
        self._check_parameters()
        self.batch_norm_backward = self._function("batch_norm_backward")
        self.batch_norm_double_backward = self._function("batch_norm_double_backward")
        self.supports = self._function("supports")
        self.name = self._text("NAME", os.path.splitext(base)[0])
        self.version = self._text("VERSION", "")
        # None: whether it returns saved statistics is found by the host's first call.
        self.dialect = self._dialect()
        self.dtypes = self._dtypes()
        self._contract = getattr(self._object, "CONTRACT", {})
        if not callable(self._contract):
            self._contract = self._constant_contract()

    def _check_parameters(self) -> None:
        """Refuses a function that cannot be called with eight arguments, where that can be seen."""
        try:
            parameters = signature(self.batch_norm)
        except (TypeError, ValueError):  # of a builtin, say
            return
        try:
            parameters.bind(*range(8))
        except TypeError:
            raise LoadError(
                f"{self.label}: batch_norm{parameters} cannot be called as {FORWARD}, "
                "which is done by position"
            ) from None

    def contract(self, shape: tuple, dtype: str, layout: str, training: bool) -> Contract:
        """Throws ContractError, and whatever the user's function does."""
        if isinstance(self._contract, Contract):
            return self._contract
        return read_contract(self._contract(shape, dtype, layout, training))

    def _constant_contract(self) -> Contract:
        try:
            return read_contract(self._contract)
        except ContractError as error:
            raise LoadError(f"{self.label}: {error}") from None

    def _function(self, name: str):
        function = getattr(self._object, name, None)
        if function is not None and not callable(function):
            raise LoadError(f"{self.label}: {name} is no function")
        return function

    def _text(self, name: str, absent):
        text = getattr(self._object, name, absent)
        if text is not absent and not isinstance(text, str):
            raise LoadError(f"{self.label}: {name} is of type {type(text).__name__}, not a str")
        return text

    def _dialect(self) -> str | None:
        text, room = self._text("DIALECT", None), ControlBlock.dialect.size - 1
        if len((text or "").encode(errors="replace")) > room:
            raise LoadError(f"{self.label}: DIALECT is longer than {room} bytes")
        return text

    def _dtypes(self) -> tuple[str, ...]:
        dtypes = getattr(self._object, "DTYPES", ("f32", "f64"))
        if (
            isinstance(dtypes, str)
            or not isinstance(dtypes, (list, tuple, set, frozenset))
            or not dtypes
        ):
            raise LoadError(
                f'{self.label}: DTYPES is {shown(dtypes)}, expected a list such as ["f32"]'
            )
        for dtype in dtypes:
            if dtype not in list(DTYPES):  # what cannot be hashed, neither
                known = ", ".join(DTYPES)
                raise LoadError(f"{self.label}: DTYPES holds {shown(dtype)}; known are {known}")
        return tuple(dtypes)


def split_target(target: str) -> tuple[str, str]:
    """Returns the module's name or file, and the attribute or nothing."""
    if not target.startswith(PREFIX):
        return target, ""
    place, _, attribute = target[len(PREFIX) :].partition(":")
    if not place:
        raise LoadError("there is no module in 'py:': write py:MODULE or py:MODULE:ATTR")
    return place, attribute


def load_module(place: str) -> ModuleType:
    is_file = place.endswith(".py") or os.sep in place
    file = os.path.abspath(place) if is_file else ""
    try:
        return load_file(file) if is_file else load_by_name(place)
    except LoadError:
        raise
    except BaseException as error:  # SystemExit and KeyboardInterrupt too
        advice = ""
        if isinstance(error, ModuleNotFoundError):
            advice = (
                f": install it for {sys.executable}, or name a Python that has it: --python PATH"
            )
        file = file or place
        text = f"{os.path.basename(file)} cannot be loaded: it {describe(error, file)}{advice}"
        raise LoadError(text) from None


def load_file(file: str) -> ModuleType:
    if not os.path.isfile(file):
        raise LoadError(f"there is no file {file}")
    sys.meta_path.append(Neighbours(file))
    name = "bncheck_implementation"
    specification = importlib.util.spec_from_file_location(name, file)
    if specification is None:
        raise LoadError(f"{file} is no Python file: its name must end in .py")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


class Neighbours:
    """Finds for the user's file, after all other finders, what lies in its folder; never the file
    itself, and nothing for a library: the file may be called torch.py and import torch, and so may
    another one in its folder."""

    def __init__(self, file: str):
        self.file = file
        self.folder = os.path.dirname(file)

    def find_spec(self, name: str, path=None, target=None) -> ModuleSpec | None:
        if path is not None or not self._is_asked_from_here():
            return None
        found = PathFinder.find_spec(name, [self.folder])
        return None if found is None or found.origin == self.file else found

    def _is_asked_from_here(self) -> bool:
        asking = sys._getframe(2)
        while asking is not None and is_import_machinery(asking.f_code.co_filename):
            asking = asking.f_back
        return asking is not None and asking.f_code.co_filename.startswith(self.folder + os.sep)


def is_import_machinery(file: str) -> bool:
    return file.startswith("<frozen importlib") or file == importlib.__file__


def load_by_name(name: str) -> ModuleType:
    sys.path.insert(0, os.getcwd())  # as python -m does
    return importlib.import_module(name)


def as_object(found: object) -> object:
    """Returns the object that has the functions; a function alone is its batch_norm."""
    return SimpleNamespace(batch_norm=found) if isroutine(found) else found


def find(module: ModuleType, base: str, attribute: str) -> object:
    found = module
    for word in attribute.split(".") if attribute else ():
        if not hasattr(found, word):
            raise LoadError(f"{base} has no attribute {attribute!r}")
        found = getattr(found, word)
    return found
