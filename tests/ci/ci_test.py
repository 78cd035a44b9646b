"""What docs/ci.md promises of other people's continuous integration, as far as it runs here."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

try:
    import yaml
except ModuleNotFoundError:
    yaml = None

ROOT = Path(__file__).parents[2]
PROGRAM = os.environ["BNCHECK"]
BROKEN = os.environ["BNCHECK_BROKEN"]
RUNNING = ["--property", "^running", "--cases", "300"]


def run(*words: object, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words],
        capture_output=True, text=True, cwd=folder, env={**os.environ, **variables},
    )  # fmt: skip


def record(file: Path) -> str:
    """Returns the record without what differs between two runs."""
    return re.sub(r'"seconds":[^,}]*', "", file.read_text())


class InAFolder(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bncheck-ci-"))
        self.addCleanup(shutil.rmtree, self.folder)


class Templates(InAFolder):
    def expect_the_whole(self, status: int) -> None:
        """The shards of the folder are merged, and beside them is the run without shards."""
        shards = sorted(self.folder.glob("shard-*.jsonl"))
        self.assertEqual(len(shards), 4)
        merged = run(PROGRAM, "merge", *shards, "-o", "all.jsonl", folder=self.folder)
        self.assertEqual(merged.returncode, status, merged.stderr)
        whole = ["--report", "jsonl:whole.jsonl"]
        run(PROGRAM, "verify", BROKEN, *RUNNING, *whole, folder=self.folder)
        self.assertEqual(record(self.folder / "all.jsonl"), record(self.folder / "whole.jsonl"))

    def test_slurm_gives_each_task_its_shard(self) -> None:
        for task in range(1, 5):
            variables = {"SLURM_ARRAY_TASK_ID": str(task), "SLURM_ARRAY_TASK_COUNT": "4"}
            script = ROOT / "docs/ci/slurm.sh"
            done = run(script, BROKEN, *RUNNING, folder=self.folder, **variables)
            self.assertEqual(done.returncode, 1, done.stderr)
        self.expect_the_whole(1)

    def test_mpi_gives_each_rank_its_shard(self) -> None:
        script = [ROOT / "docs/ci/mpi.sh", BROKEN, *RUNNING]
        for rank in range(4):
            variables = {"PMI_RANK": str(rank), "PMI_SIZE": "4"}
            done = run(*script, folder=self.folder, **variables)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.expect_the_whole(1)
        self.assertNotEqual(run(*script, folder=self.folder).returncode, 0, "no rank")

    @unittest.skipUnless(shutil.which("mpirun"), "there is no mpirun")
    def test_mpirun_runs_four_ranks(self) -> None:
        as_root = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
        words = ["mpirun", "--oversubscribe", "-np", "4", ROOT / "docs/ci/mpi.sh"]
        done = run(*words, BROKEN, *RUNNING, folder=self.folder, **as_root)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.expect_the_whole(1)


class Action(InAFolder):
    def verify(self, implementation: str, **variables: str) -> subprocess.CompletedProcess[str]:
        self.summary = self.folder / "summary"
        named = {"BNCHECK_PROGRAM": PROGRAM, "BNCHECK_IMPLEMENTATION": implementation}
        return run(
            ROOT / "scripts/verify_in_action",
            folder=self.folder,
            GITHUB_STEP_SUMMARY=str(self.summary),
            **{**named, "BNCHECK_BUDGET": "60", **variables},
        )

    def test_annotates_and_writes_a_summary(self) -> None:
        law = "--property '^running_statistics$|^training_output$'"
        done = self.verify(BROKEN, BNCHECK_ARGUMENTS=law, BNCHECK_SOURCE="src/norm.c")
        self.assertEqual(done.returncode, 1, done.stderr)
        annotations = [line for line in done.stdout.splitlines() if line.startswith("::")]
        self.assertEqual(len(annotations), 1)
        title = "::error file=src/norm.c,title=bncheck%3A FAIL running_statistics [R1]%3A"
        self.assertTrue(annotations[0].startswith(title), annotations[0])
        self.assertIn(f"## bncheck: `{BROKEN}` fails\n", self.summary.read_text())
        left = {file.name for file in (self.folder / "bncheck-report").iterdir()}
        self.assertEqual(left, {"run.jsonl", "junit.xml", "summary.md", "annotations.txt"})

    def test_forgives_what_is_known(self) -> None:
        (self.folder / "known.txt").write_text("running_statistics\ntraining_output\n")
        laws = "--property '^(running_statistics|training_output)$'"
        done = self.verify(BROKEN, BNCHECK_ARGUMENTS=f"{laws} --known-failures known.txt")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("\nunexpected pass: training_output is listed as a known", done.stdout)
        self.assertIn("\n::warning title=bncheck%3A unexpected pass%3A training_out", done.stdout)
        self.assertIn("\n::notice title=bncheck%3A known failure%3A running_stat", done.stdout)

    def test_refuses_what_it_cannot_pass_on(self) -> None:
        for variables, reason in (
            ({"BNCHECK_ARGUMENTS": "'--dialect=keras"}, "arguments: a quote is not closed in '--d"),
            ({"BNCHECK_IMPLEMENTATION": "--help"}, "implementation: --help is an option"),
        ):
            done = self.verify(BROKEN, **variables)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"::error title=bncheck::{reason}", done.stdout)

    def test_takes_odd_arguments_and_sources(self) -> None:
        law = "--property '^running_statistics$'"
        done = self.verify(BROKEN, BNCHECK_ARGUMENTS=law, BNCHECK_SOURCE="a,b:c%\nd.c")
        self.assertIn("::error file=a%2Cb%3Ac%25%0Ad.c,title=", done.stdout)
        self.assertEqual(self.verify("cpu", BNCHECK_ARGUMENTS="  ").returncode, 0)

    def test_leaves_no_report_of_an_earlier_run(self) -> None:
        self.assertEqual(self.verify("cpu").returncode, 0)
        before = self.summary.read_text()
        self.assertEqual(self.verify("cpu", BNCHECK_BUDGET="0").returncode, 2)
        self.assertEqual(self.summary.read_text(), before)
        self.assertEqual(list((self.folder / "bncheck-report").iterdir()), [])

    def test_says_that_nothing_could_be_loaded(self) -> None:
        done = self.verify("./none.so")
        self.assertEqual(done.returncode, 3)
        self.assertIn("::error title=bncheck::bncheck verify ended with exit status 3", done.stdout)


@unittest.skipIf(yaml is None, "there is no parser of YAML")
class Files(unittest.TestCase):
    def test_action_names_its_inputs(self) -> None:
        text = (ROOT / "action.yml").read_text()
        action = yaml.safe_load(text)
        self.assertEqual(set(re.findall(r"inputs\.([a-z-]+)", text)), set(action["inputs"]))
        steps = action["runs"]["steps"]
        self.assertTrue(all(step["shell"] == "bash" for step in steps))
        script = (ROOT / "scripts/verify_in_action").read_text()
        for variable in steps[-1]["env"]:
            self.assertIn(variable, script)

    def test_every_night_the_fuzzers_go_on_and_keep_what_they_learn(self) -> None:
        nightly = yaml.safe_load((ROOT / ".github/workflows/nightly.yml").read_text())
        commands = [step.get("run", "") for step in nightly["jobs"]["fuzz"]["steps"]]
        self.assertIn("scripts/fuzz 60", commands)
        kept = [step.get("with", {}).get("path") for step in nightly["jobs"]["fuzz"]["steps"]]
        script = (ROOT / "scripts/fuzz").read_text()
        for folder in ("corpus", "findings"):
            self.assertIn(f"build/fuzz/{folder}", kept)
            self.assertIn(f'folder("{folder}", name)', script)

    def test_templates_are_workflows(self) -> None:
        github = yaml.safe_load((ROOT / "docs/ci/github.yml").read_text())
        step = next(s for s in github["jobs"]["verify"]["steps"] if "bncheck@" in s.get("uses", ""))
        inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
        self.assertLessEqual(set(step["with"]), set(inputs))
        gitlab = yaml.safe_load((ROOT / "docs/ci/gitlab.yml").read_text())
        self.assertEqual(gitlab["verify"]["parallel"], 4)
        self.assertEqual(gitlab["verify"]["artifacts"]["reports"], {"junit": "junit-*.xml"})


if __name__ == "__main__":
    unittest.main()
