"""Tests the reader for other projects; run with PYTHONPATH=golden and no other package."""

import hashlib
import json
import math
import os
import shutil
import struct
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

from read_vectors import read_safetensors, read_vectors

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
WHOLE = ("x", "dy", "y", "dx")


def single(value: float) -> float:
    return struct.unpack("<f", struct.pack("<f", value))[0]


class ReaderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.vectors = {each["id"]: each for each in read_vectors(GOLDEN)}

    def test_reads_every_vector(self) -> None:
        self.assertEqual(set(self.vectors), {path.stem for path in GOLDEN.glob("vectors/*.json")})

    def test_gives_every_tensor_its_size(self) -> None:
        for name, vector in self.vectors.items():
            for tensors in (vector["inputs"], vector["outputs"]):
                for key, values in tensors.items():
                    if values is None:
                        continue
                    whole = key in WHOLE
                    size = math.prod(vector["shape"]) if whole else vector["shape"][1]
                    self.assertEqual(len(values), size, f"{name} {key}")

    def test_reads_the_values_of_large_tensors_in_every_type(self) -> None:
        """The sum of dy, exact, lies beside the stored dbias."""
        seen = set()
        for name, vector in self.vectors.items():
            if not (GOLDEN / "vectors" / f"{name}.safetensors").exists():
                continue
            seen.add(vector["dtype"])
            n, c, *spatial = vector["shape"]
            plane = math.prod(spatial)
            dy, dbias = vector["inputs"]["dy"], vector["outputs"]["dbias"]
            places = range(n * c * plane)
            for channel in range(c):
                terms = [Fraction(dy[i]) for i in places if i // plane % c == channel]
                # A sum of m terms in f32, in any order: gamma_(m-1) sum|dy| (Higham 2002, 4.2).
                roundings = (len(terms) - 1) * Fraction(1, 2**24)
                bound = roundings / (1 - roundings) * sum(map(abs, terms))
                self.assertLessEqual(abs(sum(terms) - Fraction(dbias[channel])), bound, name)
        self.assertLessEqual({"f16", "bf16", "f32"}, seen)

    def test_reads_the_running_mean_of_momentum_1(self) -> None:
        (vector,) = (each for each in self.vectors.values() if each["title"] == "momentum 1")
        self.assertEqual(vector["outputs"]["running_mean"], vector["outputs"]["save_mean"])
        self.assertEqual(list(map(single, vector["inputs"]["x"])), vector["inputs"]["x"])

    def test_reads_second_derivatives_and_what_is_absent(self) -> None:
        twice = [each for each in self.vectors.values() if "double_backward" in each]
        self.assertGreaterEqual(len(twice), 40)
        for each in twice:
            self.assertEqual(
                len(each["double_backward"]["outputs"]["d_dy"]), math.prod(each["shape"])
            )
        self.assertTrue(any(each["outputs"]["y"] is None for each in self.vectors.values()))

    def test_reads_what_other_frameworks_answered(self) -> None:
        for folder in (GOLDEN / "others").iterdir():
            for each in read_vectors(folder):
                self.assertEqual(each["inputs"]["x"], self.vectors[each["id"]]["inputs"]["x"])

    def test_reads_half_types_as_the_wider_ones(self) -> None:
        header = {
            "a": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]},
            "b": {"dtype": "F16", "shape": [1], "data_offsets": [4, 6]},
        }
        text = json.dumps(header).encode()
        data = struct.pack("<Q", len(text)) + text + bytes.fromhex("803f40c0") + b"\x00\x3e"
        self.assertEqual(read_safetensors(data), {"a": [1.0, -3.0], "b": [1.5]})

    def refuse(self, name: str, make, sentence: str) -> None:
        """A manifest that vouches for "{}" under this name, where `make` has made something."""
        with tempfile.TemporaryDirectory() as outer:
            folder = Path(outer, "folder")
            folder.mkdir()
            Path(outer, "secret.json").write_bytes(b"{}")
            make(folder)
            entry = {"file": name, "bytes": 2, "sha256": hashlib.sha256(b"{}").hexdigest()}
            (folder / "manifest.json").write_text(json.dumps({"files": [entry]}))
            with self.assertRaisesRegex(ValueError, sentence):
                list(read_vectors(folder))

    def test_refuses_what_leads_out_of_the_folder(self) -> None:
        for name in ("../secret.json", "a/../../secret.json", "/etc/hostname"):
            self.refuse(name, lambda folder: None, "leads out of the folder")
        link = lambda folder: (folder / "a.json").symlink_to("../secret.json")  # noqa: E731
        self.refuse("a.json", link, "leads out of the folder")

    def test_refuses_what_is_no_file_or_too_large(self) -> None:
        self.refuse("a.json", lambda folder: os.mkfifo(folder / "a.json"), "is no file")

        def sparse(folder: Path) -> None:
            (folder / "a.json").touch()
            os.truncate(folder / "a.json", 10 << 30)

        self.refuse("a.json", sparse, "too large")

    def test_refuses_a_tensor_outside_of_its_file(self) -> None:
        for offsets in ([0, 8], [-8, 0], [4, 0]):
            header = {"a": {"dtype": "F32", "shape": [1], "data_offsets": offsets}}
            text = json.dumps(header).encode()
            with self.assertRaisesRegex(ValueError, "outside of its file"):
                read_safetensors(struct.pack("<Q", len(text)) + text + b"\0\0\0\0")

    def test_refuses_a_file_that_was_changed(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(GOLDEN / "others" / "onnx", folder, dirs_exist_ok=True)
            victim = next(Path(folder, "vectors").iterdir())
            victim.write_bytes(victim.read_bytes() + b"\n")
            with self.assertRaisesRegex(ValueError, victim.name):
                list(read_vectors(folder))


if __name__ == "__main__":
    unittest.main()
