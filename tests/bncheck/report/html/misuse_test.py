#!/usr/bin/env python3
"""What cannot be made into a page ends with 2 and one sentence that names the file, and leaves no
page. What a killed run left can be."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import records


def refuse(program: str, folder: Path, words: list[str], expected: str) -> list[str]:
    target = folder / "refused.html"
    finished = subprocess.run(
        [program, "report", *words, "--html", str(target)], capture_output=True, text=True
    )
    if finished.returncode != 2 or expected not in finished.stderr or target.exists():
        return [f"{words}: ended with {finished.returncode}, {finished.stderr!r}"]
    return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--broken", required=True, help="a plug-in that breaks a law")
    arguments = parser.parse_args()
    program, found = arguments.program, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = records.verify(program, arguments.broken, folder / "whole.jsonl")
        lines = whole.read_text().splitlines(keepends=True)
        garbage, race = folder / "garbage.jsonl", records.bench(folder / "race.jsonl")
        garbage.write_text(lines[0] + "no JSON\n")
        killed = folder / "killed.jsonl"
        killed.write_text("".join(lines[:3]) + lines[3][:20])
        for words, expected in (
            ([str(folder / "none.jsonl")], "cannot read the record"),
            ([str(garbage)], "garbage.jsonl, line 2: expected one JSON object"),
            ([str(race)], "there is no run among the records"),
            ([], "name a record"),
            (["--kill-matrix", str(whole)], "whole.jsonl"),
            ([str(whole), "--kill-matrix", str(whole)], "excludes"),
        ):
            found += refuse(program, folder, words, expected)
        page = folder / "killed.html"
        records.run(program, "report", str(killed), "--html", str(page))
        if "did not come to its end" not in page.read_text():
            found.append("the page of a killed run does not say so")
    print("\n".join([*found, f"{len(found)} complaints"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
