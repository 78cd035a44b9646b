#!/usr/bin/env python3
"""Times PyTorch's batch norm at the tasks of a record of gpu_bench, in the same way:

    gpu_bench_torch.py --like cuda.jsonl --jsonl torch.jsonl
    gpu_bench --merge cuda.jsonl --merge torch.jsonl --markdown gpu.md

Eager PyTorch with cuDNN and without: the operators that torch.nn.functional.batch_norm and its
gradient end in. Calls are captured as a CUDA graph, if PyTorch can, and go through sets of tensors
that together are more than twice the cache. docs/cuda.md tells what is measured, and how. Exit
status: 0; 1 if a call failed; 2 if the arguments are wrong, or there is no PyTorch or device.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from torch_calls import ENTRIES, Call, Tensors
from torch_replay import Replay

LEAST_ROUNDS, MOST_ROUNDS = 5, 60


class Unusable(Exception):
    """Says why nothing can be timed."""


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--like", type=Path, required=True, help="a record of gpu_bench")
    parser.add_argument("--jsonl", type=Path, required=True, help="a file for the records")
    parser.add_argument("--seconds", type=float, default=120, help="for all tasks; default: 120")
    return parser.parse_args()


def read_tasks(file: Path) -> tuple[dict, list[dict]]:
    """Returns the session of a record, and its tasks, each once, in order. Throws Unusable."""
    try:
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        session = next(line for line in lines if line["event"] == "start")
        keys = ("shape", "layers", "dtype", "layout", "operation")
        rows = [line for line in lines if line["event"] == "measurement"]
        tasks = {json.dumps({key: row[key] for key in keys}): None for row in rows}
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, StopIteration):
        raise Unusable(f"{file}: it is no record of gpu_bench") from None
    if not tasks:
        raise Unusable(f"{file}: nothing was timed there, so that there is nothing to time here")
    return session, [json.loads(task) for task in tasks]


def load_torch():
    """Throws Unusable if PyTorch or a device is missing."""
    try:
        import torch
    except ImportError as error:
        raise Unusable(f"this Python has no PyTorch: {error}") from None
    if not torch.cuda.is_available():
        raise Unusable(f"PyTorch {torch.__version__} finds no CUDA device to time on")
    return torch


def session_of(torch, like: dict) -> dict:
    """Throws Unusable if the record is of another device: times would not be comparable."""
    device = torch.cuda.get_device_name()
    if device != like["device"]:
        raise Unusable(f"the record is of {like['device']}, this is {device}: run gpu_bench here")
    cudnn = torch.backends.cudnn.version()
    names = [f"{name} {torch.__version__} (cuDNN {cudnn})" for name in ENTRIES]
    command = " ".join(sys.argv)
    return like | {"tool": "gpu_bench_torch", "command": command, "implementations": names}


def quantile(values: list[float], part: float) -> float:
    """As bncheck's: the value that this part of them is not larger than."""
    return sorted(values)[min(int(part * len(values)), len(values) - 1)]


def times(task: dict, seconds: list[float], tensor_bytes: int) -> dict:
    """Returns what a record says of the times of calls."""
    median = quantile(seconds, 0.5)
    moved = (3 if task["operation"] == "backward" else 2) * tensor_bytes
    return {
        "status": "timed",
        "samples": len(seconds),
        "seconds": median,
        "seconds_fastest": min(seconds),
        "seconds_quartiles": [quantile(seconds, 0.25), quantile(seconds, 0.75)],
        "gigabytes_a_second": moved / 1e9 / median,
    }


def take_turns(turns: list, seconds: float, clock=time.monotonic) -> list[list[float]]:
    """Calls all in turns; who begins changes from round to round."""
    found: list[list[float]] = [[] for _ in turns]
    end = clock() + seconds
    for round_number in range(MOST_ROUNDS):
        if round_number >= LEAST_ROUNDS and clock() >= end:
            break
        for i in range(len(turns)):
            who = (i + round_number) % len(turns)
            found[who] += turns[who]()
    return found


def contest(torch, task: dict, cache_bytes: float, seconds: float) -> list[dict]:
    """Returns a record for each entry."""
    tensors = Tensors(torch, task, cache_bytes)
    rows, ready = [], []
    for name in ENTRIES:
        row = {"event": "measurement", "implementation": name, **task, "remarks": []}
        rows.append(row)
        try:
            call = Call(torch, tensors, name)
            replay = Replay(torch, call, tensors.sets)
            row |= {"method": replay.method, "sets": tensors.sets, "remarks": call.remarks()}
            replay.turn()
            row["worst_error_ulp"] = tensors.worst_error(replay.last_output())
            if row["worst_error_ulp"] == "inf":
                raise ValueError("an answer is infinite or NaN")
            ready.append((row, replay))
        except (RuntimeError, ValueError) as error:
            row |= {"status": "failed", "reason": str(error).splitlines()[0]}
    found = take_turns([replay.turn for _, replay in ready], seconds)
    for (row, _), one in zip(ready, found, strict=True):
        row |= times(task, one, tensors.bytes)
    return rows


def run(chosen: argparse.Namespace) -> int:
    like, tasks = read_tasks(chosen.like)
    torch = load_torch()
    start = session_of(torch, like)
    failed = False
    with chosen.jsonl.open("w") as file:
        print(json.dumps(start), file=file, flush=True)
        left = chosen.seconds
        for i, task in enumerate(tasks):
            began = time.monotonic()
            for row in contest(torch, task, like["cache_bytes"], left / (len(tasks) - i)):
                print(json.dumps(row), file=file, flush=True)
                print(row["implementation"], task["shape"], row.get("seconds", row["status"]))
                failed |= row["status"] == "failed"
            left = max(0.0, left - (time.monotonic() - began))
    return 1 if failed else 0


def main() -> int:
    try:
        return run(options())
    except (Unusable, OSError) as error:
        print(f"gpu_bench_torch: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
