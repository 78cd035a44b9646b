"""What compiles the kernels refuses registers that spill and arrays in local memory. The command is
the build's own, for a source with nothing wrong and for two with a fault each."""

import json
import os
import re
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

import rules

HERE = Path(__file__).parent
COMMANDS = Path(os.environ["BNCHECK_COMPILE_COMMANDS"])


def command_for(kernels: str) -> list[str]:
    """Returns the words that compile a source of the kernels, without source, output and all
    architectures but the first."""
    entries = json.loads(COMMANDS.read_text())
    entry = next(each for each in entries if each["file"].endswith(kernels))
    words = shlex.split(entry["command"])
    del words[words.index("-o") :]
    words = [each for each in words if each not in ("-c", entry["file"])]
    architectures = [each for each in words if each.startswith("--generate-code")]
    return [each for each in words if each not in architectures[1:]]


def compile_with(words: list[str], source: str) -> subprocess.CompletedProcess:
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(
            [*words, "-c", HERE / source, "-o", Path(folder, "object.o")],
            cwd=COMMANDS.parent, capture_output=True, text=True, check=False,
        )  # fmt: skip


def ptx_complaints(words: list[str]) -> list[str]:
    """Returns what is said of the PTX of a kernel that multiplies and adds."""
    words = [each for each in words if not each.startswith("--generate-code")]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "roundings.ptx")
        subprocess.run([*words, "-arch=sm_90", "-ptx", HERE / "roundings.cu", "-o", output],
                       cwd=COMMANDS.parent, check=True)  # fmt: skip
        return list(rules.ptx_complaints(output.read_text()))


class Build(unittest.TestCase):
    def setUp(self):
        self.words = command_for("impl/cuda/kernels/f32.cu")

    def test_accepts_what_is_right(self):
        result = compile_with(self.words, "harmless.cu")
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_refuses_an_array_in_local_memory(self):
        result = compile_with(self.words, "local_array.cu")
        self.assertNotEqual(result.returncode, 0)
        self.assertRegex(result.stderr, r"(?i)local memory used")

    def test_refuses_registers_that_spill(self):
        result = compile_with(self.words, "spills.cu")
        self.assertNotEqual(result.returncode, 0)
        self.assertRegex(result.stderr, r"(?i)spill")

    def test_without_its_flag_roundings_are_fused_and_seen(self):
        self.assertEqual(ptx_complaints(self.words), [])
        fused = [each for each in self.words if each != "-fmad=false"]
        self.assertIn("a fused operation", ptx_complaints(fused)[0])

    def test_is_strict_for_all_kernels(self):
        sources = sorted(HERE.parents[3].glob("impl/cuda/kernels/*.cu"))
        self.assertTrue(sources)
        for source in sources:
            words = " ".join(command_for(f"impl/cuda/kernels/{source.name}"))
            self.assertRegex(words, r"warn-on-spills,--warn-on-local-memory-usage", source)
            self.assertRegex(words, r"-Werror all-warnings", source)
            self.assertIsNone(re.search(r"use_fast_math|-fmad=true", words), source)


if __name__ == "__main__":
    unittest.main()
