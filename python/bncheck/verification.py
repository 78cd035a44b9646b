"""Runs bncheck verify, and reads its record."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bncheck.names import name_of
from bncheck.program import Error, run_program

# What a run that judged something ends with (bncheck verify --help).
HOLDS, FAILS = 0, 1
SKIPPED = 77  # what it is told to end with where nothing can be judged


class LawsFailed(AssertionError):
    """Holds, in words, the counterexample of each law that failed."""

    def __init__(self, result: "Result"):
        self.result = result
        super().__init__(result.explanation())


class NothingJudged(Error):
    """No law could be judged: the implementation refuses every case, or there is no device."""


@dataclass
class Result:
    """What a run came to."""

    laws: list[str] = field(default_factory=list)
    known_failures: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)  # by law, in words
    likely: list[str] = field(default_factory=list)  # what all failures together look like
    cases: int = 0
    passed: int = 0
    failed: int = 0
    inconclusive: int = 0
    skipped: int = 0

    def explanation(self) -> str:
        """Returns the failures that are not known, with the replay line of each."""
        new = {law: text for law, text in self.failures.items() if law not in self.known_failures}
        count = "1 law fails" if len(new) == 1 else f"{len(new)} laws fail"
        parts = [f"{count}: {', '.join(new)}\n", *new.values()]
        if self.likely:
            parts.append("all in all:\n" + "".join(f"  {sentence}\n" for sentence in self.likely))
        return "\n".join(parts)


def verify(
    implementation: str | os.PathLike[str] | Callable,
    *,
    dialect: str | None = None,
    budget: int | str = 500,
    laws: str | None = None,
    dtype: str | Iterable[str] | None = None,
    layout: str | Iterable[str] | None = None,
    seed: int | str | None = None,
    known_failures: str | os.PathLike[str] | None = None,
    python: str = sys.executable,
    arguments: Sequence[str] = (),
) -> Result:
    """Verifies a function, "module:function", "file.py", a plug-in's file or one of bncheck's own.

    The budget is a number of cases, or a time as "10s"; laws is a regular expression. Other
    arguments go to bncheck verify as they are. Raises LawsFailed, NothingJudged, or Error."""
    options = {
        "--dialect": dialect,
        "--time" if isinstance(budget, str) else "--cases": budget,
        "--property": laws,
        "--dtype": _joined(dtype),
        "--layout": _joined(layout),
        "--seed": seed,
        "--known-failures": known_failures,
        "--python": python,
    }
    words = ["verify", name_of(implementation), *arguments]
    for option, value in options.items():
        words += [] if value is None else [option, str(value)]
    return _run(words)


def _joined(words: str | Iterable[str] | None) -> str | None:
    return words if words is None or isinstance(words, str) else ",".join(words)


def _run(words: list[str]) -> Result:
    with tempfile.TemporaryDirectory(prefix="bncheck-") as folder:
        record = Path(folder) / "run.jsonl"
        ours = ["--skipped-status", str(SKIPPED), "--report", f"jsonl:{record}"]
        done = run_program([*words, *ours], _environment())
        said = done.stderr.strip() or done.stdout.strip()
        if done.returncode in (HOLDS, FAILS):
            result = read_record(record)
            if done.returncode == FAILS:
                raise LawsFailed(result)
            return result
        raise (NothingJudged if done.returncode == SKIPPED else Error)(said)


def _environment() -> dict[str, str]:
    """What this process imports, the one that calls the implementation finds, too."""
    path = os.pathsep.join(folder or os.getcwd() for folder in sys.path)
    return {**os.environ, "PYTHONPATH": path}


def read_record(file: Path) -> Result:
    """Reads the JSON Lines of a run (docs/records.md)."""
    result = Result()
    for line in file.read_text(encoding="utf-8").rstrip("\n").split("\n"):
        event = json.loads(line)
        if event["event"] == "start":
            result.laws = event["laws"]
            result.known_failures = event["known_failures"]
        elif event["event"] == "failure":
            result.failures[event["law"]] = event["text"]
        elif event["event"] == "end":
            for name in ("cases", "passed", "failed", "inconclusive", "skipped"):
                setattr(result, name, event[name])
            result.likely = [finding["sentence"] for finding in event.get("diagnosis", [])]
    return result
