#!/usr/bin/env python3
"""Checks what no compiler checks: sizes, the arrows between the rooms, where tolerances live."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import rules

EXEMPT = ("golden/vectors/", "tests/fuzz/corpus/")  # written by a tool
BUILDS = ("build", ".git/", ".venv")  # as in .gitignore


def project_files(root: Path) -> list[str]:
    """Returns all files that git tracks or would add, relative to root; without git, all but
    builds."""
    listing = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
    )
    if listing.returncode == 0:
        return sorted({name for name in listing.stdout.split("\0") if name})
    names = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return sorted(name for name in names if not name.startswith(BUILDS))


def readable(root: Path, names: list[str]) -> Iterator[tuple[PurePosixPath, str]]:
    """Yields the text files; a file that is deleted but still tracked is passed over."""
    for name in names:
        if name.startswith(EXEMPT) or not (root / name).is_file():
            continue
        try:
            yield PurePosixPath(name), (root / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # binary


def complaints(path: PurePosixPath, text: str) -> Iterator[str]:
    """Yields one line for every rule that the file breaks, as path:line: message."""
    for rule in rules.ALL:
        for line, message in rule(path, text):
            yield f"{path}:{line}: {message}"


def main(root: Path) -> int:
    files = list(readable(root, project_files(root)))
    found = [complaint for path, text in files for complaint in complaints(path, text)]
    print("\n".join(found + [f"tidy: {len(files)} files, {len(found)} complaints"]))
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd()))
