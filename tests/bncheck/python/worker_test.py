"""Tests the worker of Python implementations in this process: what a module can say of itself, and
how one is timed. It needs NumPy."""

import json
import os
import sys
import tempfile
import unittest
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "bncheck/python"))

from bncheck_worker import bench  # noqa: E402
from bncheck_worker.errors import Fault, LoadError, describe  # noqa: E402
from bncheck_worker.module import Implementation  # noqa: E402
from bncheck_worker.timed import Timed  # noqa: E402

FUNCTION = "def batch_norm(x, *given):\n    return x\n"
# What is computed only when it is read, as MLX's arrays are.
LAZY = """
class Later:
    def __init__(self, array):
        self.array, self.read = array, 0
    def __dlpack__(self, **wishes):
        self.read += 1
        return self.array.__dlpack__(**wishes)
    def __dlpack_device__(self):
        return self.array.__dlpack_device__()
made = []
def batch_norm(x, *given):
    made.append(Later(x + 1))
    return made[-1], *given[2:4], Later(given[2].copy()), Later(given[3].copy())
taken = []
def batch_norm_backward(*given):
    taken.append(given)
    return Later(given[0] * 2), None, None
"""


class ModuleTest(unittest.TestCase):
    def implementation(self, text: str, attribute: str = "") -> Implementation:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        file = Path(folder.name) / "given.py"
        file.write_text(text)
        return Implementation(f"py:{file}:{attribute}")


class WorkerTest(ModuleTest):
    def complaint(self, text: str, attribute: str = "") -> str:
        with self.assertRaises(LoadError) as caught:
            self.implementation(FUNCTION + text, attribute)
        return str(caught.exception)

    def test_refuses_types_that_are_none(self) -> None:
        self.assertIn("DTYPES holds ['f32']; known are f16", self.complaint('DTYPES = [["f32"]]'))
        self.assertIn("DTYPES is [], expected a list", self.complaint("DTYPES = []"))

    def test_refuses_a_dialect_that_would_be_cut(self) -> None:
        text = f"DIALECT = {'pytorch' + ';saved=none' * 30!r}"
        self.assertIn("DIALECT is longer than 255 bytes", self.complaint(text))

    def test_refuses_numbers_beyond_a_double(self) -> None:
        for number in ("10**400", "10**5000", "float('nan')", "float('inf')", "0"):
            complaint = self.complaint(f"CONTRACT = {{'invsqrt_error_u': {number}}}")
            self.assertIn("expected a positive number", complaint)
            self.assertLess(len(complaint), 200)

    def test_tells_what_an_attribute_raises(self) -> None:
        text = "class A:\n    @property\n    def NAME(self):\n        1 / 0\n"
        text += "    batch_norm = staticmethod(batch_norm)\nobject_ = A()\n"
        self.assertRegex(
            self.complaint(text, "object_"),
            r"given.py:object_ cannot be used: it raised ZeroDivisionError: .* \(given.py, line",
        )

    def test_describes_an_error_that_has_no_text(self) -> None:
        class MuteError(ValueError):
            def __str__(self) -> str:
                raise RuntimeError

        self.assertIn("raised MuteError: its text cannot be had", describe(MuteError(), ""))


class BenchTest(ModuleTest):
    def timed(self, text: str, operation: str) -> Timed:
        """Each tensor has a page of its own; x is 4x2, and the channels asked for are two."""
        self.memory = os.memfd_create("bncheck_test")
        self.addCleanup(os.close, self.memory)
        names = ["answer", "x", "dy", "weight", "bias", "running_mean", "running_var"]
        names += ["save_mean", "save_invstd"]
        os.pwrite(self.memory, numpy.ones(512 * len(names)).tobytes(), 0)
        shapes = {"answer": ([2, 4], [4, 1]), "x": ([4, 2], [2, 1]), "dy": ([4, 2], [2, 1])}
        tensors = {}
        for i, name in enumerate(names):
            shape, strides = shapes.get(name, ([2], [1]))
            place = {"offset": 4096 * i, "shape": shape, "strides": strides, "dtype": "f64"}
            tensors[name] = place
        timed = Timed(self.implementation(text), self.memory)
        timed.prepare(operation, "f64", "nchw", tensors, 1e-5, 0.1, True)
        return timed

    def answer(self, timed: Timed) -> list[float]:
        self.assertEqual(timed.answer([0, 1]), {})
        return numpy.frombuffer(os.pread(self.memory, 64, 0)).tolist()

    def test_takes_tensors_and_waits_for_them(self) -> None:
        timed = self.timed(LAZY, "training")
        self.assertEqual(len(timed.turn(1, 2)["seconds"]), 2)
        made = sys.modules["bncheck_implementation"].made
        self.assertEqual([each.read for each in made], [1, 1, 1])
        self.assertEqual(self.answer(timed), [2.0] * 8)

    def test_gives_backward_arrays(self) -> None:
        timed = self.timed(LAZY, "backward")
        self.assertEqual(self.answer(timed), [2.0] * 8)
        for each in sys.modules["bncheck_implementation"].taken[-1][:7]:
            self.assertIsInstance(each, numpy.ndarray)

    def test_refuses_another_shape_or_type(self) -> None:
        for spoilt in ("x[:, :1]", "x.astype('f4')", "None"):
            timed = self.timed(FUNCTION.replace("return x", f"return {spoilt}"), "training")
            with self.assertRaises(Fault):
                timed.answer([0, 1])

    def test_answers_what_the_host_can_read(self) -> None:
        text = bytearray(bench.TEXT_SIZE)
        bench.write(text, {"name": "a\nb\ud800\x1b", "version": "v" * 100000, "seconds": [1.5]})
        read = json.loads(text[: text.find(b"\0")])
        self.assertEqual(read, {"name": "a b? ", "version": "v" * bench.LONGEST, "seconds": [1.5]})


if __name__ == "__main__":
    unittest.main()
