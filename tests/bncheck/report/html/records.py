"""Makes records and pages with the program under test, for the tests of the pages."""

import json
import subprocess
from pathlib import Path

CASES = "150"


def run(program: str, *words: str, expect: tuple[int, ...] = (0,)) -> str:
    finished = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    if finished.returncode not in expect:
        raise RuntimeError(f"{words} ended with {finished.returncode}: {finished.stderr}")
    return finished.stdout


def verify(program: str, implementation: str, file: Path) -> Path:
    run(program, "verify", implementation, "--cases", CASES, "--report", f"jsonl:{file}",
        expect=(0, 1))
    return file


def bench(file: Path) -> Path:
    """Writes a race that nobody ran: a page shows what the record says."""
    lines = [{"event": "start", "format": 1, "tool": "bncheck bench 1", "machine": "a processor",
              "implementations": []}]
    for shape, copy in (("8x16x8x8", 90.0), ("16x64x28x28", 30.0)):
        for name, speed in (("one", copy / 3), ("two", copy / 2), ("copy limit", copy)):
            lines.append(
                {"event": "measurement", "implementation": name, "status": "timed", "shape": shape,
                 "dtype": "f32", "layout": "nchw", "operation": "training", "threads": 1,
                 "remarks": [], "seconds": 0.001, "gigabytes_a_second": speed,
                 "of_copy": speed / copy, "against_peers": None, "worst_error_ulp": "inf"})
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def hostile(record: Path, file: Path) -> Path:
    """Writes the record of an implementation whose name is a script."""
    lines = record.read_text().splitlines()
    start = json.loads(lines[0])
    start["implementation"] = start["version"] = HOSTILE
    start["contracts"] = {"f32": HOSTILE}
    file.write_text("\n".join([json.dumps(start), *lines[1:]]) + "\n")
    return file


HOSTILE = "</script><img src=x onerror=\"console.log('run')\"><!--<script>"
