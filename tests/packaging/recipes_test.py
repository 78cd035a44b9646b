"""The recipes of package managers: one version, and dependencies that CMake asks for."""

import json
import re
import tomllib
import unittest
from pathlib import Path

ROOT = Path(__file__).parents[2]
CMAKE = (ROOT / "CMakeLists.txt").read_text()
VERSION = re.search(r"project\(bncheck VERSION ([0-9.]+)", CMAKE)[1]
DEPENDENCIES = (ROOT / "cmake/Dependencies.cmake").read_text()
FOUND_BY_CMAKE = re.findall(r"(?:find_package|FetchContent_Declare)\(\s*(\w+)", DEPENDENCIES)


class Recipes(unittest.TestCase):
    def test_of_vcpkg(self) -> None:
        recipe = json.loads((ROOT / "packaging/vcpkg/vcpkg.json").read_text())
        self.assertEqual(recipe["version"], VERSION)
        names = " ".join(name for name in recipe["dependencies"] if isinstance(name, str))
        self.assert_names_all(names)

    def test_of_conan(self) -> None:
        recipe = (ROOT / "packaging/conan/conanfile.py").read_text()
        self.assert_names_all(recipe)
        install = (ROOT / "cmake/Install.cmake").read_text()
        for folders in re.findall(r"install\(DIRECTORY (.*?) DESTINATION", install):
            for folder in folders.split():
                self.assertIn(f'"{folder.split("/")[0]}"', recipe)  # goes along with the sources

    def test_of_python(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())
        self.assertEqual(project["project"]["dynamic"], ["version"])  # that of CMakeLists.txt

    def test_of_docker_leaves_out_what_git_does(self) -> None:
        left_out = (ROOT / ".dockerignore").read_text().split("\n")
        for line in (ROOT / ".gitignore").read_text().split():
            self.assertTrue({line, "**/" + line.rstrip("/")} & set(left_out), line)
        self.assertIn(".git", left_out)

    def test_changelog_has_the_version(self) -> None:
        self.assertIn(VERSION, (ROOT / "CHANGELOG.md").read_text())

    def assert_names_all(self, names: str) -> None:
        for each in FOUND_BY_CMAKE:
            if each in {"Threads", "GTest"}:  # the system's; of tests
                continue
            name = each.lower().replace("_", "-").rstrip("3")  # Eigen3 is eigen elsewhere
            self.assertIn(name, names.lower().replace("_", "-"))


if __name__ == "__main__":
    unittest.main()
