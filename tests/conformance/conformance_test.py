"""Tests scripts/conformance on adapters made of the Python template: no framework is needed."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = (ROOT / "impl/plugin_template.py").read_text()
HONEST = TEMPLATE + '\nENTRY_POINTS = {"": "the template"}\n'
# The mistake that an adapter, or a framework, makes most often: running_var over m.
BIASED = HONEST.replace("(var * (m / (m - 1)))", "var")
ABSENT = 'import no_such_framework\n\nENTRY_POINTS = {"": "nothing"}\n'
RAISES = """ENTRY_POINTS = {"": "nothing that works"}
def batch_norm(*given):
    raise RuntimeError("not today")
"""
CASES = "60"


class ConformanceTest(unittest.TestCase):
    def setUp(self) -> None:
        self.assertNotEqual(BIASED, HONEST)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "adapters").mkdir()

    def write(self, name: str, text: str) -> None:
        (self.folder / "adapters" / f"{name}.py").write_text(text)

    def run_script(self, *words: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-B", ROOT / "scripts/conformance", "--cases", CASES]
        command += ["--program", os.environ["BNCHECK_PROGRAM"], "--python", sys.executable]
        for option in ("adapters", "plugins", "data", "page"):
            command += [f"--{option}", self.folder / option]
        return subprocess.run([*command, *words], capture_output=True, text=True)

    def entries(self) -> dict:
        return json.loads((self.folder / "data").read_text())["entries"]

    def test_writes_what_held(self) -> None:
        self.write("honest", HONEST)
        finished = self.run_script()
        self.assertEqual(finished.returncode, 0, finished.stderr)
        record = self.entries()["honest"]
        self.assertEqual(record["failures"], {})
        self.assertEqual(record["dialect"], "pytorch")
        self.assertRegex(record["grade"], "^[ABCD]")
        self.assertGreater(record["laws"]["training_output"][0], 0)
        self.assertTrue(record["answers"]["backward"])
        self.assertFalse(record["answers"]["double backward"])
        self.assertGreater(record["speed"]["training"], 0)
        self.assertEqual(list(record["contracts"]), ["f32", "f64"])
        self.assertIn("| `honest` | the template |", (self.folder / "page").read_text())

    def test_names_a_planted_bug_and_asks_for_a_finding(self) -> None:
        self.write("biased", BIASED)
        finished = self.run_script()
        self.assertEqual(finished.returncode, 1)
        self.assertIn("biased fails running_statistics, which no finding explains", finished.stderr)
        record = self.entries()["biased"]
        self.assertIn("running_statistics", record["failures"])
        self.assertIn("The biased variance enters running_var", " ".join(record["diagnosis"]))
        self.assertIn("**untriaged**", (self.folder / "page").read_text())

    def test_takes_a_finding_for_an_explanation(self) -> None:
        self.write("biased", BIASED)
        self.run_script()
        failed = self.entries()["biased"]["failures"]
        findings = {law: "The template: no Bessel" for law in failed}
        link = "[The template: no Bessel](findings.md#the-template-no-bessel)"
        self.assertIn(link, self.rendered(findings, 0))

    def test_takes_one_finding_for_all_laws_that_have_none_of_their_own(self) -> None:
        self.write("biased", BIASED)
        self.run_script()
        failed = list(self.entries()["biased"]["failures"])
        page = self.rendered({"*": "The template: all", failed[0]: "Its own"}, 0)
        self.assertEqual(page.count("[Its own](findings.md#its-own)"), 1)
        self.assertEqual(page.count("[The template: all]"), len(failed) - 1)
        self.assertIn("**untriaged**", self.rendered({"Other *": "The template: all"}, 1))

    def rendered(self, findings: dict, status: int) -> str:
        """Returns the page from what is known of the biased one, once these are its findings."""
        self.write("biased", BIASED + f"FINDINGS = {findings}\n")
        finished = self.run_script("--render")
        self.assertEqual(finished.returncode, status, finished.stderr)
        return (self.folder / "page").read_text()

    def test_verifies_libraries_that_were_built(self) -> None:
        built = Path(os.environ["BNCHECK_PROGRAM"]).parent / "../plugins/eigen.so"
        (self.folder / "plugins").mkdir()
        (self.folder / "plugins/eigen.so").symlink_to(built)
        self.assertEqual(self.run_script().returncode, 0)
        self.assertEqual(list(self.entries()), ["eigen"])
        self.assertEqual(self.entries()["eigen"]["version"], "eigen 1")

    def test_measures_times_alone(self) -> None:
        self.write("honest", HONEST)
        self.write("other", HONEST)
        self.assertIn("nothing was verified", self.run_script("--times").stderr)
        self.run_script("honest")
        before = self.entries()
        before["honest"]["speed"]["training"] = 12345.0
        (self.folder / "data").write_text(json.dumps({"entries": before}))
        finished = self.run_script("--times")
        self.assertEqual(finished.returncode, 0, finished.stderr)
        self.assertRegex(finished.stdout, "^honest +training [0-9.]+, evaluation .+\n$")
        after = self.entries()
        self.assertLess(after["honest"].pop("speed")["training"], 12345)
        before["honest"].pop("speed")
        self.assertEqual(after, before)
        self.assertNotIn("12345", (self.folder / "page").read_text())

    def test_keeps_times_where_none_can_be_measured(self) -> None:
        self.write("honest", HONEST)
        self.run_script("honest")
        before = self.entries()
        self.write("honest", HONEST + "raise ImportError\n")
        finished = self.run_script("--times")
        self.assertEqual(finished.returncode, 2)
        self.assertIn("no time could be measured", finished.stdout)
        self.assertIn("nothing was timed", finished.stderr)
        self.assertEqual(self.entries(), before)
        self.assertEqual(self.run_script("--times", "--render").returncode, 2)

    def test_says_that_every_call_fails(self) -> None:
        self.write("raises", RAISES)
        finished = self.run_script()
        self.assertEqual(finished.returncode, 1)
        self.assertRegex(finished.stdout, "^raises +F +every call fails, execution failed\n")
        rows = (self.folder / "page").read_text()
        self.assertIn("| F | every call fails |", rows)
        self.assertIn("| `raises` | - | - |", rows)
        self.assertIn("| `raises` | execution | `f32 1x1 nchw training", rows)

    def test_keeps_what_it_does_not_run_again(self) -> None:
        self.write("first", HONEST)
        self.write("second", HONEST)
        self.run_script("first")
        self.assertEqual(list(self.entries()), ["first"])
        self.assertIn("- `second`: not yet\n", (self.folder / "page").read_text())
        self.run_script("second")
        self.assertEqual(list(self.entries()), ["first", "second"])

    def test_tells_what_could_not_run(self) -> None:
        self.write("absent", ABSENT)
        finished = self.run_script()
        self.assertEqual(finished.returncode, 2)
        self.assertIn("nothing was verified", finished.stderr)
        self.assertIn("No module named 'no_such_framework'", self.entries()["absent"]["not_run"])

    def test_refuses_what_names_nothing(self) -> None:
        self.write("honest", HONEST)
        finished = self.run_script("honset")
        self.assertEqual(finished.returncode, 2)
        self.assertIn("there is no entry point honset; known are\n  honest", finished.stderr)
        self.refuses("honest.py names no entry points", TEMPLATE)

    def refuses(self, complaint: str, adapter: str, *words: str) -> None:
        """In one line, without a stack, and before anything is verified."""
        self.write("honest", adapter)
        finished = self.run_script(*words)
        self.assertEqual(finished.returncode, 2)
        self.assertRegex(finished.stderr, f"^scripts/conformance: .*{complaint}.*\n$")
        self.assertEqual(finished.stdout, "")

    def test_refuses_adapters_that_cannot_be_read(self) -> None:
        self.refuses("honest.py is no Python: invalid syntax", "def (")
        self.refuses("honest.py: ENTRY_POINTS is not a dictionary", "ENTRY_POINTS = dict(a='')")
        self.refuses("honest.py: FINDINGS is not a dictionary", HONEST + "FINDINGS = {'law': 3}")

    def test_refuses_files_that_it_could_not_write(self) -> None:
        for option in ("data", "page"):
            gone = str(self.folder / "gone" / option)
            self.refuses(f"{gone} cannot be written: No such", HONEST, f"--{option}", gone)

    def test_refuses_data_that_it_did_not_write(self) -> None:
        for text in ('{"entries":', "[]", '{"entries": {"honest": 3}}', "\udcff"):
            (self.folder / "data").write_bytes(text.encode(errors="surrogateescape"))
            self.refuses("data is not the data that this script writes", HONEST)


if __name__ == "__main__":
    unittest.main()
