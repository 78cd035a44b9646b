"""A Conan 2 recipe for the program, its plug-ins and the library bncheck::batch_norm:

conan create packaging/conan --build missing
"""

import re
from pathlib import Path

from conan import ConanFile
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy

ROOT = Path(__file__).resolve().parents[2]


class Bncheck(ConanFile):
    name = "bncheck"
    description = "Property-based verification and reference tests for batch normalization"
    license = "Apache-2.0"
    topics = ("batch-normalization", "verification", "property-based-testing")
    package_type = "application"
    settings = "os", "compiler", "build_type", "arch"
    requires = (
        *("boost/1.83.0", "eigen/3.4.0", "cli11/2.3.2", "nlohmann_json/3.11.3", "fmt/10.2.1"),
        "rapidcheck/cci.20230815",
    )

    def set_version(self) -> None:
        text = (ROOT / "CMakeLists.txt").read_text()
        self.version = re.search(r"project\(bncheck VERSION ([0-9.]+)", text)[1]

    def export_sources(self) -> None:
        folders = (
            *("core", "reference", "diagnosis", "impl", "properties", "golden", "grading"),
            *("bncheck", "bench", "cmake", "packaging", "scripts"),
        )
        files = ("CMakeLists.txt", "*.md", "LICENSE")
        for pattern in (*(f"{folder}/*" for folder in folders), *files):
            copy(self, pattern, ROOT, self.export_sources_folder)

    def layout(self) -> None:
        cmake_layout(self)

    def generate(self) -> None:
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for option in ("TESTS", "MUTANTS"):
            toolchain.cache_variables[f"BNCHECK_{option}"] = False
        for option in ("CUDA", "CUDNN", "ONEDNN"):
            toolchain.cache_variables[f"BNCHECK_{option}"] = "OFF"
        toolchain.generate()

    def build(self) -> None:
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self) -> None:
        CMake(self).install()

    def package_info(self) -> None:
        self.cpp_info.set_property("cmake_find_mode", "none")  # the package has its own
        self.cpp_info.builddirs = ["lib/cmake/bncheck"]
