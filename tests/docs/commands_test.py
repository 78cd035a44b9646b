"""Every command that README and docs show is run, or said where it is run instead."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = Path(os.environ["BNCHECK_BUILD"])
TUTORIALS = ROOT / "docs" / "tutorials"  # tutorials_test.py runs them
PAGES = [ROOT / "README.md", *sorted(set((ROOT / "docs").rglob("*.md")) - set(TUTORIALS.iterdir()))]
PROGRAMS = re.compile(
    r"(build/bin/|bncheck (?! *->)|make |cmake |ctest |python3 |pip |VENV/|\.venv/|scripts/|tar |"
    r"docker |conan |vcpkg |source <)"
)

# The first that matches holds. Not run here are what takes minutes, and what needs what a test
# cannot have: these are run by others, who are named.
ELSEWHERE = [
    (r"^make |^cmake --workflow|^cmake --preset", ".ci/run does, or one does once"),
    (r"^cmake --build build", "tests/impl/consumer, tests/packaging"),
    (r"^ctest ", "ctest itself"),
    (r"VENV|\.venv|torch|onednn|libtorch|keras|flax|haiku", "make conformance: needs frameworks"),
    (r"generate", ".ci/run: it installs PyTorch"),
    (r"mutants$|mutants (--diagnose|--matrix|--html)|mutants --named", ".ci/run: minutes"),
    (r"gates/check\.py", "cuda.Gates: it needs an nvcc"),
    (r"gpu|GPU", "tests/gpu_check, tests/bench/gpu: it needs a device"),
    (r"scripts/lint", "it needs clang-tidy, cppcheck and minutes"),
    (r"scripts/soak|/usr/bin/time", "it takes minutes"),
    (r"mutants --oracle precise", "it takes minutes; Mutants.ThePreciseOracle... has a part"),
    (r"scripts/fuzz|build/fuzz", "it needs Clang and minutes; tests/fuzz replays the corpora"),
    (r"no_false_alarms|\$seed", "hours; what they print is in the page"),
    (r"oracle_bench|judgement_record|audit\.py|reference_tests", "built apart; audit has tests"),
    (r"pip wheel|pip install|docker|conan|vcpkg|apt install|cpack", "docs/packaging.md says which"),
    (r"--vectors golden/others/NAME|golden diff golden NEW", "names are the reader's"),
]
# What a command is given in addition, or instead, so that it takes seconds.
QUICKER = [
    (r"--shapes resnet50 --batch 256", "--shapes lenet --batch 2"),
    (r"256x64x56x56", "2x3x4x4"),
    (r"--cases \d+", "--cases 40"),
    (r"verify (?!.*--(cases|shapes))", "verify --cases 40 "),
]
FAILS = re.compile(r"build/tests/broken|verify eps_outside_root|golden diff|one_pass|'\^dx_'")


def commands_of(page: Path) -> list[str]:
    """Returns the commands in the page's blocks of code, without comments."""
    commands, fenced, begun = [], False, ""
    for line in page.read_text().splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif begun or (fenced or line.startswith("    ")):
            text = re.sub(r"\s+# .*$", "", line.strip()).removeprefix("$ ")
            if begun or PROGRAMS.match(text):
                begun += text.removesuffix("\\")
                if not text.endswith("\\"):
                    commands.append(begun)
                    begun = ""
    return commands


def quicker(command: str) -> str:
    for pattern, replacement in QUICKER:
        command = re.sub(pattern, replacement, command)
    return command


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(tempfile.mkdtemp(prefix="bncheck-docs-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        for name in ("golden", "impl", "tests", "docs", "bncheck", "scripts"):
            (cls.folder / name).symlink_to(ROOT / name)
        (cls.folder / "build").symlink_to(BUILD)
        for name in ("my_batch_norm.so", "mine.so"):
            shutil.copy(BUILD / "plugins" / "template_c.so", cls.folder / name)
        shutil.copy(ROOT / "impl" / "plugin_template.py", cls.folder / "mine.py")
        (cls.folder / "known.txt").write_text("gradient_sum\n")
        for name in ("A", "B"):
            (cls.folder / name).symlink_to(ROOT / "golden" / "others" / "onnx")
        corpus = (ROOT / "bncheck" / "runner" / "corpus.txt").read_text().splitlines()
        cases = [line for line in corpus if line and not line.startswith("#")]
        (cls.folder / "found.txt").write_text(cases[0] + "\n")
        verify = "build/bin/bncheck verify ./my_batch_norm.so --cases 40 "
        cls.run_command(verify + "--report jsonl:run.jsonl")
        for shard in range(1, 5):
            for name in (f"{shard}.jsonl", f"shard-{shard}.jsonl"):
                cls.run_command(verify + f"--shard {shard}/4 --report jsonl:{name}")

    @classmethod
    def run_command(cls, command: str) -> subprocess.CompletedProcess[str]:
        words = [file for word in shlex.split(command) for file in cls.expanded(word)]
        if words[0] == "bncheck":
            words[0] = "build/bin/bncheck"
        return subprocess.run(words, cwd=cls.folder, capture_output=True, text=True)

    @classmethod
    def expanded(cls, word: str) -> list[str]:
        """Returns the files that a shell puts in the place of a pattern."""
        if "*.jsonl" not in word:
            return [word]
        return sorted(file.name for file in cls.folder.glob(word))

    def test_all_are_run(self) -> None:
        run = 0
        for page in PAGES:
            for command in commands_of(page):
                if any(re.search(pattern, command) for pattern, _ in ELSEWHERE):
                    continue
                run += 1
                with self.subTest(page=page.name, command=command):
                    done = self.run_command(quicker(command))
                    allowed = {0, 1} if FAILS.search(command) else {0}
                    self.assertIn(done.returncode, allowed, done.stdout[-600:] + done.stderr)
        self.assertGreater(run, 25)

    def test_a_wrong_command_would_be_seen(self) -> None:
        self.assertNotEqual(self.run_command("build/bin/bncheck verify --dtypo f32").returncode, 0)
        page = self.folder / "page.md"
        page.write_text("    $ build/bin/bncheck list \\\n        shapes   # all\n\ntext\n")
        self.assertEqual(commands_of(page), ["build/bin/bncheck list shapes"])


if __name__ == "__main__":
    unittest.main()
