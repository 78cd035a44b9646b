"""The program as it is installed, in a project that knows nothing else of this one."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).parent
BUILD = Path(os.environ["BNCHECK_BUILD"])


def run(*words: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, cwd=folder)


def must(*words: object, folder: Path | None = None) -> str:
    done = run(*words, folder=folder)
    if done.returncode != 0:
        raise AssertionError(f"{words}\n{done.stdout}{done.stderr}")
    return done.stdout


class Verification(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.work = Path(tempfile.mkdtemp(prefix="bncheck-consumer-"))
        cls.addClassCleanup(shutil.rmtree, cls.work)
        cls.prefix = cls.work / "prefix"
        must("cmake", "--install", BUILD, "--component", "program", "--prefix", cls.prefix)

    def configure(self, name: str, *options: str) -> tuple[Path, subprocess.CompletedProcess[str]]:
        build = self.work / name
        configured = run(
            *("cmake", "-S", HERE / "consumer", "-B", build),
            *(f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DPYTHON={sys.executable}"),
            *options,
        )
        return build, configured

    def test_gives_a_test_for_each_law(self) -> None:
        build, configured = self.configure("build")
        self.assertEqual(configured.returncode, 0, configured.stderr)
        must("cmake", "--build", build)
        done = run("ctest", "--output-junit", "tests.xml", "--output-on-failure", folder=build)
        self.assertNotEqual(done.returncode, 0)
        cases = ElementTree.parse(build / "tests.xml").getroot().iter("testcase")
        results = {case.get("name"): case.get("status") for case in cases}
        self.assertEqual(
            results,
            {
                "honest.training_output": "run",
                "honest.running_statistics": "run",
                "honest.double_backward_training": "notrun",
                "wrong_momentum.training_output": "run",
                "wrong_momentum.running_statistics": "fail",
                "wrong_momentum.double_backward_training": "notrun",
                "says_skipped.running_statistics": "fail",
                "forgiven.running_statistics": "run",
                "mine.training_output": "run",
                "cpu.training_output": "run",
            },
            done.stdout,
        )
        self.assertIn("FAIL running_statistics [R1]", done.stdout)
        self.assertIn(f"  replay    {self.prefix}/bin/bncheck replay {build}/", done.stdout)

    def test_passes_its_arguments_on(self) -> None:
        build, _ = self.configure("arguments")
        listed = must("ctest", "-N", "-V", folder=build)
        program = f'Test command: {self.prefix}/bin/bncheck "verify"'
        lines = [line.split(": ", 1)[1] for line in listed.splitlines() if program in line]
        law = '"--property" "^running_statistics$" "--skipped-status" "77"'
        self.assertIn(
            f'{program} "{build}/libhonest.so" {law} "--jobs" "1" "--cases" "300" '
            '"--dialect" "pytorch;running_var=unbiased"',
            lines,
        )
        self.assertIn(
            f'{program} "{build}/libwrong_momentum.so" {law} "--jobs" "1" "--time" "2s" '
            '"--dtype" "f32,f64" "--layout" "nchw,nhwc"',
            lines,
        )
        self.assertIn(
            f'{program} "{build}/libwrong_momentum.so" {law} "--cases" "500" '
            f'"--known-failures" "{HERE}/consumer/known.txt" "--seed" "7" '
            '"--jobs" "2" "--only-failed"',
            lines,
        )

    def test_a_wheel_brings_no_library_of_c_or_cxx(self) -> None:
        wheel = self.work / "wheel"
        must("cmake", "--install", BUILD, "--component", "wheel", "--prefix", wheel)
        brought = {file.name.split(".so")[0] for file in wheel.rglob("*.so*")}
        self.assertIn("libfmt", brought)
        self.assertFalse(brought & {"libc", "libm", "libstdc++", "libgcc_s"}, brought)

    def test_says_which_component_is_missing(self) -> None:
        for component, sentence in {
            "batch_norm": "The component batch_norm of bncheck is not installed: in bncheck's "
            "sources, cmake --install build --component batch_norm --prefix",
            "batchnorm": "bncheck has no component batchnorm: there are program, batch_norm and",
        }.items():
            _, done = self.configure(f"more_{component}", f"-DMORE={component}")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(sentence, " ".join(done.stderr.split()))

    def test_adds_every_law_where_none_is_named(self) -> None:
        build, _ = self.configure("all", "-DARGUMENTS=honest")
        laws = must(self.prefix / "bin/bncheck", "list", "properties").splitlines()
        listed = must("ctest", "-N", folder=build)
        self.assertIn(f"Total Tests: {len(laws)}\n", listed)

    def test_says_what_is_wrong_with_its_arguments(self) -> None:
        for arguments, sentence in {
            "honest;DIALEKT;torch": "there is no argument DIALEKT torch.",
            "honest;BUDGET;soon": "BUDGET soon is neither a number of cases",
            "honest;BUDGET;0": "BUDGET 0 is neither a number of cases",
            "honest;SEED;LAWS;eps": "SEED has no value.",
            "honest;LAWS;^no_such_law$": "no law matches LAWS ^no_such_law$:",
            "honest;KNOWN_FAILURES;none.txt": "there is no file none.txt, the KNOWN_FAILURES.",
            "dishonest": "dishonest is neither a target that was added before, nor a file,",
            "static": "the target static is no MODULE or SHARED library, as a plug-in is.",
        }.items():
            with self.subTest(arguments):
                _, done = self.configure("wrong", f"-DARGUMENTS={arguments}")
                self.assertNotEqual(done.returncode, 0)
                said = " ".join(done.stderr.split())
                self.assertIn(f"bncheck_add_verification: {sentence}", said)


if __name__ == "__main__":
    unittest.main()
