#!/usr/bin/env python3
"""Files that somebody else wrote: devices, pipes, folders, 10 GiB of nothing, links that lead
elsewhere. Every command that reads a file refuses them at once, in one sentence that names the
file, with little memory; the pipe of a shell is read."""

import hashlib
import json
import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from campaign import Campaign, arguments, conclude

SECONDS = 20
MEMORY = 2 << 30  # less than any of the files would take; a fifth of the sparse one


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def refuse(words: list[str], named: str, sentence: str) -> list[str]:
    """Returns a complaint unless the command refuses, and names the file."""
    try:
        finished = subprocess.run(
            words, capture_output=True, text=True, timeout=SECONDS, preexec_fn=limit
        )
    except subprocess.TimeoutExpired:
        return [f"{words[1:]}: hangs"]
    err = finished.stderr
    fine = err.count("\n") == 1 and named in err and sentence in err and "internal" not in err
    if finished.returncode in (2, 3) and fine:
        return []
    return [f"{words[1:]}: ended with {finished.returncode}, {err[:300]!r}"]


def commands_on(program: str, file: str, folder: Path) -> list[list[str]]:
    verify = ["verify", "template_c", "--cases", "2", "--property", "running"]
    out = str(folder / "out")
    commands = [
        *(["report", file, "--html", out], ["report", "--kill-matrix", file, "--html", out]),
        *(["merge", file, "-o", out], ["replay", "template_c", file]),
        *(["golden", "check", "--vectors", file], ["golden", "diff", file, file]),
        *([*verify, option, file] for option in ("--corpus", "--resume", "--known-failures")),
    ]
    return [[program, *words] for words in commands]


def special_files(given, folder: Path) -> list[str]:
    found, (pipe, sparse) = [], (folder / "pipe", folder / "sparse")
    os.mkfifo(pipe)
    sparse.touch()
    os.truncate(sparse, 10 << 30)
    for file in ("/dev/zero", "/dev/full", pipe, sparse, folder):
        for words in commands_on(given.program, str(file), folder):
            found += refuse(words, str(file), "")
    plugin = [given.program, "verify", str(pipe), "--cases", "2"]
    return found + refuse(plugin, str(pipe), "is no regular file")


def shell_pipes(given, folder: Path) -> list[str]:
    """What a shell makes of <(...) ends, and is read; /dev/null is empty."""
    campaign = Campaign(given.program, "template_c", folder / "run", 5)
    campaign.run()
    line = f"'{given.program}' merge <(cat '{campaign.record}') -o '{folder / 'merged'}'"
    if subprocess.run(["bash", "-c", line], capture_output=True, timeout=SECONDS).returncode != 0:
        return ["the record cannot be read from a pipe"]
    return refuse([given.program, "merge", "/dev/null", "-o", "x"], "/dev/null", "line 1")


def damaged_records(given, folder: Path) -> list[str]:
    """Each is refused by its file and line."""
    campaign = Campaign(given.program, "template_c", folder / "run", 5)
    campaign.run()
    lines, found = campaign.record.read_text().splitlines(), []
    edited = folder / "edited"
    merge = [given.program, "merge", str(edited), "-o", str(folder / "out")]
    report = [given.program, "report", str(edited), "--html", str(folder / "out")]
    huge = str(2**64 - 1)
    for line, old, new, sentence in (
        (1, '"cases":5', f'"cases":{huge}0', "line 1: expected"),
        (2, '"index":0', '"index":-1', "line 2: expected"),
        (2, '"judgements":[', '"judgements":[' + "[" * 99 + "]" * 99 + ",", "nested too deeply"),
        (3, '"judgements"', '"judgments"', "line 3: expected"),
        (4, '"case":"f', '"case":["f', "line 4: expected"),
    ):
        changed = list(lines)
        assert old in changed[line - 1], (old, changed[line - 1])
        changed[line - 1] = changed[line - 1].replace(old, new, 1)
        edited.write_text("\n".join(changed) + "\n")
        found += refuse(merge, str(edited), sentence) + refuse(report, str(edited), sentence)
    # A number of cases beyond all counting is one that is not whole, and resumed it is another's.
    edited.write_text("\n".join(lines).replace('"cases":5', f'"cases":{huge}', 1) + "\n")
    finished = subprocess.run(merge, capture_output=True, text=True, timeout=SECONDS)
    if finished.returncode != 2 or "18446744073709551610 cases are missing" not in finished.stderr:
        found.append(f"2^64 - 1 cases: {finished.returncode}, {finished.stderr!r}")
    return found


def write_vectors(folder: Path, files: dict[str, bytes]) -> None:
    """A folder of golden vectors whose manifest vouches for these files."""
    entries = [
        {"file": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    ]
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"schema": 1, "files": entries}))
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)


def golden_folders(given, folder: Path) -> list[str]:
    found = []
    secret = folder / "secret.json"
    secret.write_bytes(b"{}")

    def check(place: Path, named: str, sentence: str) -> None:
        words = [given.program, "golden", "check", "--vectors", str(place)]
        found.extend(refuse(words, named, sentence))

    for kind in ("file", "folder", "loop"):
        place = folder / kind
        write_vectors(place, {"vectors/a.json": b"{}"})
        (place / "vectors" / "a.json").unlink()
        if kind == "folder":
            (place / "vectors").rmdir()
            (folder / "elsewhere").mkdir()
            (folder / "elsewhere" / "a.json").write_bytes(b"{}")
            (place / "vectors").symlink_to("../elsewhere")
        else:
            target = "../../secret.json" if kind == "file" else "a.json"
            (place / "vectors" / "a.json").symlink_to(target)
        check(place, "a.json", "links lead out of the folder")
    for kind, make in (("pipe", os.mkfifo), ("sparse", lambda p: os.truncate(p, 10 << 30))):
        place = folder / kind
        write_vectors(place, {"vectors/a.json": b"{}"})
        if kind == "pipe":
            (place / "vectors" / "a.json").unlink()
        make(place / "vectors" / "a.json")
        check(place, "a.json", "")
    for size in (10 << 30, 2**63 - 1):
        place = folder / f"{size}"
        write_vectors(place, {"vectors/a.json": b"{}"})
        manifest = place / "manifest.json"
        manifest.write_text(manifest.read_text().replace('"bytes": 2', f'"bytes": {size}'))
        check(place, "manifest.json", "a size of at most 64 MiB")
    vectors = Path(__file__).resolve().parents[3] / "golden" / "vectors"
    large = next(vectors.glob("*.safetensors"))
    beside = folder / "beside"
    write_vectors(
        beside, {"other/" + large.stem + ".json": large.with_suffix(".json").read_bytes()}
    )
    shutil.copy(large, folder / "large.safetensors")
    (beside / "other" / large.name).symlink_to("../../large.safetensors")
    check(beside, large.name, "links lead out of the folder")
    claims = folder / "claims"
    header = struct.pack("<Q", 2**64 - 1) + b"{}"
    write_vectors(
        claims,
        {
            f"vectors/{large.stem}.json": large.with_suffix(".json").read_bytes(),
            f"vectors/{large.name}": header,
        },
    )
    check(claims, large.name, "its header claims 18446744073709551615 bytes")
    return found


def main() -> int:
    given, found = arguments(__doc__), []
    with tempfile.TemporaryDirectory() as name:
        for part in (special_files, shell_pipes, damaged_records, golden_folders):
            folder = Path(name) / part.__name__
            folder.mkdir()
            found += part(given, folder)
    return conclude(found, "untrusted inputs")


if __name__ == "__main__":
    sys.exit(main())
