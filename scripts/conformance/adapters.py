"""The entry points that the adapters name, read without importing them."""

import ast
from dataclasses import dataclass
from pathlib import Path


# Plug-ins that are shared libraries, and what each calls; those that were built are verified.
LIBRARIES = {
    "cpu": "bncheck's own batch norm, correctly rounded",
    "fast": "bncheck's, in double arithmetic",
    "eigen": "bncheck's, written to be read",
    "onednn": "oneDNN's C++ API",
}


class Unusable(Exception):
    """Says why nothing can be done, and what is wrong with which file."""


@dataclass(frozen=True)
class EntryPoint:
    """One thing to verify: `attribute` of the module `file`, or the module, or a library."""

    adapter: str
    attribute: str
    calls: str
    file: Path
    findings: dict[str, str]

    @property
    def target(self) -> str:
        return f"{self.adapter}:{self.attribute}" if self.attribute else self.adapter

    @property
    def is_library(self) -> bool:
        return self.file.suffix == ".so"

    @property
    def place(self) -> str:
        """What `bncheck verify` takes."""
        return f"py:{self.file}:{self.attribute}" if self.attribute else str(self.file)

    def is_among(self, targets: list[str]) -> bool:
        return not targets or self.target in targets or self.adapter in targets

    def record(self) -> dict:
        return {"calls": self.calls, "findings": self.findings}


def entry_points(folder: Path) -> list[EntryPoint]:
    """Returns those of all adapters in the folder. Throws Unusable if one names none."""
    found = []
    for file in sorted(folder.glob("[!_]*.py")):
        literals = read_literals(file)
        if "ENTRY_POINTS" not in literals:
            raise Unusable(f"{file.name} names no entry points: ENTRY_POINTS = {{'': 'what'}}")
        explained = literals.get("FINDINGS", {})
        for attribute, calls in literals["ENTRY_POINTS"].items():
            findings = of_attribute(explained, attribute)
            found.append(EntryPoint(file.stem, attribute, calls, file, findings))
    return found


def libraries(folder: Path) -> list[EntryPoint]:
    """Returns the known plug-ins that lie in the folder."""
    named = [(name, calls, folder / f"{name}.so") for name, calls in LIBRARIES.items()]
    return [EntryPoint(name, "", calls, file, {}) for name, calls, file in named if file.exists()]


def read_literals(file: Path) -> dict:
    """Returns the dictionaries that the module assigns to names, of literals alone. Throws Unusable
    if it is no Python, or one holds anything but strings."""
    try:
        body = ast.parse(file.read_text(), file.name).body
    except (SyntaxError, ValueError) as error:  # UnicodeDecodeError is a ValueError
        raise Unusable(f"{file.name} is no Python: {error}") from None
    found = {}
    for statement in body:
        if isinstance(statement, ast.Assign):
            for name in statement.targets:
                if isinstance(name, ast.Name) and name.id in ("ENTRY_POINTS", "FINDINGS"):
                    found[name.id] = read_strings(statement.value, f"{file.name}: {name.id}")
    return found


def read_strings(value: ast.expr, what: str) -> dict[str, str]:
    """Throws Unusable."""
    try:
        read = ast.literal_eval(value)
    except (ValueError, TypeError):
        read = None
    if isinstance(read, dict) and all(isinstance(each, str) for each in (*read, *read.values())):
        return read
    raise Unusable(f"{what} is not a dictionary of string literals, which is read without import")


def of_attribute(explained: dict[str, str], attribute: str) -> dict[str, str]:
    """Returns the findings by law: of {"law": ..., "Attribute law": ...} those that apply. The law
    * is every law that has none of its own."""
    findings = {}
    for key, heading in explained.items():
        *of, law = key.split(" ")
        if not of or of == [attribute]:
            findings[law] = heading
    return findings


def unknown(targets: list[str], known: list[EntryPoint]) -> str:
    """Returns the first target that names nothing, or nothing."""
    names = {each.target for each in known} | {each.adapter for each in known}
    return next((target for target in targets if target not in names), "")
