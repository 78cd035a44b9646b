"""The Debian package, unpacked into a folder of its own: all that it brings works from there."""

import os
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
        if shutil.which("help2man"):
            self.assertIn("BNCHECK-VERIFY", (share / "man/man1/bncheck-verify.1").read_text())


if __name__ == "__main__":
    unittest.main()
