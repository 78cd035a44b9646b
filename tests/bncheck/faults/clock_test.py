#!/usr/bin/env python3
"""The wall clock leaps by a year at every look: the campaign, its time limit and the limit of a
call take no notice. That the leaps are seen where somebody looks, date shows."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from campaign import Campaign, Undisturbed, arguments, conclude


def main() -> int:
    given, found = arguments(__doc__), []
    leaping = os.environ | {"LD_PRELOAD": given.more}
    shown = subprocess.run(["date", "+%Y"], capture_output=True, text=True, env=leaping).stdout
    if shown.strip() == time.strftime("%Y"):
        found.append(f"the clock does not leap: it is {shown}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = Undisturbed(given.program, "template_c", folder / "whole")
        campaign = Campaign(given.program, "template_c", folder / "leaping")
        finished = campaign.run("--case-timeout", "20s", env=leaping)
        found += whole.differences(campaign, finished.returncode, finished.stdout)
        begun = time.monotonic()
        words = [given.program, "verify", "template_c", "--jobs", "1", "--time", "1s"]
        finished = subprocess.run(words, capture_output=True, text=True, env=leaping, timeout=120)
        if finished.returncode != 0 or time.monotonic() - begun < 1:
            found.append(f"--time 1s took {time.monotonic() - begun} s: {finished.stderr}")
    return conclude(found, "clocks")


if __name__ == "__main__":
    sys.exit(main())
