#!/usr/bin/env python3
"""Computes from the JSON Lines, anew and in another language, what the page says of each law:
counts, histograms, the heat table. Every number must be the same. Then changes numbers of the
page, and expects to notice."""

import argparse
import html.parser
import json
import math
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import records

ENDS = (0, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.25, 0.5, 1)
NAMES = ("0", *(f"up to {end:g}" for end in ENDS[1:]), "above 1")


class Tables(html.parser.HTMLParser):
    """The cells of every table, by the id of the section or fold around it."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[tuple[str, str]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.text: dict[str, str] = {}
        self.cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("section", "details"):
            self.scopes.append((tag, values.get("id") or ""))
        where = self.tables.setdefault(self.where(), [])
        if tag == "tr":
            where.append([])
        self.cell = tag in ("td", "th") or (self.cell and tag in ("small", "a", "b", "sup"))
        if tag in ("td", "th"):
            where[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if self.scopes and self.scopes[-1][0] == tag:
            self.scopes.pop()
        if tag in ("td", "th", "tr"):
            self.cell = False

    def handle_data(self, data: str) -> None:
        where = self.where()
        self.text[where] = self.text.get(where, "") + data
        if self.cell:
            self.tables[where][-1][-1] += data

    def where(self) -> str:
        return next((scope for _, scope in reversed(self.scopes) if scope), "")


def ratio_text(ratio: float) -> str:
    if ratio == 0:
        return "0"
    if ratio < 0.005:
        return "<.01"
    if ratio >= 0.995:
        return ".99" if ratio < 1 else f"{ratio:.2g}"
    return f"{ratio:.2f}"[1:]


def bin_of(ratio: float) -> int:
    return next((i for i, end in enumerate(ENDS) if ratio <= end), len(ENDS))


def range_name(value: int, ranges: tuple[tuple[int, str], ...]) -> str:
    return [name for least, name in ranges if value >= least][-1]


def classes_of(line: str) -> list[str]:
    dtype, shape, layout = line.split()[:3]
    n, c, *spatial = map(int, shape.split("x"))
    m = n * math.prod(spatial)
    return [
        f"type {dtype}",
        "m " + range_name(m, ((0, "0"), (1, "1"), (2, "2-16"), (17, "17-256"), (257, "257+"))),
        "c " + range_name(c, ((0, "0"), (1, "1"), (2, "2-8"), (9, "9+"))),
        f"axes {min(len(spatial), 3)}",
        "memory " + re.split(r"[,+]", layout)[0],
    ]


ORDER = (
    *("type f16", "type bf16", "type f32", "type f64"),
    *("m 0", "m 1", "m 2-16", "m 17-256", "m 257+"),
    *("c 0", "c 1", "c 2-8", "c 9+"),
    *("axes 0", "axes 1", "axes 2", "axes 3"),
    *("memory nchw", "memory nhwc", "memory strided", "memory permuted", "memory sliced"),
    *("memory expanded", "memory far"),
)


class Expected:
    """What one law came to, from the record alone."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()
        self.bins: Counter[int] = Counter()
        self.cells: dict[str, tuple[Counter[str], list[float]]] = {}

    def add(self, said: dict[str, Any], classes: list[str]) -> None:
        verdict = "fail" if said["verdict"] == "error" else said["verdict"]
        self.verdicts[verdict] += 1
        ratio = said.get("ratio")
        if ratio is not None:
            self.bins[bin_of(ratio)] += 1
        if "evidence" in said:
            self.bins[bin_of(float.fromhex(said["evidence"]["ratio"]))] += 1
        for each in classes:
            verdicts, ratios = self.cells.setdefault(each, (Counter(), []))
            verdicts[verdict] += 1
            ratios += [] if ratio is None else [ratio]

    def cell(self, name: str) -> str:
        verdicts, ratios = self.cells.get(name, (Counter(), []))
        if verdicts["fail"]:
            return f"✗{verdicts['fail']}"
        if ratios:
            return ratio_text(max(ratios))
        return "✓" if verdicts["pass"] else "?" if verdicts["inconclusive"] else "·"


def expectations(record: Path) -> tuple[dict[str, Expected], Counter[str], int]:
    events = [json.loads(line) for line in record.read_text().splitlines()]
    laws = events[0]["laws"]
    found = {law: Expected() for law in laws}
    cases: Counter[str] = Counter()
    drawn = 0
    for event in events:
        if event["event"] != "case":
            continue
        classes = classes_of(event["case"])
        cases.update(classes)
        for said in event["judgements"]:
            found[laws[said["law"]]].add(said, classes)
            element = said.get("element") or said.get("evidence") or {}
            wanted = {"training_output": "y", "backward_training": "dx"}.get(laws[said["law"]])
            drawn += element.get("what") == wanted and wanted is not None
    return found, cases, drawn


def complaints(page: str, record: Path) -> list[str]:
    """Returns what the page says that is not in the record."""
    tables = Tables()
    tables.feed(page)
    expected, cases, drawn = expectations(record)
    columns = [each for each in ORDER if cases[each]]
    found = []

    def same(what: str, got: Any, wanted: Any) -> None:
        if got != wanted:
            found.append(f"{what}: the page has {got}, the record {wanted}")

    heat = {row[0].removeprefix("✗ "): row[1:] for row in tables.tables["heat"] if len(row) > 2}
    total = sum(cases[each] for each in columns if each.startswith("type"))
    for law, wanted in expected.items():
        where = f"law-{law}"
        counts = re.search(
            r"(\d+) passed · (\d+) failed · (\d+) inconclusive · (\d+) skipped", tables.text[where]
        )
        said = [wanted.verdicts[each] for each in ("pass", "fail", "inconclusive")]
        same(
            f"{law}, counts",
            counts and [int(each) for each in counts.groups()],
            [*said, total - sum(said)],
        )
        rows = {row[0]: row[1] for row in tables.tables[where] if len(row) == 2}
        bins = {NAMES[i]: str(wanted.bins[i]) for i in range(len(NAMES))}
        if wanted.bins:
            same(f"{law}, histogram", {name: rows.get(name) for name in bins}, bins)
        same(f"{law}, heat", heat.get(law), [wanted.cell(each) for each in columns])
    charts = json.loads(re.search(r'id="chart-data">(.*?)</script>', page)[1])
    for law, wanted in expected.items():
        bars = charts.get(f"histogram-{law}", {}).get("bars", [])
        same(f"{law}, bars", Counter({i: bar["count"] for i, bar in enumerate(bars)}), wanted.bins)
    rows = [row for row in tables.tables["errors"] if len(row) > 5 and row[0].startswith("10")]
    left_out = sum(map(int, re.findall(r"(\d+) left out: ", tables.text["errors"])))
    same("errors against conditioning", sum(int(row[1]) for row in rows) + left_out, drawn)
    return found


def planted(page: str) -> list[str]:
    """Returns pages with one wrong number each: a count, a bin, a cell of the heat table, a bar."""
    changes = (
        (r"<b>(\d+)</b> passed ·", "<b>77777</b> passed ·"),
        (r"(up to 0.1</th><td>)\d+", r"\g<1>77777"),
        (r'(<td class="s5[^"]*">)\.\d+', r"\g<1>.12"),
        (r'("count":)[1-9]\d*', r"\g<1>77777"),
    )
    return [re.sub(old, new, page, count=1) for old, new in changes]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--broken", required=True, help="a plug-in that breaks a law")
    arguments = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for implementation in (arguments.broken, "eigen"):
            record = records.verify(arguments.program, implementation, folder / "run.jsonl")
            target = folder / "run.html"
            records.run(arguments.program, "report", str(record), "--html", str(target))
            page = target.read_text()
            found += [f"{implementation}: {each}" for each in complaints(page, record)]
            for number, wrong in enumerate(planted(page)):
                if wrong == page:
                    found.append(f"{implementation}: number {number} is not there to be changed")
                elif not complaints(wrong, record):
                    found.append(f"{implementation}: number {number} was changed unnoticed")
    print("\n".join([*found[:40], f"{len(found)} complaints"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
