"""Runs bncheck on one entry point, and reads what it says."""

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from adapters import EntryPoint

# "C/o   eigen (eigen 1) on f32"; the version may be absent.
GRADE = re.compile(r"^(\S+) +\S+ \((.*)\) on f32$")
# What is asked of an implementation, and the law that shows whether it answers.
OPERATIONS = {
    "training": "training_output",
    "running": "running_statistics",
    "saved": "saved_statistics",
    "evaluation": "evaluation_output",
    "backward": "backward_training",
    "backward of evaluation": "backward_evaluation",
    "double backward": "double_backward_training",
}
# Compilers take seconds for a shape, and more on a busy machine.
CASE_TIMEOUT = "60s"
PLACES = {"pass": 0, "fail": 1, "inconclusive": 2}
SPEED = Path(__file__).with_name("speed.py")


@dataclass(frozen=True)
class Settings:
    program: Path
    python: Path
    cases: int
    seed: int


def measure(entry: EntryPoint, settings: Settings) -> dict:
    """Returns the verdicts of all laws, the grade and the speed."""
    record = verify(entry, settings)
    if "laws" in record:
        record |= grade(entry, settings)
        record["speed"] = speed(entry, settings)
    return record


def verify(entry: EntryPoint, settings: Settings) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "run.jsonl"
        command = [settings.program, "verify", entry.place, "--python", settings.python]
        command += ["--cases", settings.cases, "--seed", settings.seed]
        command += ["--case-timeout", CASE_TIMEOUT]
        command += ["--dtype", "f16,bf16,f32,f64", "--jobs", "2", "--report", f"jsonl:{report}"]
        finished = run(command)
        if finished.returncode not in (0, 1):
            return {"not_run": (finished.stderr.strip().splitlines() or ["no word"])[-1]}
        return summary([json.loads(line) for line in report.read_text().splitlines()])


def summary(events: list[dict]) -> dict:
    """Returns what a run's events say, law by law: [passed, failed, inconclusive]."""
    start = events[0]
    laws = {law: [0, 0, 0] for law in start["laws"]}
    answered = set()
    for case in (event for event in events if event["event"] == "case"):
        for judgement in case["judgements"]:
            if (place := PLACES.get(judgement["verdict"])) is not None:
                laws[start["laws"][judgement["law"]]][place] += 1
                answered.add(case["case"].split(" ")[0])
    failures = {
        event["law"]: {"case": event["shrunk"], "reason": event["judgement"]["reason"]}
        for event in reversed(events)
        if event["event"] == "failure"
    }
    end = events[-1]
    return {
        "cases": end["cases"],
        "judged": end["passed"] + end["failed"] + end["inconclusive"],
        "contracts": {each: start["contracts"][each] for each in sorted(answered)},
        "dialect": start["dialect"],
        "diagnosis": [finding["sentence"] for finding in end.get("diagnosis", [])],
        "answers": {name: laws[law][0] > 0 or laws[law][1] > 0 for name, law in OPERATIONS.items()},
        "failures": failures,
        "laws": {law: counts for law, counts in laws.items() if any(counts)},
    }


def grade(entry: EntryPoint, settings: Settings) -> dict:
    command = [settings.program, "grade", entry.place, "--python", settings.python]
    command += ["--case-timeout", CASE_TIMEOUT]
    finished = run(command)
    heading = GRADE.match((finished.stdout.splitlines() or [""])[0])
    if heading is None:
        return {"grade": "-", "version": ""}
    return {"grade": heading[1], "version": heading[2]}


def speed(entry: EntryPoint, settings: Settings) -> dict:
    """Returns how often an array could be copied in the time of a call; nothing of a library."""
    if entry.is_library:
        return {}
    finished = run([settings.python, "-W", "ignore", SPEED, entry.place])
    try:
        return json.loads(finished.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return {}


def run(command: list) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in command], capture_output=True, errors="replace")
