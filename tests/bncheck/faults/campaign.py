"""A short campaign that is to be disturbed, and what is compared when it has come to its end."""

import argparse
import json
import os
import random
import re
import subprocess
import time
from pathlib import Path

LAWS = "running|execution"


class Campaign:
    """One campaign in a folder of its own."""

    def __init__(self, program: str, implementation: str, folder: Path, cases: int = 60) -> None:
        self.program, self.implementation = program, implementation
        self.cases = str(cases)
        self.record = folder / "run.jsonl"
        folder.mkdir(parents=True, exist_ok=True)

    def words(self, *more: str) -> list[str]:
        return [
            *(self.program, "verify", self.implementation, "--jobs", "1", "--cases", self.cases),
            *("--property", LAWS, "--resume", str(self.record), *more),
        ]

    def start(self, *more: str, **options) -> subprocess.Popen:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(self.words(*more), **(streams | options))

    def run(self, *more: str, **options) -> subprocess.CompletedProcess:
        streams = {"capture_output": True, "text": True, "timeout": 120}
        return subprocess.run(self.words(*more), **(streams | options))

    def lines(self) -> int:
        return self.record.read_bytes().count(b"\n") if self.record.exists() else 0

    def text(self) -> str:
        """The record without the times."""
        text = self.record.read_text() if self.record.exists() else ""
        return re.sub(r'"seconds":[^,}]*', "", text)

    def complaints(self) -> list[str]:
        """Of what is left of the record: all lines are events, but for a last one that was cut."""
        if not self.record.exists():
            return []
        lines = self.record.read_text().split("\n")[:-1]
        events = [json.loads(line)["event"] for line in lines]
        known = {"case", "failure", "end"}
        if events and (events[0] != "start" or not known.issuperset(events[1:])):
            return [f"{self.record}: its events are {events}"]
        return []


class Undisturbed:
    """The end that every disturbed campaign is to come to."""

    def __init__(self, program: str, implementation: str, folder: Path, cases: int = 60) -> None:
        self.seconds = float("inf")  # of the fastest of three: the machine may be busy
        for attempt in range(3):
            campaign = Campaign(program, implementation, folder / f"{attempt}", cases)
            begun = time.monotonic()
            finished = campaign.run()
            self.seconds = min(self.seconds, time.monotonic() - begun)
        self.status, self.text = finished.returncode, campaign.text()
        self.last_line = finished.stdout.splitlines()[-1]

    def differences(self, campaign: Campaign, status: int, out: str) -> list[str]:
        found = campaign.complaints()
        if status != self.status:
            found.append(f"{campaign.record}: ended with {status} instead of {self.status}")
        if campaign.text() != self.text:
            found.append(f"{campaign.record}: another record than that of the run undisturbed")
        if out.splitlines()[-1:] != [self.last_line]:
            found.append(f"{campaign.record}: ended in {out.splitlines()[-1:]}")
        return found

    def resumed(self, campaign: Campaign) -> list[str]:
        """Goes on without disturbance, and returns what differs then."""
        finished = campaign.run()
        return self.differences(campaign, finished.returncode, finished.stdout)


def descendants(process: int) -> list[int]:
    """The processes that it started, and those that they did: keepers and workers."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    children = [int(word) for word in text.split()]
    return [each for child in children for each in (child, *descendants(child))]


def is_alive(process: int) -> bool:
    """Neither gone nor a zombie that nobody has asked about."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def orphans(processes: list[int], seconds: float = 20) -> list[str]:
    """Returns a complaint for each process that does not end soon."""
    end = time.monotonic() + seconds
    while any(map(is_alive, processes)) and time.monotonic() < end:
        time.sleep(0.005)
    return [f"process {each} is left" for each in processes if is_alive(each)]


def arguments(description: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", required=True)
    parser.add_argument("--broken", required=True, help="a plug-in that breaks a law")
    parser.add_argument("--more", help="what a single test needs besides")
    return parser.parse_args()


def conclude(found: list[str], what: str) -> int:
    print("\n".join([*found[:20], f"{what}: {len(found)} complaints"]))
    return 1 if found else 0


def random_numbers() -> random.Random:
    """Moments depend on the machine all the same; BNCHECK_FAULT_SEED draws others."""
    return random.Random(int(os.environ.get("BNCHECK_FAULT_SEED", "1")))
