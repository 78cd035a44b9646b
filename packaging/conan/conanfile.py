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
    # Else there is fmt::fmt alone; bncheck's libraries need the headers, which stand for both.
    default_options = {"fmt/*:header_only": True}

    def set_version(self) -> None:
        text = (ROOT / "CMakeLists.txt").read_text()
        self.version = re.search(r"project\(bncheck VERSION ([0-9.]+)", text)[1]

    def export_sources(self) -> None:
        folders = (
            *("core", "reference", "diagnosis", "impl", "properties", "golden", "grading"),
            *("bncheck", "bench", "cmake", "docs", "packaging", "scripts"),
        )
        files = ("CMakeLists.txt", "*.md", "LICENSE")
        for pattern in (*(f"{folder}/*" for folder in folders), *files):
            copy(self, pattern, ROOT, self.export_sources_folder)

    def layout(self) -> None:
        cmake_layout(self)

    def generate(self) -> None:
        dependencies = CMakeDeps(self)
        # CMake asks for 9.1 or newer; Conan's file would refuse every other major version.
        dependencies.set_property("fmt", "cmake_config_version_compat", "AnyNewerVersion")
        dependencies.generate()
        toolchain = CMakeToolchain(self)
        # Conan's target of RapidCheck does not tell the archive, which the library would take in.
        for option in ("TESTS", "MUTANTS", "VERIFICATION_LIBRARY"):
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
