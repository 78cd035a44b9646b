"""Tests what make gpu-bundle makes, installed by CMake, as if on another machine."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts/gpu_check"))
import steps  # noqa: E402

BUILD = os.environ["BNCHECK_BUILD"]
OF_THE_MACHINE = re.compile(r"lib(c|m|dl|pthread|rt)\.so|ld-linux|linux-vdso|libcudnn")
MOST_BYTES = 128 << 20  # kernels bring their lines along, for compute-sanitizer


def run(*words, **more) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          check=False, **more)  # fmt: skip


class Bundle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.bundle = Path(cls.folder.name)
        done = run("cmake", "--install", BUILD, "--component", "gpu", "--prefix", cls.bundle)
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_holds_what_is_needed(self):
        for file in ("bin/bncheck", "bin/cuda_gpu_tests", "bin/gpu_bench", "plugins/cuda.so",
                     "plugins/cuda-rounded.so", "plugins/cpu.so",
                     "gpu_check/__main__.py", "share/bncheck/python/worker_main.py",
                     "share/bncheck/adapters/torch_cuda.py",
                     "share/bncheck/gpu_bench/gpu_bench_torch.py", "LICENSE"):  # fmt: skip
            self.assertTrue((self.bundle / file).is_file(), file)
        size = sum(each.stat().st_size for each in self.bundle.rglob("*") if each.is_file())
        self.assertLess(size, MOST_BYTES)

    def test_needs_nothing_but_the_c_library(self):
        for file in [*self.bundle.glob("bin/*"), *self.bundle.glob("plugins/*.so")]:
            for line in run("ldd", file).stdout.splitlines():
                if OF_THE_MACHINE.search(line):
                    continue
                self.assertIn(f"=> {self.bundle}", line.replace("/plugins/../", "/"), file)

    def test_names_no_folder_of_this_machine_to_search_in(self):
        for file in [*self.bundle.glob("bin/*"), *self.bundle.glob("plugins/*.so")]:
            paths = re.findall(r"R(?:UN)?PATH.*\[(.*)\]", run("readelf", "-d", file).stdout)
            self.assertEqual(paths, ["$ORIGIN/../lib"], file)

    def test_verifies_plugins_and_python(self):
        program = self.bundle / "bin/bncheck"
        self.assertEqual(run(program, "verify", "cpu", "--cases", "20").returncode, 0)
        listed = run(program, "list", "implementations").stdout
        self.assertRegex(listed, r"\bcuda\s[^~]*\bcuda-rounded\s[^~]*\btorch\b")
        template = Path(__file__).resolve().parents[2] / "impl/plugin_template.py"
        done = run(program, "verify", template, "--cases", "5", cwd=self.bundle)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_sanitizers_have_tests_of_all_types_to_run(self):
        program = self.bundle / "bin/cuda_gpu_tests"
        listed = run(program, "--gtest_list_tests", steps.SMALL).stdout
        self.assertEqual(re.findall(r"^(\w+)/\d", listed, re.MULTILINE),
                         ["GpuSmall"] * 4 + ["GpuSmallRounded"] * 4)  # fmt: skip

    def test_without_a_device_says_so(self):
        hidden = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}
        output = self.bundle / "results"
        done = run(sys.executable, "-B", self.bundle / "gpu_check", "--output", output, env=hidden)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("no CUDA device", done.stderr)
        records = (output / "results.jsonl").read_text().splitlines()
        self.assertEqual([json.loads(each)["step"] for each in records], ["device"])


if __name__ == "__main__":
    unittest.main()
