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
    run(
        program,
        "verify",
        implementation,
        "--cases",
        CASES,
        "--report",
        f"jsonl:{file}",
        expect=(0, 1),
    )
    return file


def bench(file: Path) -> Path:
    """Writes a race that nobody ran: a page shows what the record says."""
    lines = [
        {
            "event": "start",
            "format": 1,
            "tool": "bncheck bench 1",
            "machine": "a processor",
            "implementations": [],
        }
    ]
    for shape, copy in (("8x16x8x8", 90.0), ("16x64x28x28", 30.0)):
        for name, speed in (("one", copy / 3), ("two", copy / 2), ("copy limit", copy)):
            lines.append(
                {
                    "event": "measurement",
                    "implementation": name,
                    "status": "timed",
                    "shape": shape,
                    "dtype": "f32",
                    "layout": "nchw",
                    "operation": "training",
                    "threads": 1,
                    "remarks": [],
                    "seconds": 0.001,
                    "gigabytes_a_second": speed,
                    "of_copy": speed / copy,
                    "against_peers": None,
                    "worst_error_ulp": "inf",
                }
            )
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def raced(program: str, file: Path) -> Path:
    """Lets two of our own race on small shapes."""
    run(
        program,
        "bench",
        "template_c",
        "eigen",
        "--shapes",
        "4x4x2x2,8x16x8x8",
        "--operation",
        "training,backward",
        "--report",
        f"jsonl:{file}",
    )
    return file


def gpu_bench(file: Path) -> Path:
    """Writes a race on a device that nobody has, in the words of gpu_bench."""
    lines = [
        {
            "event": "start",
            "format": 1,
            "tool": "gpu_bench 1",
            "command": "gpu_bench",
            "device": "Imaginary 1",
            "driver": "1.2",
            "cuda": 13010,
            "clock_mhz": 1500,
            "cache_bytes": 5e7,
            "implementations": ["one 1", "two 2"],
        },
        {
            "event": "copy",
            "ways": [
                {"way": "by hand", "gigabytes_a_second": 900.0},
                {"way": "by wire", "gigabytes_a_second": 1000.0},
            ],
        },
    ]
    for number, shape in enumerate(("8x64x56x56", "32x64x56x56", "256x64x56x56")):
        for name, speed in (("one", 250.0 * (number + 1)), ("two", 90.0 * (number + 2))):
            lines.append(
                {
                    "event": "measurement",
                    "implementation": name,
                    "status": "timed",
                    "shape": shape,
                    "layers": 1,
                    "dtype": "f32",
                    "layout": "nchw",
                    "operation": "training",
                    "remarks": [],
                    "method": "graph",
                    "sets": 3,
                    "samples": 4,
                    "seconds": 1e-3,
                    "seconds_fastest": 9e-4,
                    "seconds_quartiles": [9e-4, 1.1e-3],
                    "gigabytes_a_second": speed,
                    "of_copy": speed / 1000,
                    "against_peers": None,
                    "worst_error_ulp": 0.5,
                }
            )
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
