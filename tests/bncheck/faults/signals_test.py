#!/usr/bin/env python3
"""SIGINT, SIGTERM, SIGHUP and SIGQUIT at random moments: the first three complete the reports,
print the summary and end with 128 and the signal; SIGQUIT ends at once. The record is valid,
and resumed it comes to the end of the run that nobody disturbed."""

import resource
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

TIMES = 15  # each signal
RANDOM = random_numbers()
COMPLETED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def before_start() -> None:
    """Tests in the background may ignore them, and nobody wants the core of SIGQUIT."""
    for each in (*COMPLETED, signal.SIGQUIT):
        signal.signal(each, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def disturb(campaign: Campaign, whole: Undisturbed, number: signal.Signals) -> list[str]:
    page = campaign.record.parent / "page.html"
    running = campaign.start("--report", f"html:{page}", preexec_fn=before_start)
    time.sleep(RANDOM.random() * whole.seconds)
    workers = descendants(running.pid)
    running.send_signal(number)
    out, err = running.communicate()
    found = orphans(workers) + campaign.complaints()
    # Before the campaign begins, and after it has ended, the signal ends the program at once.
    stopped = running.returncode == 128 + number
    if running.returncode not in (128 + number, -number, whole.status):
        found.append(f"{number.name}: ended with {running.returncode}: {err}")
    if stopped and (" cases: interrupted\n" not in out.replace("1 case:", "1 cases:")):
        found.append(f"{number.name}: no summary in {out[-200:]!r}")
    if stopped and not (page.exists() and '"stopped_because":"interrupted"' in campaign.text()):
        found.append(f"{number.name}: the reports were not completed")
    if stopped and number not in COMPLETED:
        found.append(f"{number.name}: was not obeyed at once")
    STOPPED.update({number: STOPPED.get(number, 0) + stopped})
    return found + whole.resumed(campaign)


STOPPED: dict[signal.Signals, int] = {}


def main() -> int:
    given, found = arguments(__doc__), []
    with tempfile.TemporaryDirectory() as name:
        whole = Undisturbed(given.program, "template_c", Path(name) / "whole", 400)
        for number in (*COMPLETED, signal.SIGQUIT):
            for i in range(TIMES):
                folder = Path(name) / f"{number}-{i}"
                campaign = Campaign(given.program, "template_c", folder, 400)
                found += disturb(campaign, whole, number)
    for number in COMPLETED:
        print(f"{number.name}: {TIMES} times, {STOPPED[number]} of them completed the reports")
        if STOPPED[number] == 0:
            found.append(f"{number.name} never came while the campaign ran")
    return conclude(found, "signals")


if __name__ == "__main__":
    sys.exit(main())
