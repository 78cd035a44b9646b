"""What the program is to verify, as it names implementations."""

import inspect
import os
from collections.abc import Callable
from pathlib import Path

from bncheck.program import Error


def name_of(implementation: str | os.PathLike[str] | Callable) -> str:
    """Returns the program's name for a function, for "module:function", "file.py:function", a file,
    or one of the program's own implementations, which is left as it is."""
    if callable(implementation):
        return _name_of_function(implementation)
    name = os.fspath(implementation)
    if name.startswith("-"):
        raise Error(f"{name} is no implementation: write ./{name} for a file of that name")
    path, colon, attribute = name.rpartition(":")
    if name.startswith("py:") or not colon:
        return name
    return f"py:{Path(path).resolve() if path.endswith('.py') else path}:{attribute}"


def _name_of_function(function: Callable) -> str:
    attribute = getattr(function, "__qualname__", "")
    if not attribute.isidentifier():
        raise Error(f"{attribute or function} is no function of a module: another process calls it")
    file = inspect.getsourcefile(function)
    if file is None:
        raise Error(f"there is no source of {attribute}: name it as module:{attribute}")
    return f"py:{Path(file).resolve()}:{attribute}"
