#!/usr/bin/env python3
"""The host or a worker is killed at random moments of campaigns, by SIGKILL, 250 times each. The
host's campaign is resumed until it ends; the worker's goes on by itself. Each comes to the
record, the exit status and the last line of the run that nobody disturbed, and leaves no
process and no shared memory."""

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from campaign import (
    Campaign,
    Undisturbed,
    arguments,
    conclude,
    descendants,
    orphans,
    random_numbers,
)

KILLS = 250  # of the host, and as many of workers
FEW = 10  # of them, where a law fails
RANDOM = random_numbers()


def kill_host(campaign: Campaign, whole: Undisturbed) -> tuple[int, list[str]]:
    """Kills and resumes until the campaign ends by itself."""
    kills, found, longest = 0, [], whole.seconds
    while True:
        running = campaign.start()
        time.sleep(RANDOM.random() * longest)
        workers = descendants(running.pid)
        running.send_signal(signal.SIGKILL)
        out, _ = running.communicate()
        found += orphans(workers)
        if running.returncode != -signal.SIGKILL:
            return kills, found + whole.differences(campaign, running.returncode, out)
        kills += 1
        found += campaign.complaints()
        longest *= 1.1  # a failure is told anew until there is time to tell it to its end


def kill_workers(campaign: Campaign, whole: Undisturbed) -> tuple[int, list[str]]:
    """Kills a worker, waits until the campaign has come further, and so on until it ends."""
    kills = 0
    running = campaign.start()
    while running.poll() is None:
        time.sleep(RANDOM.random() * whole.seconds / 4)
        before = campaign.lines()
        workers = descendants(running.pid)
        if not workers:
            continue
        try:
            os.kill(RANDOM.choice(workers), signal.SIGKILL)
        except ProcessLookupError:
            continue
        kills += 1
        while campaign.lines() == before and running.poll() is None:
            time.sleep(0.002)
    out, _ = running.communicate()
    return kills, whole.differences(campaign, running.returncode, out)


def disturb(program: str, what: str, plugin: str, kills: int, folder: Path) -> list[str]:
    """Begins one campaign after another until so many kills have been made."""
    cases = 60 if what == "host" else 400
    whole = Undisturbed(program, plugin, folder / "whole", cases)
    begun, total, runs, found = time.monotonic(), 0, 0, []
    while total < kills:
        campaign = Campaign(program, plugin, folder / f"{runs}", cases)
        made, wrong = (kill_host if what == "host" else kill_workers)(campaign, whole)
        found += wrong
        total, runs = total + made, runs + 1
    seconds = time.monotonic() - begun
    name = Path(plugin).stem
    print(
        f"{what} of {name}: killed {total} times in {runs} campaigns, {seconds:.1f} s", flush=True
    )
    return found


def main() -> int:
    given, found = arguments(__doc__), []
    shared = sorted(os.listdir("/dev/shm"))
    # One that fails takes fifty times as long: it is shrunk and explained.
    with tempfile.TemporaryDirectory() as name:
        for what in ("host", "worker"):
            for plugin, kills in (("template_c", KILLS - FEW), (given.broken, FEW)):
                folder = Path(name) / what / str(kills)
                found += disturb(given.program, what, plugin, kills, folder)
    if sorted(os.listdir("/dev/shm")) != shared:
        found.append("shared memory is left in /dev/shm, or somebody else uses it")
    return conclude(found, "kills")


if __name__ == "__main__":
    sys.exit(main())
