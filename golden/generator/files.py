"""Writes the files and their manifest, or tells where those of a folder differ."""

import hashlib
import json
from pathlib import Path

from .text import SCHEMA, to_text

VECTORS = "vectors"
MANIFEST = "manifest.json"


def manifest(files: dict[str, bytes], generator: str, provenance: dict) -> bytes:
    """Returns the manifest of all other files."""
    entries = [
        {"file": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in sorted(files.items())
    ]
    return to_text(
        {"schema": SCHEMA, "generator": generator, "provenance": provenance, "files": entries}
    )


def write(files: dict[str, bytes], folder: Path) -> None:
    """Writes every file, the manifest last, so that a manifest never promises what is missing."""
    (folder / VECTORS).mkdir(parents=True, exist_ok=True)
    for path in sorted(files, key=lambda each: (each == MANIFEST, each)):
        (folder / path).write_bytes(files[path])


def differences(files: dict[str, bytes], folder: Path) -> list[str]:
    """Returns one sentence for each file that is not what it should be."""
    found = []
    for path, expected in files.items():
        if not (folder / path).exists():
            found.append(f"{path} is missing.")
        elif (stored := (folder / path).read_bytes()) != expected:
            found.append(f"{path} differs: {_first_difference(path, stored, expected)}.")
    present = {each.relative_to(folder).as_posix() for each in (folder / VECTORS).glob("*")}
    found += [
        f"{path} belongs to no vector of the catalogue." for path in sorted(present - files.keys())
    ]
    return found


def _first_difference(path: str, stored: bytes, expected: bytes) -> str:
    if path.endswith(".json"):
        try:
            return _first_change("", json.loads(stored), json.loads(expected)) or "another spelling"
        except ValueError:
            return "it is not JSON"
    pairs = enumerate(zip(stored, expected, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(stored), len(expected)))
    return f"first at byte {at}"


def _first_change(place: str, stored: object, expected: object) -> str:
    """Names the first place where two JSON values differ; empty if they are the same."""
    if isinstance(stored, dict) and isinstance(expected, dict):
        keys = list(expected) + [key for key in stored if key not in expected]
        pairs = [(f"{place}.{key}".lstrip("."), stored.get(key), expected.get(key)) for key in keys]
    elif isinstance(stored, list) and isinstance(expected, list) and len(stored) == len(expected):
        pairs = [
            (f"{place}[{i}]", *both) for i, both in enumerate(zip(stored, expected, strict=True))
        ]
    elif stored == expected:
        return ""
    else:
        return f"{place} is {_short(stored)} and should be {_short(expected)}"
    return next((text for each in pairs if (text := _first_change(*each))), "")


def _short(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 70 else text[:70] + "..."
