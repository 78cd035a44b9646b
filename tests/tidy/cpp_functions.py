"""Finds the functions of C and C++ sources by their braces: a heuristic for formatted code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What must not be read as code, longest first: raw strings, comments, strings, characters (but not
# the digit separators of 1'000), and preprocessor lines with their continuations.
HIDDEN = re.compile(
    r'R"([^()\s\\]{0,16})\(.*?\)\1"'
    r"|//[^\n]*|/\*.*?\*/"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'"
    r"|^[ \t]*#(?:\\\n|[^\n])*",
    re.DOTALL | re.MULTILINE,
)
SCOPE = re.compile(r"\b(?:namespace|class|struct|union|enum|concept)\b[^()]*$|^\s*extern\s*$")
# A parameter list, then qualifiers, a return type, constraints or a constructor's initializers.
SIGNATURE = re.compile(
    r"\)\s*(?:(?:const|noexcept|override|final|mutable|try|&&?)\s*)*"
    r"(?:->.*|requires.*|:[^:].*)?\s*$",
    re.DOTALL,
)


@dataclass
class Block:
    kind: str  # "scope", "function" or "other"
    line: int
    head: str  # the text before the brace, since the last statement


def blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def kind_of(head: str, inside_function: bool) -> str:
    """Tells what a brace opens, given the text before it."""
    if inside_function or re.search(r"[\w>\]=,(]$", head):  # an initializer stands without a space
        return "other"
    if SIGNATURE.search(head):
        return "function"
    return "scope" if SCOPE.search(head) else "other"


def function_lengths(text: str) -> Iterator[tuple[int, int]]:
    """Yields (first line, number of lines) of every outermost function, signature included."""
    code = HIDDEN.sub(blank, text)
    blocks: list[Block] = []
    line, head, head_line = 1, "", 1
    for letter in code:
        if letter == "\n":
            line += 1
        if not head.strip() and not letter.isspace():
            head, head_line = "", line
        if letter == "{":
            inside = any(block.kind == "function" for block in blocks)
            blocks.append(Block(kind_of(head, inside), head_line, head))
            head = ""
        elif letter == "}" and blocks:
            block = blocks.pop()
            if block.kind == "function":
                yield block.line, line - block.line + 1
            # What follows an initializer still belongs to the statement before it.
            head = block.head + "{}" if block.kind == "other" else ""
            head_line = block.line
        elif letter == ";":
            head = ""
        else:
            head += letter
