"""What is configured and not yet built: a package of it stops with what builds it."""

import runpy
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

ROOT = Path(__file__).parents[2]
LEAN = [f"-DBNCHECK_{each}=OFF" for each in ("TESTS", "MUTANTS", "CUDA", "CUDNN", "ONEDNN")]


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in words], capture_output=True, text=True)


def run_recipe() -> SimpleNamespace:
    """Runs what Conan runs of the recipe, with stand-ins for Conan's own classes."""
    found = SimpleNamespace(properties={}, cache_variables={})
    dependencies = SimpleNamespace(
        generate=lambda: None,
        set_property=lambda package, name, value: found.properties.update({(package, name): value}),
    )
    toolchain = SimpleNamespace(generate=lambda: None, cache_variables=found.cache_variables)
    stand_ins = {
        "conan": {"ConanFile": object},
        "conan.tools.cmake": {
            **{"CMakeDeps": lambda _: dependencies, "CMakeToolchain": lambda _: toolchain},
            **{"CMake": None, "cmake_layout": None},
        },
        "conan.tools.files": {"copy": None},
    }
    modules = {name: SimpleNamespace(**members) for name, members in stand_ins.items()}
    with mock.patch.dict(sys.modules, modules):
        recipe = runpy.run_path(str(ROOT / "packaging/conan/conanfile.py"))["Bncheck"]
    recipe().generate()
    found.options = recipe.default_options
    (found.fmt,) = (each.split("/")[1] for each in recipe.requires if each.startswith("fmt/"))
    return found


class Fresh(unittest.TestCase):
    def setUp(self) -> None:
        self.work = Path(tempfile.mkdtemp(prefix="bncheck-fresh-"))
        self.addCleanup(shutil.rmtree, self.work)
        self.build = self.work / "build"

    def configure(self, *options: str) -> None:
        done = run("cmake", "-S", ROOT, "-B", self.build, "-G", "Ninja", *LEAN, *options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def steps(self, target: str) -> str:
        """Returns what a target is made of."""
        return run("ninja", "-C", self.build, "-t", "query", target).stdout

    def test_says_what_is_to_be_built_first(self) -> None:
        self.configure()
        prefix = self.work / "prefix"
        done = run(
            *("cmake", "--install", self.build, "--component", "program"), "--prefix", prefix
        )
        self.assertNotEqual(done.returncode, 0)
        said = " ".join(done.stderr.split())
        self.assertIn(f"first cmake --build {self.build} --target package_parts", said)
        steps = self.steps("package_parts")
        for part in ("bin/bncheck", "_plugins", "_texts", "_batch_norm.a", "_verification.a"):
            self.assertIn(part, steps)

    def test_is_configured_as_the_recipe_of_conan_does(self) -> None:
        """Against what Conan gives: fmt's headers alone, and a RapidCheck that names no file."""
        for name, target, more in (
            (
                "fmt",
                "fmt::fmt-header-only",
                "target_compile_definitions(%s INTERFACE FMT_HEADER_ONLY)",
            ),
            ("rapidcheck", "rapidcheck", ""),
        ):
            folder = self.work / "prefix/lib/cmake" / name
            folder.mkdir(parents=True)
            (folder / f"{name}-config.cmake").write_text(
                f"add_library({target} INTERFACE IMPORTED)\n{more.replace('%s', target)}\n"
            )
        recipe = run_recipe()
        compatible = recipe.properties["fmt", "cmake_config_version_compat"] == "AnyNewerVersion"
        (self.work / "prefix/lib/cmake/fmt/fmt-config-version.cmake").write_text(
            f"set(PACKAGE_VERSION {recipe.fmt})\nset(PACKAGE_VERSION_COMPATIBLE {compatible})\n"
        )
        variables = [f"-D{name}={value}" for name, value in recipe.cache_variables.items()]
        self.configure(f"-DCMAKE_PREFIX_PATH={self.work / 'prefix'}", *variables)
        cache = (self.build / "CMakeCache.txt").read_text()
        self.assertEqual(recipe.options, {"fmt/*:header_only": True})
        self.assertIn(f"fmt_DIR:PATH={self.work}/prefix/lib/cmake/fmt\n", cache)
        self.assertNotIn("libbncheck_verification.a", self.steps("package_parts"))

    def test_make_deb_builds_first(self) -> None:
        lines = run("make", "-n", "-C", ROOT, "deb").stdout.splitlines()
        (build,) = (i for i, line in enumerate(lines) if "--target package_parts" in line)
        (pack,) = (i for i, line in enumerate(lines) if "cpack -G DEB" in line)
        self.assertLess(build, pack)


if __name__ == "__main__":
    unittest.main()
