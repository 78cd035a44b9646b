"""Tests the parts of the generator that need no PyTorch; run with PYTHONPATH=golden."""

import json
import math
import random
import struct
import subprocess
import sys
import unittest
from pathlib import Path

from generator import environment
from generator.hexfloat import from_hexfloat, to_hexfloat

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


class HexfloatTest(unittest.TestCase):
    def test_prints_the_shortest_exact_form(self) -> None:
        self.assertEqual(to_hexfloat(3.0), "0x1.8p+1")
        self.assertEqual(to_hexfloat(1.0), "0x1p+0")
        self.assertEqual(to_hexfloat(-0.0), "-0x0p+0")
        self.assertEqual(to_hexfloat(5e-324), "0x0.0000000000001p-1022")
        self.assertEqual(to_hexfloat(-math.inf), "-inf")

    def test_reads_back_every_bit(self) -> None:
        source = random.Random(1)
        for _ in range(2000):
            (value,) = struct.unpack("<d", source.randbytes(8))
            again = from_hexfloat(to_hexfloat(value))
            self.assertTrue(again == value or math.isnan(value))


class EnvironmentTest(unittest.TestCase):
    def test_refuses_a_missing_or_other_version(self) -> None:
        with self.assertRaisesRegex(environment.SetupError, "has no no-such-package"):
            environment._require("no-such-package", "1.0")

    def test_pins_what_the_requirements_pin(self) -> None:
        lines = (GOLDEN / "requirements.txt").read_text().split()
        for package, version in environment.PINNED.items():
            self.assertIn(f"{package}=={version}", lines)

    def test_refuses_without_its_packages_in_one_sentence(self) -> None:
        # -S: no site packages, so neither torch nor numpy can be found.
        bare = [sys.executable, "-S", "-B", str(GOLDEN / "generate.py"), "--check"]
        done = subprocess.run(bare, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertIn("need torch 2.13.0", done.stderr)


class FilesTest(unittest.TestCase):
    def test_manifest_lists_every_vector(self) -> None:
        manifest = json.loads((GOLDEN / "manifest.json").read_text())
        listed = {entry["file"] for entry in manifest["files"]}
        present = {f"vectors/{path.name}" for path in (GOLDEN / "vectors").iterdir()}
        self.assertEqual(listed, present)

    def test_schema_knows_every_flag_and_member(self) -> None:
        schema = json.loads((GOLDEN / "schema.json").read_text())["properties"]
        known = set(schema["flags"]["items"]["properties"]["flag"]["enum"])
        used = set()
        for path in (GOLDEN / "vectors").glob("*.json"):
            vector = json.loads(path.read_text())
            self.assertLessEqual(vector.keys(), schema.keys(), path.name)
            used |= {each["flag"] for each in vector["flags"]}
        self.assertEqual(used, known)

    def test_takes_less_than_three_megabytes(self) -> None:
        sizes = [path.stat().st_size for path in (GOLDEN / "vectors").iterdir()]
        self.assertLess(sum(sizes), 3 * 2**20)


if __name__ == "__main__":
    unittest.main()
