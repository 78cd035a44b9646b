#!/usr/bin/env python3
"""Shows that every rule of tidy.py finds what it is for, and nothing else."""

import subprocess
import tempfile
import unittest
from pathlib import Path, PurePosixPath

import rules
import tidy
from cpp_functions import function_lengths


def found(path: str, text: str) -> list[str]:
    return list(tidy.complaints(PurePosixPath(path), text))


def function(lines: int, signature: str = "int f() {") -> str:
    return signature + "\n" + "  g();\n" * (lines - 2) + "}\n"


class Sizes(unittest.TestCase):
    def test_file_may_have_300_lines(self):
        self.assertEqual(found("core/a.cpp", "int a;\n" * 300), [])
        self.assertIn("301 lines", found("core/a.cpp", "int a;\n" * 301)[0])

    def test_line_may_have_100_columns(self):
        self.assertEqual(found("core/a.cpp", "//" + "x" * 98 + "\n"), [])
        self.assertIn("core/a.cpp:2: ", found("core/a.cpp", "\n//" + "x" * 99)[0])
        self.assertIn("101 columns", found("tests/a.py", "#" + "x" * 100)[0])

    def test_function_may_have_60_lines(self):
        self.assertEqual(found("core/a.cpp", function(60)), [])
        self.assertIn("61 lines", found("core/a.cpp", function(61))[0])

    def test_python_function_may_have_60_lines(self):
        body = "    pass\n"
        self.assertEqual(found("golden/a.py", "def f():\n" + body * 59), [])
        self.assertIn("61 lines", found("golden/a.py", "def f():\n" + body * 60)[0])


class Functions(unittest.TestCase):
    def lengths(self, text: str) -> list[int]:
        return [length for _, length in function_lengths(text)]

    def test_finds_functions_in_scopes(self):
        for scope in ("namespace a {", 'extern "C" {', "class A : public B {", "struct A final {"):
            text = scope + "\n" + function(5) + function(7) + "}\n"
            self.assertEqual(self.lengths(text), [5, 7], scope)

    def test_reads_every_kind_of_signature(self):
        for signature in (
            "int f(int a) const noexcept {",
            "auto f() -> std::vector<int> {",
            "TEST(Judge, AcceptsValueOnTheBound) {",
            "A(int b) : b_(b), c_{b} {",
            "bool operator()(int a) const override {",
            "template <class T> T f(T a) {",
            "int f(std::vector<int> a = {}) {",
        ):
            self.assertEqual(self.lengths(function(4, signature)), [4], signature)

    def test_counts_a_signature_of_several_lines(self):
        self.assertEqual(self.lengths("int f(int a,\n      int b) {\n  g();\n}\n"), [4])

    def test_passes_over_tables_and_hidden_braces(self):
        self.assertEqual(self.lengths("constexpr int kTable[] = {\n" + "1,\n" * 99 + "};\n"), [])
        self.assertEqual(self.lengths("const Table kTable({\n" + "{1},\n" * 99 + "});\n"), [])
        self.assertEqual(self.lengths("struct A {\n" + "  int a = {0};\n" * 99 + "};\n"), [])
        hidden = 'int f() {\n  // {\n  g("{", \'{\');\n  /* { */ h(R"({{)");\n}\n'
        self.assertEqual(self.lengths(hidden + "#define A {\n" + function(3)), [5, 3])

    def test_ends_a_function_at_its_own_brace(self):
        text = "int f() {\n  if (a) {\n  }\n  int b{1'000};\n}\nint c;\n"
        self.assertEqual(self.lengths(text), [5])


class Layering(unittest.TestCase):
    ALLOWED = (
        ("core/a.cpp", "core/b.h"),
        ("reference/a.cpp", "core/b.h"),
        ("reference/a.cpp", "reference/b.h"),
        ("properties/a.cpp", "properties/b.h"),
        ("golden/a.cpp", "core/b.h"),
        ("impl/eigen/eigen.cpp", "bn_plugin.h"),
        ("bncheck/main.cpp", "reference/b.h"),
        ("tests/bncheck/a_test.cpp", "bncheck/b.h"),
    )
    FORBIDDEN = (
        ("core/a.cpp", "reference/b.h"),
        ("core/a.cpp", "impl/bn_plugin.h"),
        ("reference/a.cpp", "properties/b.h"),
        ("properties/a.cpp", "reference/b.h"),
        ("properties/a.cpp", "impl/bn_plugin.h"),
        ("golden/a.cpp", "reference/b.h"),
        ("impl/a.cpp", "core/b.h"),
        ("core/a.cpp", "bncheck/b.h"),
        ("bncheck/a.cpp", "tests/b.h"),
        ("properties/a.cpp", "../reference/b.h"),
    )

    def test_allows_the_arrows(self):
        for path, include in self.ALLOWED:
            self.assertEqual(found(path, f'#include "{include}"\n'), [], (path, include))

    def test_refuses_every_other_arrow(self):
        for path, include in self.FORBIDDEN:
            self.assertEqual(len(found(path, f'#include "{include}"\n')), 1, (path, include))


class Words(unittest.TestCase):
    def test_refuses_tolerances_outside_the_error_budget(self):
        for word in ("EXPECT_NEAR(a, b, c)", "rtol=1", "a.isApprox(b)", "np.allclose(a, b)"):
            self.assertEqual(len(found("tests/core/a_test.cpp", word)), 1, word)
            self.assertEqual(len(found("golden/generate.py", f"x = '''{word}'''")), 1, word)
            self.assertEqual(found("reference/error_budget.cpp", word), [], word)
        self.assertEqual(found("core/a.cpp", "int rtol_free, allclosed;"), [])

    def test_refuses_paths_of_one_machine(self):
        for folder in ("work", "home", "tmp"):
            for path in ("docs/a.md", "core/a.cpp", ".ci/run"):
                self.assertEqual(len(found(path, f"see /{folder}/a/b")), 1, folder)
        harmless = "#!/usr/bin/env bash\n${a}/tmp/b network/home/c"
        self.assertEqual(found("scripts/setup", harmless), [])

    def test_wants_a_guard_in_every_header(self):
        self.assertEqual(found("core/a.h", "#pragma once\n"), [])
        self.assertEqual(found("impl/a.h", "#ifndef A_H\n#define A_H\n#endif\n"), [])
        self.assertIn("guard", found("core/a.h", "int a;\n")[0])
        self.assertIn("guard", found("core/a.h", "#ifndef A_H\n#define B_H\n#endif\n")[0])


class Program(unittest.TestCase):
    def run_on(self, files: dict[str, str], git: bool = True) -> int:
        with tempfile.TemporaryDirectory() as folder:
            if git:
                subprocess.run(["git", "init", "-q", folder], check=True)
            for name, text in files.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return tidy.main(Path(folder))

    def test_passes_a_tidy_tree_and_fails_any_other(self):
        self.assertEqual(self.run_on({"core/a.h": "#pragma once\n"}), 0)
        self.assertEqual(self.run_on({"core/a.h": "int a;\n"}), 1)

    def test_checks_a_tree_without_git(self):
        self.assertEqual(self.run_on({"core/a.h": "int a;\n"}, git=False), 1)
        files = {"build/a.h": "int a;\n", "core/a.h": "#pragma once\n"}
        self.assertEqual(self.run_on(files, git=False), 0)

    def test_exempts_golden_vectors(self):
        self.assertEqual(self.run_on({"golden/vectors/a.h": "", "core/a.cpp": ""}), 0)

    def test_fails_when_there_is_nothing_to_check(self):
        self.assertEqual(self.run_on({}), 1)

    def test_applies_every_rule(self):
        public = [name for name in vars(rules) if callable(vars(rules)[name])]
        for name in ("file_size", "layering", "tolerance_words", "machine_paths"):
            self.assertIn(name, public)
            self.assertIn(vars(rules)[name], rules.ALL)


if __name__ == "__main__":
    unittest.main(buffer=True)
