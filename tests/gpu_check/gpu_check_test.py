"""Tests scripts/gpu_check where there is no GPU: what steps do is done by short Python programs."""

import contextlib
import importlib.util
import io
import json
import os
import sys
import tempfile
import time
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "scripts/gpu_check"
sys.path.insert(0, str(FOLDER))
import steps  # noqa: E402
from runner import Step  # noqa: E402

spec = importlib.util.spec_from_file_location("gpu_check", FOLDER / "__main__.py")
gpu_check = importlib.util.module_from_spec(spec)
spec.loader.exec_module(gpu_check)

DEVICE = {"name": "Emulated", "multiprocessors": 4, "memory_bytes": 2**34, "capability_major": 9,
          "capability_minor": 0, "cuda_of_driver": 13000}  # fmt: skip


def python(name: str, code: str, seconds: float = 20, **more) -> Step:
    return Step(name, seconds, [sys.executable, "-c", code], **more)


def a_device() -> Step:
    return Step("device", 20, ["echo", json.dumps(DEVICE)], is_device=True)


class Check(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.output = Path(folder.name)
        (self.output / "logs").mkdir()

    def check(self, *all_steps: Step, seconds: float = 100) -> int:
        self.said = io.StringIO()
        with contextlib.redirect_stdout(self.said), contextlib.redirect_stderr(self.said):
            return gpu_check.check(lambda: all_steps, self.output, time.monotonic(), seconds)

    def results(self) -> dict[str, dict]:
        lines = (self.output / "results.jsonl").read_text().splitlines()
        return {each["step"]: each for each in map(json.loads, lines)}

    def test_passes_where_all_that_is_there_passes(self):
        status = self.check(a_device(), python("good", "print('fine')"),
                            python("not there", "", absent="no PyTorch"))  # fmt: skip
        self.assertEqual(status, 0)
        self.assertEqual([each["status"] for each in self.results().values()],
                         ["passed", "passed", "absent"])  # fmt: skip
        page = (self.output / "results.md").read_text()
        self.assertIn("Emulated, 4 multiprocessors, 16 GiB, capability 9.0, CUDA 13000", page)
        self.assertIn("1 absent, 2 passed", page)
        self.assertIn("| not there | absent | 0 | no PyTorch |", page)

    def test_what_fails_stops_nothing(self):
        status = self.check(a_device(), python("bad", "import sys; print('why'); sys.exit(7)"),
                            Step("no program", 5, ["./there-is-none"]),
                            python("crash", "import os; os.abort()"),
                            python("good", "print('fine')"))  # fmt: skip
        self.assertEqual(status, 1)
        results = self.results()
        self.assertEqual([each["status"] for each in results.values()],
                         ["passed", "failed", "failed", "failed", "passed"])  # fmt: skip
        self.assertEqual(results["bad"]["exit_status"], 7)
        self.assertEqual(results["bad"]["tail"], ["why"])
        self.assertEqual(results["crash"]["note"], "killed by signal 6")
        self.assertEqual((self.output / "logs/bad.txt").read_text(), "why\n")

    def test_what_hangs_is_ended_with_its_children(self):
        file = self.output / "child"
        stubborn = f"trap '' TERM; sleep 99 & echo $! > {file}; while true; do sleep 1; done"
        hang = Step("hang", 3, ["bash", "-c", stubborn])
        status = self.check(a_device(), hang, Step("good", 20, ["true"]))
        self.assertEqual(status, 1)
        self.assertEqual(self.results()["hang"]["status"], "timed out")
        self.assertIn("stopped after 3 s", self.results()["hang"]["note"])
        self.assertEqual(self.results()["good"]["status"], "passed")
        self.assertTrue(self.is_gone(int(file.read_text())))

    def is_gone(self, process: int) -> bool:
        for _ in range(50):
            try:
                state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                return True
            if state == "Z":
                return True
            time.sleep(0.1)
        return False

    def test_all_together_end_in_time(self):
        begin = time.monotonic()
        long, late = Step("long", 90, ["sleep", "99"]), Step("late", 20, ["true"])
        status = self.check(a_device(), long, late, seconds=3)
        self.assertEqual(status, 1)
        self.assertLess(time.monotonic() - begin, 30)
        self.assertEqual(self.results()["late"]["note"], "no time was left")

    def test_without_a_device_nothing_is_checked(self):
        none = python("device", "import sys; sys.exit('no CUDA device: none')", is_device=True)
        self.assertEqual(self.check(none, python("never", "")), 2)
        self.assertEqual(list(self.results()), ["device"])
        self.assertIn("no CUDA device", self.said.getvalue())


class Steps(unittest.TestCase):
    def setUp(self):
        self.steps = {each.name: each for each in steps.steps(Path("bundle"), "no-such-python")}

    def test_take_less_than_eight_minutes(self):
        self.assertLess(sum(each.seconds for each in self.steps.values()), gpu_check.ALL_SECONDS)
        self.assertLess(gpu_check.ALL_SECONDS, 8 * 60)

    def test_a_skip_is_a_failure_there(self):
        for name in ("gpu tests", "verify cuda", "verify cuda-rounded"):
            self.assertEqual(self.steps[name].environment["BNCHECK_REQUIRE_GPU"], "1")

    def test_say_what_is_not_there(self):
        self.assertIn("no PyTorch in no-such-python", self.steps["verify torch_cuda"].absent)
        self.assertIn("not in this bundle", self.steps["verify cudnn"].absent)
        self.assertIn("no PyTorch in no-such-python", self.steps["gpu_bench torch"].absent)
        for name in ("verify cuda", "verify cuda-rounded"):
            self.assertEqual(self.steps[name].absent, "")

    def test_verify_and_time_both_of_our_own(self):
        with tempfile.TemporaryDirectory() as folder:
            plugins = Path(folder, "plugins")
            plugins.mkdir()
            for name in ("cuda", "cuda-rounded"):
                (plugins / f"{name}.so").touch()
            found = {each.name: each.command for each in steps.steps(Path(folder), "none")}
            for name in ("cuda", "cuda-rounded"):
                self.assertIn(name, found[f"verify {name}"])
                self.assertIn(plugins / f"{name}.so", found["gpu_bench"])

    def test_run_all_tools_of_compute_sanitizer(self):
        tools = [name.split()[1] for name in self.steps if name.startswith("compute-sanitizer")]
        self.assertEqual(tools, ["memcheck", "racecheck", "initcheck", "synccheck"])


if __name__ == "__main__":
    os.environ.pop("BNCHECK_REQUIRE_GPU", None)
    unittest.main()
