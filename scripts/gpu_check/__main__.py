"""Checks `cuda` and `cuda-rounded` on the GPU of this machine, in less than eight minutes:

    python3 gpu_check                        # in an unpacked gpu-bundle; results in gpu-results
    python3 gpu_check --output FOLDER --python VENV/bin/python

Needs a driver and Python 3.10. PyTorch (of --python) and compute-sanitizer are used where they are;
steps that need what is not there are absent. A step that fails or hangs does not stop the later
ones. Writes results.jsonl, a line for each step as it ends, results.md, and logs of all output.

Exit status: 0 if nothing failed; 1 if a step failed or took too long; 2 if there is no CUDA device.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from page import page, summary
from runner import ABSENT, FAILED, PASSED, TIMED_OUT, Result, run
from steps import steps

BUNDLE = Path(__file__).resolve().parent.parent
ALL_SECONDS = 470  # less than eight minutes, by what is needed to end a step that hangs


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="gpu_check", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=Path("gpu-results"), help="a folder")
    parser.add_argument("--python", default=sys.executable, help="the interpreter with PyTorch")
    return parser.parse_args()


def main() -> int:
    chosen = options()
    begin = time.monotonic()
    output = chosen.output.resolve()
    (output / "logs").mkdir(parents=True, exist_ok=True)
    (output / "results.jsonl").unlink(missing_ok=True)
    return check(lambda: steps(BUNDLE, chosen.python), output, begin)


def check(all_steps, output: Path, begin: float, seconds: float = ALL_SECONDS) -> int:
    results: list[Result] = []
    device = "none"
    for step in all_steps():
        log = output / "logs" / f"{step.name.replace(' ', '-')}.txt"
        print(f"== {step.name}", flush=True)
        result = run(step, log, output, begin + seconds - time.monotonic())
        results.append(result)
        device = described(result) if step.is_device else device
        record(results, device, output, time.monotonic() - begin)
        print(f"{result.status} after {result.seconds:g} s {result.note}", flush=True)
        if result.status in (FAILED, TIMED_OUT):
            print("\n".join(f"  {line}" for line in result.tail), flush=True)
        if step.is_device and result.status != PASSED:
            print("gpu_check: no CUDA device was found: nothing was checked", file=sys.stderr)
            return 2
    print(f"{device}\n{summary(results)}; see {output / 'results.md'}")
    return 0 if all(each.status in (PASSED, ABSENT) for each in results) else 1


def described(result: Result) -> str:
    """Says what the driver said of the devices, the first one first."""
    if result.status != PASSED:
        return "none: " + " ".join(result.tail)
    names = [
        f"{each['name']}, {each['multiprocessors']} multiprocessors, "
        f"{each['memory_bytes'] / 2**30:.0f} GiB, capability "
        f"{each['capability_major']}.{each['capability_minor']}, CUDA {each['cuda_of_driver']}"
        for each in map(json.loads, result.tail)
    ]
    return "; ".join(names)


def record(results: list[Result], device: str, output: Path, seconds: float) -> None:
    """Keeps what is known, should this be the last step that ends."""
    with (output / "results.jsonl").open("a") as file:
        file.write(json.dumps(asdict(results[-1])) + "\n")
    (output / "results.md").write_text(page(device, results, seconds))


if __name__ == "__main__":
    sys.exit(main())
