"""Tests the parts of the generator that need no PyTorch; run with PYTHONPATH=golden."""

import json
import math
import random
import struct
import subprocess
import sys
import unittest
from fractions import Fraction
from pathlib import Path

from generator import environment, errors, frameworks
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
        with self.assertRaisesRegex(errors.SetupError, "has no no-such-package"):
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


class FrameworksTest(unittest.TestCase):
    def test_pins_what_the_adapters_pin(self) -> None:
        adapters = (frameworks.ADAPTERS / "requirements.txt").read_text().split()
        pins = dict(line.split("==") for line in adapters)
        for package, version in frameworks.pinned_versions().items():
            self.assertEqual(pins.get(package, version), version, package)

    def test_pins_every_package_that_it_asks_for(self) -> None:
        pins = frameworks.pinned_versions()
        for each in frameworks.FRAMEWORKS.values():
            self.assertLessEqual(set(each.packages), pins.keys())

    def test_every_framework_has_an_entry_point(self) -> None:
        for name, each in frameworks.FRAMEWORKS.items():
            self.assertTrue(frameworks.entry_point(each), name)

    def test_every_framework_has_a_folder(self) -> None:
        folders = {path.name for path in (GOLDEN / "others").iterdir()}
        self.assertEqual(folders, set(frameworks.FRAMEWORKS))

    def test_refuses_an_unknown_name_in_one_sentence(self) -> None:
        script = str(GOLDEN / "generate_others.py")
        done = subprocess.run(
            [sys.executable, "-S", "-B", script, "caffe"],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 2)
        self.assertIn("no framework is called caffe; known are onnx, ", done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)


def exact_root(variance: float, eps: float, dtype: str) -> float | None:
    """Returns the root of variance + eps, as the parameters' type adds, if the type holds it."""

    def rounded(value: float) -> float:
        return value if dtype == "f64" else struct.unpack("<f", struct.pack("<f", value))[0]

    total = rounded(variance + rounded(eps))
    root = math.sqrt(total)
    return root if Fraction(root) ** 2 == Fraction(total) else None


class ExactRootTest(unittest.TestCase):
    """Evaluating strided tensors takes a square root that depends on the processor, unless the
    root is exact (Recipe.needs_exact_root)."""

    def test_strided_evaluation_has_an_exact_root(self) -> None:
        checked = 0
        for path in (GOLDEN / "vectors").glob("*-eval-*.json"):
            vector = json.loads(path.read_text())
            if vector["layout"] != "strided":
                continue
            eps = from_hexfloat(vector["eps"])
            for text in vector["inputs"]["running_var"]:
                root = exact_root(from_hexfloat(text), eps, vector["dtype"])
                self.assertIsNotNone(root, f"{path.name}: running_var {text}")
            checked += 1
        self.assertGreaterEqual(checked, 8)

    def test_finds_the_roots_that_are_not_exact(self) -> None:
        for dtype in ("f16", "f32", "f64"):
            self.assertEqual(exact_root(1.25**2 - 2**-17, 2**-17, dtype), 1.25)
            self.assertIsNone(exact_root(1.25, 1e-5, dtype))
        # One unit beside an exact square, in either type; and what only f32 rounds to a square.
        self.assertIsNone(exact_root(1 + 2**-23, 0.0, "f32"))
        self.assertIsNone(exact_root(1 + 2**-52, 0.0, "f64"))
        self.assertEqual(exact_root(1.0, 2**-40, "f32"), 1.0)
        self.assertIsNone(exact_root(1.0, 2**-40, "f64"))


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

    def test_schema_knows_what_other_frameworks_answered(self) -> None:
        schema = json.loads((GOLDEN / "schema.json").read_text())["properties"]
        flags = set(schema["flags"]["items"]["properties"]["flag"]["enum"])
        provenance = schema["provenance"]["properties"].keys()
        paths = list((GOLDEN / "others").glob("*/vectors/*.json"))
        self.assertGreaterEqual(len(paths), 250)
        for path in paths:
            vector = json.loads(path.read_text())
            self.assertLessEqual(vector.keys(), schema.keys(), path.name)
            self.assertLessEqual({each["flag"] for each in vector["flags"]}, flags, path.name)
            self.assertEqual(vector["provenance"].keys(), provenance, path.name)

    def test_others_are_asked_about_vectors_that_exist(self) -> None:
        asked = {path.name for path in (GOLDEN / "others").glob("*/vectors/*")}
        self.assertLessEqual(asked, {path.name for path in (GOLDEN / "vectors").iterdir()})

    def test_takes_less_than_four_megabytes(self) -> None:
        sizes = [path.stat().st_size for path in (GOLDEN / "vectors").iterdir()]
        self.assertLess(sum(sizes), 4 * 2**20)

    def test_takes_less_than_six_megabytes_with_the_others(self) -> None:
        paths = [path for path in GOLDEN.rglob("*") if path.suffix in (".json", ".safetensors")]
        self.assertLess(sum(path.stat().st_size for path in paths), 6 * 2**20)


if __name__ == "__main__":
    unittest.main()
