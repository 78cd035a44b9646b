"""Verifies the implementations that people run, and writes what held: docs/conformance.md.

    scripts/conformance                       # every entry point of every adapter, and plug-ins
    scripts/conformance flax onnx:Opset15     # these; the others keep what is known of them
    scripts/conformance --times               # times those again that were verified, and no more

Each adapter of impl/adapters names its entry points (ENTRY_POINTS) and the findings that explain
what fails (FINDINGS, to a heading of docs/findings.md). Its framework is installed into an
environment of its own, under build/. Exit status: 0; 1 if a law failed that no finding explains;
2 if nothing was verified, or timed. Times need a machine that does nothing else.
"""

import argparse
import datetime
import json
import os
import sys
import tempfile
from pathlib import Path

import page
from adapters import EntryPoint, Unusable, entry_points, libraries, unknown
from environment import Environment
from measure import Settings, measure, speed

ROOT = Path(__file__).resolve().parents[2]


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/conformance",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("targets", nargs="*", help="ADAPTER or ADAPTER:ATTR; default: all")
    parser.add_argument("--cases", type=int, default=300, help="of each; default: 300")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", type=Path, default=ROOT / "build/bin/bncheck")
    parser.add_argument("--adapters", type=Path, default=ROOT / "impl/adapters")
    parser.add_argument("--plugins", type=Path, default=ROOT / "build/plugins")
    parser.add_argument("--environments", type=Path, default=ROOT / "build/environments")
    parser.add_argument("--python", type=Path, help="use this interpreter, and install nothing")
    parser.add_argument("--data", type=Path, default=ROOT / "docs/conformance.json")
    parser.add_argument("--page", type=Path, default=ROOT / "docs/conformance.md")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--render", action="store_true", help="write the page from the data alone")
    instead.add_argument("--times", action="store_true", help="verify nothing, measure times alone")
    return parser.parse_args()


def verified(entry: EntryPoint, environment: Environment, chosen: argparse.Namespace) -> dict:
    """Returns the record of one entry point, as it stands in the data."""
    python = Path(sys.executable)
    if not entry.is_library:
        python = environment.python(entry.adapter)
        if missing := environment.missing(entry.adapter):
            return entry.record() | {"not_run": missing}
    settings = Settings(chosen.program, python, chosen.cases, chosen.seed)
    return entry.record() | measure(entry, settings)


def verify_all(entries: list[EntryPoint], data: dict, chosen: argparse.Namespace) -> None:
    environment = Environment(chosen.adapters, chosen.environments, chosen.python)
    for entry in entries:
        record = verified(entry, environment, chosen)
        print(page.line(entry.target, record), flush=True)
        record["date"] = datetime.date.today().isoformat()
        data["entries"][entry.target] = record
        write_data(chosen.data, data)


def time_all(entries: list[EntryPoint], data: dict, chosen: argparse.Namespace) -> int:
    """Measures the times of those that were verified, and returns how many could be timed; of the
    others the data keep what they have."""
    environment = Environment(chosen.adapters, chosen.environments, chosen.python)
    timed = 0
    for entry in entries:
        record = data["entries"].get(entry.target, {})
        if entry.is_library or "laws" not in record:
            continue
        python = environment.python(entry.adapter)
        times = speed(entry, Settings(chosen.program, python, chosen.cases, chosen.seed))
        print(page.time_line(entry.target, times), flush=True)
        if times:
            record["speed"] = times
            timed += 1
            write_data(chosen.data, data)
    return timed


def read_data(file: Path) -> dict:
    """Throws Unusable if the file is not what was written."""
    if not file.exists():
        return {"entries": {}}
    try:
        data = json.loads(file.read_text())
        if all(isinstance(record, dict) for record in data["entries"].values()):
            return data
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    raise Unusable(f"{file} is not the data that this script writes: restore it, or remove it")


def check_writable(file: Path) -> None:
    """Throws Unusable: now, and not when the first entry point has been verified for minutes."""
    try:
        with tempfile.TemporaryFile(dir=file.parent):
            reason = "it is a folder" if file.is_dir() else ""
    except OSError as error:
        reason = error.strerror
    if reason:
        raise Unusable(f"{file} cannot be written: {reason}")


def write_data(file: Path, data: dict) -> None:
    """Writes it whole or not at all."""
    data["entries"] = dict(sorted(data["entries"].items()))
    new = file.with_suffix(".new")
    new.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n")
    os.replace(new, file)


def known_of(chosen: argparse.Namespace) -> list[EntryPoint]:
    """Returns all entry points. Throws Unusable if one that is asked for is not among them."""
    known = [*libraries(chosen.plugins), *entry_points(chosen.adapters)]
    if stray := unknown(chosen.targets, known):
        names = "\n  ".join(entry.target for entry in known)
        raise Unusable(f"there is no entry point {stray}; known are\n  {names}")
    return known


def run(chosen: argparse.Namespace) -> int:
    known = known_of(chosen)
    data = read_data(chosen.data)
    for file in (chosen.data, chosen.page):
        check_writable(file)
    data["entries"] = {
        each.target: data["entries"][each.target] | each.record()
        for each in known
        if each.target in data["entries"]
    }
    asked = [each for each in known if each.is_among(chosen.targets)]
    timed = time_all(asked, data, chosen) if chosen.times else 0
    if not chosen.times and not chosen.render:
        verify_all(asked, data, chosen)
    chosen.page.write_text(page.page(data, [each.target for each in known]))
    untriaged = page.untriaged(data)
    for line in untriaged:
        print(line, file=sys.stderr)
    if all("laws" not in record for record in data["entries"].values()):
        raise Unusable("nothing was verified")
    if chosen.times and timed == 0:
        raise Unusable("nothing was timed: what is to be timed must have been verified")
    return 1 if untriaged else 0


def main() -> int:
    try:
        return run(options())
    except (Unusable, OSError) as error:
        print(f"scripts/conformance: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
