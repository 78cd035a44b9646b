"""The library bncheck::verification as it is installed, in the tests of another project."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).parent
BUILD = Path(os.environ["BNCHECK_BUILD"])


def must(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{words}\n{done.stdout}{done.stderr}")
    return done.stdout


class GoogleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.work = Path(tempfile.mkdtemp(prefix="bncheck-gtest-"))
        cls.addClassCleanup(shutil.rmtree, cls.work)
        prefix, build = cls.work / "prefix", cls.work / "build"
        for component in ("program", "verification"):
            must("cmake", "--install", BUILD, "--component", component, "--prefix", prefix)
        must(
            *("cmake", "-S", HERE / "gtest_consumer", "-B", build),
            f"-DCMAKE_PREFIX_PATH={prefix}",
        )
        must("cmake", "--build", build)
        cls.program = build / "laws"
        cls.law_ids = [
            line.split()[1]
            for line in must(prefix / "bin/bncheck", "list", "properties").splitlines()
        ]

    def run_tests(self, filter: str, **environment: str) -> tuple[dict[str, str], str]:
        """Returns what each test came to, and what was printed."""
        report = self.work / "tests.json"
        done = subprocess.run(
            [self.program, f"--gtest_filter={filter}", f"--gtest_output=json:{report}"],
            **{"capture_output": True, "text": True, "env": os.environ | environment},
        )
        results = {}
        for suite in json.loads(report.read_text())["testsuites"]:
            for test in suite["testsuite"]:
                outcome = "failed" if "failures" in test else test["result"].lower()
                results[f"{suite['name']}.{test['name']}"] = outcome
        return results, done.stdout

    def test_an_honest_batch_norm_has_a_test_for_each_law(self) -> None:
        results, printed = self.run_tests("Honest.*")
        self.assertEqual(list(results), [f"Honest.{law}" for law in self.law_ids], printed)
        self.assertLessEqual(set(results.values()), {"completed", "skipped"}, printed)
        self.assertEqual(results["Honest.running_statistics"], "completed")
        self.assertEqual(results["Honest.double_backward_training"], "skipped")

    def test_a_wrong_one_is_told_with_a_line_that_replays_it(self) -> None:
        results, printed = self.run_tests("Wrong.*")
        self.assertEqual(results["Wrong.running_statistics"], "failed")
        self.assertIn("FAIL running_statistics [R1]", printed)
        self.assertIn("  likely    ", printed)
        case, filter = re.search(
            r"^  replay    BNCHECK_CASE='(.*)' '\S+' --gtest_filter=(Wrong.running_statistics)$",
            printed,
            re.MULTILINE,
        ).groups()
        _, again = self.run_tests(filter, BNCHECK_CASE=case)
        self.assertIn(f"  case      {case}\n", again)
        self.assertIn("found     in case 0,", again)

    def test_a_function_over_plain_arrays_is_enough(self) -> None:
        results, printed = self.run_tests("Function.*")
        self.assertEqual(
            results,
            {
                "Function.training_output": "completed",
                "Function.evaluation_output": "completed",
                "Function.running_statistics": "failed",
            },
            printed,
        )

    def test_two_functions_are_two_plug_ins(self) -> None:
        results, printed = self.run_tests("Copy.*")
        self.assertEqual(results, {"Copy.training_output": "failed"}, printed)

    def test_numbers_of_twenty_digits_are_seeds(self) -> None:
        _, printed = self.run_tests("Honest.identity", BNCHECK_SEED="18446744073709551615")
        self.assertNotIn("is not a whole number", printed)

    def test_the_dialect_is_heeded(self) -> None:
        results, printed = self.run_tests("AsKeras.*")
        self.assertEqual(results, {"AsKeras.running_statistics": "failed"}, printed)

    def test_what_cannot_be_asked_for_fails_with_the_reason(self) -> None:
        for suite, reason in {
            "NoSuchLaw": "no law matches '^no_such_law$'",
            "NoSuchDialect": "pytorchh",
            "NoSuchType": "dtypes: 'f33' is not f16, bf16, f32 or f64",
        }.items():
            results, printed = self.run_tests(f"{suite}.*")
            self.assertEqual(list(results.values()), ["failed"])
            self.assertIn(reason, printed)
        _, printed = self.run_tests("Honest.running_statistics", BNCHECK_CASES="many")
        self.assertIn("BNCHECK_CASES=many is not a whole number", printed)
        _, printed = self.run_tests("Honest.running_statistics", BNCHECK_CASE="rubbish")
        self.assertIn("BNCHECK_CASE=rubbish: malformed case", printed)

    def test_it_returns_results(self) -> None:
        results, printed = self.run_tests("Verify.*")
        self.assertEqual(set(results.values()), {"completed"}, printed)


if __name__ == "__main__":
    unittest.main()
