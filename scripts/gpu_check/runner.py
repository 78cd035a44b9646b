"""Runs steps one after the other. None takes longer than it may, and none keeps the next from
running."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

TAIL_LINES = 12
PASSED, FAILED, TIMED_OUT, ABSENT = "passed", "failed", "timed out", "absent"


@dataclass
class Step:
    name: str
    seconds: float  # that it may take
    command: list[str | Path]
    environment: dict[str, str] = field(default_factory=dict)
    absent: str = ""  # why it cannot run here; nothing is wrong then
    is_device: bool = False  # without it, there is nothing to do


@dataclass
class Result:
    step: str
    status: str
    seconds: float = 0
    exit_status: int | None = None
    command: str = ""
    note: str = ""
    tail: list[str] = field(default_factory=list)


def run(step: Step, log: Path, folder: Path, seconds_left: float) -> Result:
    """Runs a step in the folder; all that it prints goes to the log."""
    command = " ".join(str(word) for word in step.command)
    if step.absent:
        return Result(step.name, ABSENT, note=step.absent)
    limit = min(step.seconds, seconds_left)
    if limit <= 0:
        return Result(step.name, TIMED_OUT, command=command, note="no time was left")
    begin = time.monotonic()
    try:
        status, note = execute(step, log, folder, limit)
    except OSError as error:
        return Result(step.name, FAILED, command=command, note=str(error))
    taken = round(time.monotonic() - begin, 1)
    verdict = TIMED_OUT if status is None else FAILED if status else PASSED
    return Result(step.name, verdict, taken, status, command, note, tail_of(log))


def execute(step: Step, log: Path, folder: Path, limit: float) -> tuple[int | None, str]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(word) for word in step.command], cwd=folder, stdout=output,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, **step.environment},
        )  # fmt: skip
    try:
        status = process.wait(limit)
        return status, f"killed by signal {-status}" if status < 0 else ""
    except subprocess.TimeoutExpired:
        return None, stopped(process, limit)


def stopped(process: subprocess.Popen, limit: float) -> str:
    """Ends the process and its children. One that waits inside the driver may not go; then it is
    left."""
    for sent, patience in ((signal.SIGTERM, 2), (signal.SIGKILL, 3)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sent)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            break
    else:
        return f"stopped after {limit:.0f} s, and does not go away"
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # children that outlive it
    return f"stopped after {limit:.0f} s"


def tail_of(log: Path) -> list[str]:
    lines = log.read_bytes()[-8192:].decode(errors="replace").splitlines()
    return [line[:500] for line in lines if line.strip()][-TAIL_LINES:]
