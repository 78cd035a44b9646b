#!/usr/bin/env python3
"""The address space is limited: one sentence and status 2 or 3, neither a crash nor a verdict about
an implementation that did nothing wrong; the record is valid, and resumed it comes to its end."""

import resource
import sys
import tempfile
from pathlib import Path

from campaign import Campaign, Undisturbed, arguments, conclude

MEBIBYTES = (16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 96, 128, 256, 512, 1024)
NOT_LOADED = 3


def main() -> int:
    given, found = arguments(__doc__), []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = Undisturbed(given.program, "template_c", folder / "whole")
        for size in MEBIBYTES:
            limit = (size << 20, size << 20)
            campaign = Campaign(given.program, "template_c", folder / f"{size}")
            finished = campaign.run(
                preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_AS, limit)
            )
            one_sentence = finished.stderr.count("\n") == 1 and "error:" not in finished.stderr
            if finished.returncode not in (2, NOT_LOADED) or not one_sentence:
                found.append(f"{size} MiB: {finished.returncode}, {finished.stderr[:500]!r}")
            record = campaign.text() if campaign.record.exists() else ""
            if '"verdict":"fail"' in record or '"verdict":"error"' in record:
                found.append(f"{size} MiB: a verdict for want of memory")
            found += campaign.complaints() + whole.resumed(campaign)
    return conclude(found, f"{len(MEBIBYTES)} sizes of memory")


if __name__ == "__main__":
    sys.exit(main())
