#!/usr/bin/env python3
"""Disks that are full, places that cannot be written, and outputs that nobody reads: one sentence
and status 2, never a verdict; what is left of the record is valid, and resumed it comes to the end
of the run that nobody disturbed."""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from campaign import Campaign, Undisturbed, arguments, conclude

KINDS = ("jsonl", "junit", "md", "html", "github")
SIZES = 100
NOBODY = 65534  # a user for whom permissions hold, as they do not for root


def is_told(finished: subprocess.CompletedProcess, sentence: str) -> list[str]:
    """Returns a complaint unless the run ended with 2 and this one sentence."""
    err = finished.stderr
    if finished.returncode == 2 and err.count("\n") == 1 and sentence in err:
        return []
    return [f"{finished.args[-2:]} ended with {finished.returncode}, {err!r}"]


def full_after(given, size: int) -> dict[str, str]:
    """The environment in which every file is cut off after so many bytes."""
    return os.environ | {"LD_PRELOAD": given.more, "BNCHECK_TEST_DISK": str(size)}


def limited(size: int):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def sizes_of(text: bytes) -> list[int]:
    """At the ends of the lines, beside them, and spread over the rest."""
    ends = [at + 1 for at, byte in enumerate(text) if byte == ord("\n")]
    near = {end + beside for end in ends[:20] for beside in (-1, 0, 1)}
    spread = {i * len(text) // (SIZES - len(near)) for i in range(SIZES - len(near))}
    return sorted(size for size in near | spread if size < len(text))


def full_records(given, folder: Path) -> list[str]:
    """The disk is full at any byte of the record."""
    found, whole = [], Undisturbed(given.program, "template_c", folder / "whole")
    sizes = sizes_of((folder / "whole" / "0" / "run.jsonl").read_bytes())
    for size in sizes:
        campaign = Campaign(given.program, "template_c", folder / f"{size}")
        finished = campaign.run(env=full_after(given, size))
        found += is_told(finished, f"report {campaign.record}: No space left on device")
        if campaign.record.stat().st_size != size:
            found.append(f"{size} bytes were free, and {campaign.record.stat().st_size} are used")
        found += campaign.complaints() + whole.resumed(campaign)
    print(f"{len(sizes)} sizes of a record were tried")
    return found


def limits(given, folder: Path) -> list[str]:
    """The shell's limit of the size of files, which holds for shared memory, too."""
    found, whole = [], Undisturbed(given.program, "template_c", folder / "whole")
    for size in [0, *(1 << power for power in range(9, 31, 3))]:
        campaign = Campaign(given.program, "template_c", folder / f"{size}")
        found += is_told(campaign.run(preexec_fn=limited(size)), "File too large")
        found += campaign.complaints() + whole.resumed(campaign)
    return found


def full_reports(given, folder: Path) -> list[str]:
    """Each kind of report does not fit, and cannot be opened."""
    found, tried = [], 0
    (folder / "closed").mkdir(mode=0o555)
    (folder / "file").touch()
    for kind in KINDS:
        places = ["/dev/full", "/proc/none", "/sys/none", str(folder), "/no/such/folder/report"]
        places += [str(folder / "file" / "report"), str(folder / "closed" / "report")]
        for place in places:
            # Without a failure, annotations are empty, and fit on any disk.
            campaign = Campaign(given.program, given.broken, folder / f"{kind}{tried}", 4)
            report, tried = f"{kind}:{place}", tried + 1
            drop = {"user": NOBODY, "group": NOBODY} if "closed" in place else {}
            if drop and os.geteuid() != 0:
                drop = {}  # permissions hold already
            words = campaign.words("--report", report)
            words[words.index("--resume") : words.index("--resume") + 2] = []
            finished = subprocess.run(words, capture_output=True, text=True, timeout=120, **drop)
            found += is_told(finished, f"cannot write the report {place}: ")
    print(f"{tried} reports were refused")
    return found


def others_are_completed(given, folder: Path) -> list[str]:
    """One report that cannot be written keeps no other from its end."""
    campaign = Campaign(given.program, given.broken, folder / "others", 4)
    page = folder / "others" / "page.html"
    finished = campaign.run("--report", "junit:/dev/full", "--report", f"html:{page}")
    found = is_told(finished, "cannot write the report /dev/full: No space left on device")
    if not page.exists() or '"event":"end"' not in campaign.record.read_text():
        found.append("a report on a full disk kept others from their end")
    return found


def outputs(given, folder: Path) -> list[str]:
    """What is printed cannot be; the record is whole, or goes on."""
    found, whole = [], Undisturbed(given.program, "template_c", folder / "outputs")
    for redirection, status in (
        ("> /dev/full", 2),
        (">&-", 2),
        (">&- 2>&-", 2),
        ("<&- >&- 2>&-", 2),
        ("<&-", 0),
        ("2>&-", 0),
        ("| head -1", 0),
        ("| true", 0),
    ):
        campaign = Campaign(given.program, "template_c", folder / redirection.replace("/", "_"))
        line = " ".join(f"'{word}'" for word in campaign.words()) + " " + redirection
        streams = {"capture_output": True, "text": True, "timeout": 120}
        finished = subprocess.run(["bash", "-c", line], **streams)
        if finished.returncode != status or "event" in finished.stdout:
            found.append(f"{redirection}: ended with {finished.returncode}")
        found += campaign.complaints() + whole.resumed(campaign)
    return found


def main() -> int:
    given, found = arguments(__doc__), []
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        for part in (full_records, limits, full_reports, others_are_completed, outputs):
            folder = Path(name) / part.__name__
            folder.mkdir()
            found += part(given, folder)
    return conclude(found, "full disks")


if __name__ == "__main__":
    sys.exit(main())
