"""The rules of tidy.py: each takes a path from the root and the text; yields (line, message)."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from cpp_functions import function_lengths

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 60
MAX_COLUMNS = 100

C_FAMILY = {".h", ".hpp", ".cuh", ".c", ".cpp", ".cc", ".cu"}
HEADERS = {".h", ".hpp", ".cuh"}
CODE = C_FAMILY | {".py", ".sh"}

# Which rooms a room may include from; tests and bncheck see all.
ROOMS = {
    "core": {"core"},
    "reference": {"core", "reference"},
    "diagnosis": {"core", "reference", "diagnosis"},
    "properties": {"core", "properties"},
    "golden": {"core", "golden"},
    "grading": {"core", "reference", "properties", "grading"},
    "impl": {"impl"},
}
ROOMS["bncheck"] = {*ROOMS, "bncheck"}
ROOMS["tests"] = {*ROOMS, "tests"}

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
TOLERANCE = re.compile(
    r"\b(rtol|atol|EXPECT_NEAR|ASSERT_NEAR|EXPECT_(?:FLOAT|DOUBLE)_EQ|ASSERT_(?:FLOAT|DOUBLE)_EQ"
    r"|(?:Float|Double)(?:Eq|Near)|isApprox|allclose|assertAlmostEqual)\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.$}/~-])/(?:work|home|tmp|root|Users|mnt|media)/[\w.]")
GUARD = re.compile(r"^#\s*ifndef\s+(\w+)\s*\n#\s*define\s+\1\b", re.MULTILINE)

Complaints = Iterator[tuple[int, str]]


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def is_tidy_itself(path: PurePosixPath) -> bool:
    return path.parts[:2] == ("tests", "tidy")


def file_size(path: PurePosixPath, text: str) -> Complaints:
    lines = len(text.splitlines())
    if path.suffix in CODE and lines > MAX_FILE_LINES:
        yield lines, f"the file has {lines} lines; split it, {MAX_FILE_LINES} are allowed"


def line_length(path: PurePosixPath, text: str) -> Complaints:
    for number, line in enumerate(text.splitlines(), 1):
        if path.suffix in CODE and len(line) > MAX_COLUMNS:
            yield number, f"the line has {len(line)} columns; {MAX_COLUMNS} are allowed"


def function_size(path: PurePosixPath, text: str) -> Complaints:
    if path.suffix in C_FAMILY:
        functions = function_lengths(text)
    elif path.suffix == ".py":
        functions = python_function_lengths(text)
    else:
        return
    for line, length in functions:
        if length > MAX_FUNCTION_LINES:
            yield line, f"the function has {length} lines; {MAX_FUNCTION_LINES} are allowed"


def python_function_lengths(text: str) -> Iterator[tuple[int, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def layering(path: PurePosixPath, text: str) -> Complaints:
    room = path.parts[0]
    if path.suffix not in C_FAMILY or room not in ROOMS:
        return
    for include in INCLUDE.finditer(text):
        target = include.group(1).split("/")[0]
        line = line_of(text, include.start(1))
        if target in ("..", "."):
            yield line, "include from the root of the project, not relative to the file"
        elif target in ROOMS and target not in ROOMS[room]:
            yield line, f"{room} may not include from {target}"


def tolerance_words(path: PurePosixPath, text: str) -> Complaints:
    code = path.suffix in CODE or path.suffix == ".cmake" or path.name == "CMakeLists.txt"
    at_home = path.parts[0] == "reference" and path.name.startswith("error_budget")
    if not code or at_home or is_tidy_itself(path):
        return
    for word in TOLERANCE.finditer(text):
        yield (
            line_of(text, word.start()),
            f"{word.group()}: tolerances live in reference/error_budget; compare exactly or by "
            "enclosure",
        )


def header_guard(path: PurePosixPath, text: str) -> Complaints:
    if path.suffix in HEADERS and "#pragma once" not in text and not GUARD.search(text):
        yield 1, "the header has neither #pragma once nor an include guard"


def machine_paths(path: PurePosixPath, text: str) -> Complaints:
    if is_tidy_itself(path):
        return
    for match in MACHINE_PATH.finditer(text):
        yield line_of(text, match.start()), f"{match.group()}...: a path of one machine"


ALL = (
    file_size,
    line_length,
    function_size,
    layering,
    tolerance_words,
    header_guard,
    machine_paths,
)
