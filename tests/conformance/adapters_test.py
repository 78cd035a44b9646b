"""Tests that what the adapters name is there, without importing them: no framework is needed."""

import ast
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/conformance"))

from adapters import read_literals  # noqa: E402

FILES = sorted((ROOT / "impl/adapters").glob("[!_]*.py"))
HEADINGS = {
    line.removeprefix("## ")
    for line in (ROOT / "docs/findings.md").read_text().splitlines()
    if line.startswith("## ")
}


def complaints(source: str, literals: dict) -> list[str]:
    """Returns what is named and is not there: an entry point without a class, or, of the module
    itself, without batch_norm; the findings of another entry point; a finding without a heading."""
    body = ast.parse(source).body
    defined = {each.name for each in body if hasattr(each, "name")}
    assigned = [target for each in body if isinstance(each, ast.Assign) for target in each.targets]
    defined |= {each.id for each in assigned if isinstance(each, ast.Name)}
    entries, findings = literals.get("ENTRY_POINTS", {}), literals.get("FINDINGS", {})
    found = [
        f"no {each or 'batch_norm'}" for each in entries if (each or "batch_norm") not in defined
    ]
    owners = {key.rpartition(" ")[0] for key in findings}
    found += [f"findings of {each}" for each in owners if each and each not in entries]
    return found + [f"no heading {each}" for each in findings.values() if each not in HEADINGS]


class AdaptersTest(unittest.TestCase):
    def test_name_what_is_there(self) -> None:
        for file in FILES:
            with self.subTest(file.name):
                self.assertEqual(complaints(file.read_text(), read_literals(file)), [])

    def test_complains_of_what_is_not_there(self) -> None:
        literals = {"ENTRY_POINTS": {"": "", "Here": "", "Gone": ""}}
        literals["FINDINGS"] = {"Here law": "No such heading", "Other law": "What was run"}
        expected = ["no batch_norm", "no Gone", "findings of Other", "no heading No such heading"]
        self.assertEqual(complaints("class Here:\n    pass\n", literals), expected)


if __name__ == "__main__":
    unittest.main()
