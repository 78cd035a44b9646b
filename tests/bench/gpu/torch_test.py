"""Tests what gpu_bench_torch.py does without PyTorch and without a device."""

import importlib.util
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "bench/gpu"
sys.path.insert(0, str(FOLDER))

import gpu_bench_torch as bench  # noqa: E402
import torch_calls  # noqa: E402
import torch_replay  # noqa: E402

START = {"event": "start", "device": "Imaginary 1", "cache_bytes": 5e7}
TASK = {
    "shape": "4x3x5x5",
    "layers": 6,
    "dtype": "f32",
    "layout": "nchw",
    "operation": "backward",
}


def row(implementation: str, **more) -> dict:
    return {"event": "measurement", "implementation": implementation, **TASK, **more}


class TorchBenchTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "record.jsonl"

    def write(self, *lines) -> Path:
        self.file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return self.file

    def test_reads_each_task_once(self) -> None:
        file = self.write(START, row("a"), row("b"), row("a", dtype="bf16"))
        session, tasks = bench.read_tasks(file)
        self.assertEqual(session["device"], "Imaginary 1")
        self.assertEqual(tasks, [TASK, {**TASK, "dtype": "bf16"}])

    def test_says_what_is_no_record(self) -> None:
        for lines, reason in (
            ([], "it is no record"),
            ([3], "it is no record"),
            ([row("a")], "it is no record"),
            ([START, {"event": "measurement"}], "it is no record"),
            ([START], "nothing was timed there"),
        ):
            with self.assertRaisesRegex(bench.Unusable, reason):
                bench.read_tasks(self.write(*lines))
        with self.assertRaisesRegex(bench.Unusable, "No such file"):
            bench.read_tasks(self.file.with_name("none"))

    def test_exits_with_2_without_a_device(self) -> None:
        file = self.write(START, row("a"))
        out = file.with_name("out")
        command = [sys.executable, FOLDER / "gpu_bench_torch.py", "--like", file, "--jsonl", out]
        environment = {"CUDA_VISIBLE_DEVICES": "-1"}
        finished = subprocess.run(command, capture_output=True, text=True, env=environment)
        self.assertEqual(finished.returncode, 2)
        self.assertRegex(finished.stderr, "^gpu_bench_torch: .*(no PyTorch|no CUDA device).*\n$")
        self.assertFalse(out.exists())

    def test_counts_two_tensors_forward_and_three_backward(self) -> None:
        for operation, moved in (("training", 2), ("evaluation", 2), ("backward", 3)):
            found = bench.times({"operation": operation}, [0.5, 0.25, 1.0, 0.5], 10**9)
            self.assertEqual(found["gigabytes_a_second"], moved / 0.5)
            self.assertEqual(found["seconds"], 0.5)
            self.assertEqual(found["seconds_fastest"], 0.25)
            self.assertEqual(found["seconds_quartiles"], [0.5, 1.0])
            self.assertEqual(found["samples"], 4)

    def test_takes_turns(self) -> None:
        order = []
        turns = [lambda name=name: order.append(name) or [1.0] for name in "ab"]
        self.assertEqual(bench.take_turns(turns, 0), [[1.0] * 5] * 2)
        self.assertEqual("".join(order), "abbaabbaab")

    def test_goes_through_as_many_sets_and_calls_as_gpu_bench(self) -> None:
        # As task_test.cpp has them.
        for sets, seconds, calls in ((1, 1, 1), (1, 1e-5, 100), (7, 1e-4, 14), (3, 1e-9, 258)):
            self.assertEqual(torch_replay.calls_together(sets, seconds), calls)
        for cache in (1e6, 50e6, 99e6, 100e6, 1e9):
            sets = torch_calls.buffer_sets(200e6, cache)
            self.assertGreater(sets * 200e6, 2 * cache)
            self.assertLessEqual((sets - 1) * 200e6, 2 * cache)
        self.assertEqual(torch_calls.buffer_sets(96, 50e6), 256)

    @unittest.skipUnless(importlib.util.find_spec("torch"), "there is no PyTorch")
    def test_compares_with_the_truth(self) -> None:
        import torch

        for operation in ("training", "evaluation", "backward"):
            for layout in ("nchw", "nhwc"):
                task = {**TASK, "operation": operation, "layout": layout, "dtype": "bf16"}
                tensors = torch_calls.Tensors(torch, task, 1e4, device="cpu")
                answer = torch_calls.Call(torch, tensors, "torch-native")(tensors.sets - 1)
                self.assertEqual(answer.stride(), tensors.x[0].stride())
                # bf16 from f32 arithmetic: half an ulp, and little more.
                self.assertLess(tensors.worst_error(answer), 0.55)
                answer[1, 2, 3, 4] += 1
                self.assertGreater(tensors.worst_error(answer), 8)
                answer[1, 2, 3, 4] = float("nan")
                self.assertEqual(tensors.worst_error(answer), "inf")


if __name__ == "__main__":
    unittest.main()
