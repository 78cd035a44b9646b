"""Every tutorial is run as it stands; and a page that is wrong would be seen."""

import os
import re
import shutil
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tutorial import Reader, Shell, WrongPageError

ROOT = Path(__file__).parents[2]
BUILD = Path(os.environ["BNCHECK_BUILD"])
PAGES = sorted((ROOT / "docs" / "tutorials").glob("*.md"))


def environment() -> dict[str, str]:
    """Returns that of a reader: bncheck and the Python that has NumPy are found, little else is."""
    path = [str(BUILD / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    return {**os.environ, "PATH": ":".join(path), "LC_ALL": "C.UTF-8"}


class InAFolder(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bncheck-tutorial-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def read(self, page: str) -> tuple[int, list[str]]:
        """Returns how many commands ran, and why blocks were left out."""
        reader = Reader(self.folder, environment())
        left_out = list(reader.read(page))
        return reader.commands, left_out


class Tutorials(InAFolder):
    """A test for each page is added below."""


def run_page(page: Path):  # noqa: ANN201
    def test(self: Tutorials) -> None:
        # What the page names of a checkout. Files may be added to impl; what is there is linked.
        for name in ("docs", "golden", "tests"):
            (self.folder / name).symlink_to(ROOT / name)
        shutil.copytree(ROOT / "impl", self.folder / "impl", copy_function=os.symlink)
        (self.folder / "build").symlink_to(BUILD)
        commands, left_out = self.read(page.read_text())
        self.assertGreater(commands, 0)
        for reason in left_out:
            with self.subTest(reason):
                self.skipTest(reason)

    return test


for each in PAGES:
    setattr(Tutorials, f"test_{each.stem}", run_page(each))

ROW = re.compile(r"\| .+ \| (.+) \| `(\w+)` (\S+) \| `(\w+)(| --dtype f16)` \|")


class DecisionTable(InAFolder):
    """Each row of why_not_pytorch.md: the mutant breaks the law, and is said to be what it is."""

    def explained(self, row: str) -> bool:
        sentence, law, clause, mutant, options = ROW.fullmatch(row).groups()
        command = f"bncheck verify {mutant}{options} --property '^{law}$' --cases 200"
        shell = Shell(self.folder, environment())
        printed, status = shell.run(command)
        shell.close()
        lines = [line.strip() for line in printed.splitlines()]
        fails = any(line.startswith(f"FAIL {law} [{clause}]: ") for line in lines)
        return (
            status == 1
            and fails
            and lines[lines.index("It looks like this:") + 1].startswith(sentence + " [")
        )

    def test_says_what_happens(self) -> None:
        page = (ROOT / "docs/tutorials/why_not_pytorch.md").read_text()
        rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
        self.assertEqual(len(rows), 26)
        with ThreadPoolExecutor(2) as pool:
            for row, is_so in zip(rows, pool.map(self.explained, rows), strict=True):
                with self.subTest(row):
                    self.assertTrue(is_so)

    def test_would_see_a_row_that_is_wrong(self) -> None:
        right = "| - | Training leaves the running statistics as they were. | "
        mutant = " | `running_never_updated` |"
        self.assertTrue(self.explained(f"{right}`running_statistics` R1{mutant}"))
        self.assertFalse(self.explained(f"{right}`running_statistics` R2{mutant}"))
        self.assertFalse(self.explained(f"{right}`training_output` F4{mutant}"))
        self.assertFalse(self.explained(f"| - | It is right. | `running_statistics` R1{mutant}"))


GOOD = """# A page

```python
# greet.py
print("one")
print("two")
print("three 3.14")
```

```console
$ python3 greet.py
one
...
three ...
$ for i in 1 2; do
>   echo $i
> done
1
2
$ cd / && false
$ echo $?
1
$ pwd
/
$ echo FAIL && false
FAIL
```

```diff
-print("two")
+print("2")
```

```console
$ cd - >/dev/null && grep -c 2 greet.py
1
```
"""


class Checker(InAFolder):
    def assert_wrong(self, old: str, new: str, says: str) -> None:
        self.assertEqual(GOOD.count(old), 1, old)
        with self.assertRaisesRegex(WrongPageError, says):
            self.read(GOOD.replace(old, new))

    def test_reads_a_page_that_is_right(self) -> None:
        self.assertEqual(self.read(GOOD), (7, []))

    def test_sees_a_wrong_line(self) -> None:
        self.assert_wrong(
            "\none\n...", "\nnone\n...", r"line 10: printed\n\$ python3 greet.py\none"
        )
        self.assert_wrong("\none\n...", "\n...\none\nthree ...\n", "but the page shows")
        self.assert_wrong("three ...", "3 ...", "but the page shows")
        self.assert_wrong("\n...\n", "\n", "but the page shows")

    def test_sees_a_line_that_is_not_shown(self) -> None:
        self.assert_wrong("1\n2\n$ cd", "1\n$ cd", "but the page shows")
        self.assert_wrong("grep -c 2 greet.py\n1\n", "grep -c 2 greet.py\n", "but the page shows")

    def test_sees_a_wrong_command(self) -> None:
        self.assert_wrong("$ python3 greet.py", "$ python3 great.py", "can't open file")
        self.assert_wrong("$ pwd\n/\n", "$ pwdd 2>/dev/null\n", "exit status 127, not 0")

    def test_sees_a_wrong_status(self) -> None:
        self.assert_wrong("$ echo $?\n1\n", "", "exit status 1, not 0")
        self.assert_wrong("echo FAIL && false", "echo FAIL", "exit status 0, not 1")
        self.assert_wrong("$ echo $?\n1\n", "$ echo $?\n0\n", "but the page shows")
        self.assert_wrong("$ cd / && false", "$ exit 1", "the shell ends")

    def test_sees_a_change_that_cannot_be_made(self) -> None:
        self.assert_wrong('-print("two")', '-print("four")', "the old lines 0 times")

    def test_sees_code_that_it_would_not_run(self) -> None:
        self.assert_wrong("# A page", "    $ false", "indented code is not run")
        self.assert_wrong("# greet.py\n", "", "neither a file nor commands")
        self.assert_wrong("grep -c 2 greet.py\n1\n```\n", "true\n", "does not end")

    def test_leaves_out_what_needs_a_program(self) -> None:
        page = GOOD.replace("```diff", "<!-- needs: no-such-program -->\n```diff")
        page = page.replace("greet.py\n1\n", "greet.py\n0\n").replace(
            "grep -c 2 greet.py", "echo 0"
        )
        self.assertEqual(self.read(page), (7, ["line 30 needs no-such-program"]))
        self.assertEqual(len(list((self.folder).iterdir())), 1)


if __name__ == "__main__":
    unittest.main()
