"""Runs a page as its reader would: writes its files, types its commands, compares what is printed.

A page has three kinds of fenced blocks. One whose first line is a comment with nothing but a name,
`// mine.c`, is that file. One of `diff` changes the file that was shown last. One of `console` has
commands after `$ `, which may go on after `> `, and below each what it prints: all of it, but that
a line `...` stands for any lines, and ` ...` for any words.
A command ends with status 0, unless `$ echo $?` follows, or FAIL is shown, by no pipe: then
with 1.
`<!-- needs: PROGRAM -->` before a block leaves it out where there is no such program.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

NAMED = re.compile(r"(?://|#|/\*) ([\w./-]+\.\w+)(?: \*/)?")
LOOP = """s=0
while IFS= read -r -d '' c; do (exit $s); eval "$c" </dev/null; s=$?; printf '\\0%d\\n' $s; done"""


class WrongPageError(Exception):
    """What the page shows is not what happens."""


@dataclass
class Block:
    line: int
    language: str
    lines: list[str] = field(default_factory=list)
    needs: str = ""


@dataclass
class Command:
    text: str
    shown: list[str] = field(default_factory=list)


def blocks_of(page: str) -> list[Block]:
    """Returns the fenced blocks; refuses code that is not fenced, as nobody would run it."""
    blocks, inside, needs = [], None, ""
    for number, line in enumerate(page.splitlines(), 1):
        if line.startswith("```"):
            if inside is None:
                inside = Block(number, line[3:].strip(), [], needs)
                blocks.append(inside)
            else:
                inside, needs = None, ""
        elif inside is not None:
            inside.lines.append(line)
        elif line.startswith("    "):
            raise WrongPageError(f"line {number}: indented code is not run; fence it")
        elif found := re.fullmatch(r"<!-- needs: (\S+) -->", line):
            needs = found[1]
    if inside is not None:
        raise WrongPageError(f"line {inside.line}: the block does not end")
    return blocks


def commands_of(block: Block) -> list[Command]:
    commands: list[Command] = []
    for line in block.lines:
        if line.startswith("$ "):
            commands.append(Command(line[2:]))
        elif not commands:
            raise WrongPageError(f"line {block.line}: a block of console begins with a command")
        elif line.startswith("> ") and not commands[-1].shown:
            commands[-1].text += "\n" + line[2:]
        else:
            commands[-1].shown.append(line)
    return commands


def pattern_of(shown: list[str]) -> str:
    """Returns the regular expression of all output that is as shown."""
    pattern = ""
    for line in shown:
        if line == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += re.escape(line.rstrip()).replace(r"\ \.\.\.", r"\ .*") + r"\n"
    return pattern


def is_as_shown(shown: list[str], printed: str) -> bool:
    plain = "".join(line.rstrip() + "\n" for line in printed.splitlines())
    return re.fullmatch(pattern_of(shown), plain) is not None


class Shell:
    """One bash for a page, so that variables, folders and `$?` stay."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            ["bash", "--norc", "--noprofile", "-c", LOOP],
            cwd=folder, env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, command: str) -> tuple[str, int]:
        """Returns what the command prints, errors included, and its exit status."""
        self.process.stdin.write(command.encode() + b"\0")
        self.process.stdin.flush()
        printed = b""
        while not (end := re.search(rb"\0(\d+)\n", printed)):
            more = self.process.stdout.read1()
            if not more:
                raise WrongPageError(f"the shell ends in: {command}")
            printed += more
        return printed[: end.start()].decode(errors="replace"), int(end[1])

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Reader:
    """Goes through a page in a folder of its own."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder, self.shell, self.last_file = folder, Shell(folder, environment), None
        self.path = environment.get("PATH")
        self.commands = 0

    def read(self, page: str) -> Iterator[str]:
        """Does what the page says, and yields a reason for each block that it left out."""
        try:
            for block in blocks_of(page):
                if block.needs and not shutil.which(block.needs, path=self.path):
                    yield f"line {block.line} needs {block.needs}"
                else:
                    self.follow(block)
        finally:
            self.shell.close()

    def follow(self, block: Block) -> None:
        named = NAMED.fullmatch(block.lines[0]) if block.lines else None
        if block.language == "console":
            self.type(block)
        elif block.language == "diff":
            self.change(block)
        elif named:
            self.last_file = self.folder / named[1]
            self.last_file.parent.mkdir(parents=True, exist_ok=True)
            self.last_file.write_text("\n".join(block.lines) + "\n")
        else:
            raise WrongPageError(f"line {block.line}: a block that is neither a file nor commands")

    def change(self, block: Block) -> None:
        old = "".join(line[1:] + "\n" for line in block.lines if not line.startswith("+"))
        new = "".join(line[1:] + "\n" for line in block.lines if not line.startswith("-"))
        text = self.last_file.read_text() if self.last_file else ""
        if text.count(old) != 1:
            raise WrongPageError(
                f"line {block.line}: the file has the old lines {text.count(old)} times"
            )
        self.last_file.write_text(text.replace(old, new))

    def type(self, block: Block) -> None:
        commands = commands_of(block)
        for command, following in zip(commands, [*commands[1:], Command("")], strict=True):
            printed, status = self.shell.run(command.text)
            self.commands += 1
            what = f"$ {command.text}\n{printed}"
            if not is_as_shown(command.shown, printed):
                shown = "\n".join(command.shown)
                raise WrongPageError(
                    f"line {block.line}: printed\n{what}\nbut the page shows\n{shown}"
                )
            fails = any("FAIL" in line for line in command.shown) and " | " not in command.text
            expected = 1 if fails else 0
            if following.text != "echo $?" and status != expected:
                raise WrongPageError(
                    f"line {block.line}: exit status {status}, not {expected}\n{what}"
                )
