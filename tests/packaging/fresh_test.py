"""What is configured and not yet built: a package of it stops with what builds it."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEAN = [f"-DBNCHECK_{each}=OFF" for each in ("TESTS", "MUTANTS", "CUDA", "CUDNN", "ONEDNN")]


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in words], capture_output=True, text=True)


class Fresh(unittest.TestCase):
    def setUp(self) -> None:
        self.work = Path(tempfile.mkdtemp(prefix="bncheck-fresh-"))
        self.addCleanup(shutil.rmtree, self.work)
        self.build = self.work / "build"

    def configure(self, *options: str) -> None:
        done = run("cmake", "-S", ROOT, "-B", self.build, "-G", "Ninja", *LEAN, *options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def steps(self, target: str) -> str:
        """Returns what a target is made of."""
        return run("ninja", "-C", self.build, "-t", "query", target).stdout

    def test_says_what_is_to_be_built_first(self) -> None:
        self.configure()
        prefix = self.work / "prefix"
        done = run(*("cmake", "--install", self.build, "--component", "program"), "--prefix", prefix)
        self.assertNotEqual(done.returncode, 0)
        said = " ".join(done.stderr.split())
        self.assertIn(f"first cmake --build {self.build} --target package_parts", said)
        steps = self.steps("package_parts")
        for part in ("bin/bncheck", "_plugins", "_texts", "_batch_norm.a", "_verification.a"):
            self.assertIn(part, steps)

    def test_make_deb_builds_first(self) -> None:
        lines = run("make", "-n", "-C", ROOT, "deb").stdout.splitlines()
        (build,) = (i for i, line in enumerate(lines) if "--target package_parts" in line)
        (pack,) = (i for i, line in enumerate(lines) if "cpack -G DEB" in line)
        self.assertLess(build, pack)


if __name__ == "__main__":
    unittest.main()
