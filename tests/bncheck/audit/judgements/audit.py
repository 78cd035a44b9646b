"""Compares recorded judgements with recomputed ones, law by law."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from . import (
    agreement_laws,
    bit_laws,
    curve_laws,
    difference_laws,
    evaluation_laws,
    forward_laws,
    gradient_bit_laws,
    gradient_laws,
    gradient_pair_laws,
    layout_laws,
    manner_laws,
    module_laws,
    rounding_laws,
    running_laws,
    second_laws,
    special_laws,
    special_value_laws,
    summation_laws,
)
from .budgets import false_budgets
from .cases import expand
from .court import LAWS, Court
from .recorded import CaseRecord
from .verdicts import EITHER, Accepted, Contradiction, Decided

# Laws that are not recomputed, and why. Any other law without a recomputation fails the audit.
NOT_RECOMPUTED: dict[str, str] = {}

# Importing them fills LAWS.
RECOMPUTATIONS = (
    agreement_laws,
    bit_laws,
    curve_laws,
    difference_laws,
    evaluation_laws,
    forward_laws,
    gradient_bit_laws,
    gradient_laws,
    gradient_pair_laws,
    layout_laws,
    manner_laws,
    module_laws,
    rounding_laws,
    running_laws,
    second_laws,
    special_laws,
    special_value_laws,
    summation_laws,
)

COLUMNS = ("pass", "fail", "inconclusive", "skip", "error", "accepted", "disagreed")


class Audit:
    def __init__(self, only: str | None = None):
        self.only = only
        self.counts: dict[str, Counter] = defaultdict(Counter)
        self.complaints: list[str] = []
        self.accepted: Counter = Counter()
        self.cases = 0

    def read(self, lines: Iterable[str]) -> None:
        lines = iter(lines)
        header = json.loads(next(lines))
        dialect = dialect_of(header["dialect"])
        for name in header["laws"]:
            if name not in LAWS and name not in NOT_RECOMPUTED:
                self.complaints.append(f"{name}: this law has no recomputation; add one")
        for line in lines:
            record = CaseRecord(line, dialect)
            self.check_complete(record, header["laws"])
            self.add(record, dialect, header)

    def check_complete(self, record: CaseRecord, laws: list) -> None:
        """Every law is judged, in the order of the catalogue; a fault ends the case."""
        judged = [each["law"] for each in record.judgements]
        ended = record.judgements[-1]["verdict"] == "error" if judged else False
        if judged != laws[: len(judged)] or len(judged) < len(laws) and not ended:
            missing = next((each for each in laws if each not in judged), "some law")
            self.complaints.append(f"{missing}: is not judged\n  {record.line}")

    def add(self, record: CaseRecord, dialect: dict, header: dict) -> None:
        self.cases += 1
        for name, value in expand(record.line).items():
            expected = tuple(value) if isinstance(value, list) else value
            if getattr(record.given, name) != expected:
                self.complaints.append(f"{name} is not what the line stands for\n  {record.line}")
        for sentence in false_budgets(record, dialect):
            self.complaints.append(f"{sentence}\n  {record.line}")
        for judgement in record.judgements:
            name = judgement["law"]
            if name in LAWS and self.only in (None, name):
                self.compare(Court(record, name, dialect, header))

    def compare(self, court: Court) -> None:
        recorded = court.verdict
        try:
            verdict, why = LAWS[court.law](court), ""
        except Decided as decided:
            verdict, why = decided.verdict, str(decided)
        except Accepted as accepted:
            self.counts[court.law]["accepted"] += 1
            self.accepted[court.law, str(accepted)] += 1
            return
        except Contradiction as contradiction:
            verdict, why = "contradiction", str(contradiction)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            verdict, why = "nothing", f"the record is not what the clause leads to: {error!r}"
        if verdict == EITHER and recorded in ("pass", "inconclusive"):
            self.counts[court.law]["accepted"] += 1
            self.accepted[court.law, "the range is 0, or too small for balls in doubles"] += 1
            return
        self.counts[court.law][verdict if verdict == recorded else "disagreed"] += 1
        if verdict != recorded:
            self.complaints.append(
                f"{court.law}: recorded {recorded} ({court.reason or 'no reason'}), recomputed "
                f"{verdict}{f' ({why})' if why else ''}\n  {court.record.line}"
            )

    def table(self) -> str:
        rows = [f"{'law':<40}" + "".join(f"{each:>13}" for each in COLUMNS)]
        for name, counts in self.counts.items():
            rows.append(f"{name:<40}" + "".join(f"{counts[each]:>13}" for each in COLUMNS))
        rows += [f"not recomputed: {name}: {why}" for name, why in NOT_RECOMPUTED.items()]
        rows += [
            f"accepted as recorded: {name}, {count} times: {why}"
            for (name, why), count in sorted(self.accepted.items())
        ]
        return "\n".join(rows)

    def conclusion(self) -> str:
        judged = sum(sum(each.values()) for each in self.counts.values())
        accepted = sum(each["accepted"] for each in self.counts.values())
        return (
            f"{self.cases} cases, {len(self.counts)} laws, {judged} judgements: "
            f"{judged - accepted} recomputed, {accepted} accepted as recorded, "
            f"{len(self.complaints)} complaints"
        )


# The presets are data, and stand in docs/dialects.md: a table with these columns.
FIELDS = (
    "running_var",
    "momentum",
    "saved",
    "one_value",
    "zero_variance",
    "eps",
    "empty_batch",
    "affine",
)
DIALECTS = Path(__file__).parents[4] / "docs" / "dialects.md"


def presets() -> dict:
    found = {}
    for line in DIALECTS.read_text(encoding="utf-8").splitlines():
        name, *values = (each.strip().strip("`") for each in line.strip().strip("|").split("|"))
        if line.startswith("| `") and len(values) == len(FIELDS):
            found.setdefault(name, dict(zip(FIELDS, values, strict=True)))
    return found


def dialect_of(text: str) -> dict:
    """Reads a preset's name with its overrides (D1-D8)."""
    preset, *overrides = text.split(";")
    return presets()[preset] | dict(each.split("=") for each in overrides)
