"""The Debian package, unpacked into a folder of its own: all that it brings works from there."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

BUILD = Path(os.environ["BNCHECK_BUILD"])


def must(*words: object, folder: Path | None = None) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, cwd=folder)
    if done.returncode != 0:
        raise AssertionError(f"{words}\n{done.stdout}{done.stderr}")
    return done.stdout


@unittest.skipIf(shutil.which("dpkg-shlibdeps") is None, "dpkg-shlibdeps is missing (dpkg-dev)")
class Debian(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.work = Path(tempfile.mkdtemp(prefix="bncheck-deb-"))
        cls.addClassCleanup(shutil.rmtree, cls.work)
        # Uncompressed: how small it is does not matter here.
        must(
            *("cpack", "-G", "DEB", "-B", cls.work, "--config", BUILD / "CPackConfig.cmake"),
            *("-D", "CPACK_DEBIAN_COMPRESSION_TYPE=none"),
        )
        (cls.package,) = cls.work.glob("bncheck_*.deb")
        must("dpkg-deb", "-x", cls.package, cls.work / "root")
        cls.usr = cls.work / "root" / "usr"
        cls.program = cls.usr / "bin" / "bncheck"

    def test_names_what_it_needs(self) -> None:
        needs = must("dpkg-deb", "-f", self.package, "Depends")
        self.assertIn("libc6", needs)
        self.assertIn("libfmt", needs)

    def test_knows_its_own_implementations(self) -> None:
        names = must(self.program, "list", "implementations").split()
        self.assertLessEqual({"cpu", "fast", "eigen", "torch", "numpy"}, set(names))

    def test_judges_and_has_the_golden_files(self) -> None:
        self.assertIn("0 failed", must(self.program, "verify", "--cases", "20", folder=self.work))
        self.assertIn("0 failed", must(self.program, "golden", "check", "fast", folder=self.work))

    def test_has_a_template_that_is_a_plug_in(self) -> None:
        template = self.usr / "share" / "bncheck" / "templates" / "plugin_template.c"
        plugin = self.work / "mine.so"
        include = self.usr / "include" / "bncheck"
        must("cc", "-O2", "-shared", "-fPIC", f"-I{include}", template, "-o", plugin, "-lm")
        self.assertIn("0 failed", must(self.program, "verify", plugin, "--cases", "20"))

    def test_begins_a_plug_in(self) -> None:
        must(self.program, "new", "own.c", folder=self.work)
        must("cc", "-O2", "-shared", "-fPIC", "own.c", "-o", "own.so", "-lm", folder=self.work)
        judged = must(self.program, "verify", "./own.so", "--cases", "20", folder=self.work)
        self.assertIn("0 failed", judged)

    def test_has_the_libraries(self) -> None:
        libraries = {file.name for file in self.usr.rglob("*.a")}
        self.assertEqual(libraries, {"libbncheck_batch_norm.a", "libbncheck_verification.a"})

    def test_has_pages_and_completions(self) -> None:
        share = self.usr / "share"
        self.assertIn("_bncheck", (share / "bash-completion/completions/bncheck").read_text())
        zsh = [str(file.relative_to(share)) for file in share.glob("zsh/*/*")]
        self.assertEqual(zsh, ["zsh/vendor-completions/_bncheck"])  # on the search path of Debian's

    @unittest.skipIf(shutil.which("help2man") is None, "help2man is missing")
    def test_has_a_page_for_each_command(self) -> None:
        pages = self.usr / "share/man/man1"
        listed = re.search(r"^Subcommands:\n(.*?)\n\n", must(self.program, "--help"), re.M | re.S)[
            1
        ]
        commands = re.findall(r"^  (\w+) ", listed, re.M)
        self.assertIn("verify", commands)
        names = {"bncheck", *(f"bncheck-{command}" for command in commands)}
        self.assertEqual({file.name.split(".")[0] for file in pages.iterdir()}, names)
        for name in names:
            page = (pages / f"{name}.1").read_text()
            self.assertIn(f"\n.TH {name.upper()} ", page)
            said = must(self.program, *name.split("-")[1:], "--help").splitlines()[0].rstrip(".")
            self.assertIn(f"\n.SH NAME\n{name} \\- {said}\n", page)
        self.assertRegex(
            (pages / "bncheck-verify.1").read_text(),
            r"\.nf\nbncheck verify \./my_batch_norm.so .*\nbncheck verify torch .*\n\.fi\n",
        )

    def test_has_the_pages_that_its_texts_name(self) -> None:
        folder = self.usr / "share/doc/bncheck"
        for page in (
            "README.md",
            "docs/adding.md",
            "docs/grading.md",
            "docs/tutorials/verify_c.md",
        ):
            self.assertTrue((folder / page).is_file(), page)
        self.assertIn(f"docs/, which messages name, is in {folder}\n", must(self.program, "--help"))

    def test_asks_nothing_of_the_linker(self) -> None:
        must("dpkg-deb", "-e", self.package, self.work / "control")
        found = {file.name for file in (self.work / "control").iterdir()}
        self.assertEqual(found, {"control", "md5sums"})

    def test_leaves_the_golden_files_it_brings(self) -> None:
        done = subprocess.run([self.program, "golden", "generate"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("name a folder to write with --output", done.stderr)

    def test_does_not_take_the_plug_ins_of_others(self) -> None:
        before = must(self.program, "list", "implementations")
        others = self.usr / "plugins"
        others.mkdir()
        self.addCleanup(shutil.rmtree, others)
        (others / "others.so").touch()
        self.assertEqual(must(self.program, "list", "implementations"), before)

    def test_has_no_mutants_and_says_so(self) -> None:
        done = subprocess.run(
            [self.program, "verify", "eps_outside_root"], capture_output=True, text=True
        )
        self.assertIn("packages have no mutants", done.stderr)


if __name__ == "__main__":
    unittest.main()
