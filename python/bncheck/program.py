"""The program bncheck: where it is, and what it says."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


class Error(Exception):
    """Says in one sentence what cannot be done: no program, a wrong argument, no such module."""


def find_program() -> str:
    """Returns the program that the variable BNCHECK names, else that of this package, else that on
    PATH."""
    named = os.environ.get("BNCHECK")
    if named:
        if shutil.which(named) is None:
            raise Error(f"BNCHECK is {named}, which is no program")
        return named
    packaged = Path(__file__).parent / "_program" / "bin" / "bncheck"
    if packaged.is_file():
        return str(packaged)
    found = shutil.which("bncheck")
    if found is None:
        raise Error("there is no program bncheck on PATH; the variable BNCHECK may name it")
    return found


def run_program(
    words: Sequence[str], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the program to its end; what it prints is kept."""
    return subprocess.run(
        [find_program(), *words], capture_output=True, text=True, env=environment, check=False
    )


def laws(matching: str = "") -> list[str]:
    """Returns the ids of the laws in which the regular expression is found."""
    listed = run_program(["list", "properties"])
    if listed.returncode != 0:
        raise Error(listed.stderr.strip())
    ids = [line.split()[1] for line in listed.stdout.splitlines()]
    chosen = [law for law in ids if re.search(matching, law)]
    if not chosen:
        raise Error(f"no law matches {matching!r}; bncheck list properties shows them all")
    return chosen
