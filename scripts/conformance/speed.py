"""Times an adapter's calls against copies of x: prints {"training": ratio, ...} as JSON.

    PYTHON scripts/conformance/speed.py impl/adapters/flax.py

The ratio is of medians of interleaved runs, on 32x64x56x56 values of f32, and includes what the
adapter does to hand the arrays over. A call before the first counted one pays for compilers.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import numpy

sys.path.append(str(Path(__file__).resolve().parents[2] / "bncheck/python"))
from bncheck_worker.module import Implementation  # noqa: E402

SHAPE = (32, 64, 56, 56)
ROUNDS = 5


def calls_of(implementation: Implementation) -> dict:
    random = numpy.random.default_rng(1)
    x, dy = (random.standard_normal(SHAPE, dtype=numpy.float32) for _ in range(2))
    one, zero = numpy.ones(SHAPE[1], numpy.float32), numpy.zeros(SHAPE[1], numpy.float32)
    place = numpy.empty_like(x)

    def forward(training: bool):
        running = zero.copy(), one.copy()
        return implementation.batch_norm(x, one, zero, *running, training, 0.1, 1e-5)

    def backward():
        return implementation.batch_norm_backward(dy, x, one, zero, one, zero, one, True, 1e-5)

    calls = {"copy": lambda: numpy.copyto(place, x)}
    calls |= {"training": lambda: forward(True), "evaluation": lambda: forward(False)}
    if implementation.batch_norm_backward is not None:
        calls["backward"] = backward
    return calls


def seconds(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def answered(calls: dict) -> dict:
    """Returns the calls that are not refused, each made once."""
    found = {}
    for name, call in calls.items():
        try:
            call()
            found[name] = call
        except Exception as refusal:
            print(f"{name}: {refusal}", file=sys.stderr)
    return found


def main() -> None:
    calls = answered(calls_of(Implementation(sys.argv[1])))
    times = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            times[name].append(seconds(call))
    medians = {name: statistics.median(each) for name, each in times.items()}
    copy = medians.pop("copy")
    print(json.dumps({name: round(median / copy, 1) for name, median in medians.items()}))


if __name__ == "__main__":
    main()
