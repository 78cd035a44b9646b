"""The page docs/conformance.md, from the data alone."""

HEAD = """# Conformance

What `make conformance` found on the implementations that people run. The data, with the case of
every failure, are in [conformance.json](conformance.json); [findings.md](findings.md) tells each
real deviation.

An entry point is an adapter in `impl/adapters`, or a class of it: `bncheck verify ENTRY --python
VENV/bin/python` repeats a row. It is judged by the dialect and the contract that it declares, on
drawn cases of every type it takes. *Laws* are those that held, of those that were judged; *grade*
is `bncheck grade`'s on f32 ([grading.md](grading.md)). The last three columns are the time of a
call, as a multiple of the time that a copy of x takes: 32x64x56x56 values of f32, medians of
interleaved runs, the adapter's conversions included; - where it was not measured.
"""
COLUMNS = ("training", "evaluation", "backward")


def held(record: dict) -> int:
    return sum(counts[1] == 0 and counts[0] > 0 for counts in record["laws"].values())


def judged(record: dict) -> int:
    return sum(counts[0] + counts[1] > 0 for counts in record["laws"].values())


def laws_held(record: dict, of: str) -> str:
    """Returns "44/47" where `of` is "/". Without a law that was decided there is no such number."""
    if judged(record) == 0:
        return "every call fails" if record["failures"] else "none decided"
    return f"{held(record)}{of}{judged(record)}"


def line(target: str, record: dict) -> str:
    """One line for the terminal."""
    if "laws" not in record:
        return f"{target:<28} not run: {record['not_run']}"
    laws = laws_held(record, " of ") + (" laws held" if judged(record) else "")
    text = f"{target:<28} {record['grade']:<8} {laws}"
    return text + "".join(f", {law} failed" for law in sorted(record["failures"]))


def time_line(target: str, times: dict) -> str:
    """One line for the terminal."""
    text = ", ".join(f"{name} {times[name]}" for name in COLUMNS if name in times)
    return f"{target:<28} {text or 'no time could be measured'}"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(row) + " |\n" for row in lines)


def anchor(heading: str) -> str:
    """Returns the fragment by which a heading is linked to."""
    kept = "".join(each for each in heading.lower() if each.isalnum() or each in " -_")
    return kept.replace(" ", "-")


def matrix(entries: dict) -> str:
    rows = []
    for target, record in entries.items():
        if "laws" not in record:
            continue
        times = [str(record.get("speed", {}).get(name, "-")) for name in COLUMNS]
        laws = laws_held(record, "/")
        about = [f"`{target}`", record["calls"], record["version"], f"`{record['dialect']}`"]
        rows.append([*about, record["grade"], laws, *times])
    return table(["entry point", "calls", "version", "dialect", "grade", "laws", *COLUMNS], rows)


def operations(entries: dict) -> str:
    ran = {target: record for target, record in entries.items() if "laws" in record}
    if not ran:
        return ""
    names = list(next(iter(ran.values()))["answers"])
    rows = []
    for target, record in ran.items():
        dtypes = " ".join(record["contracts"]) or "-"
        answers = ["yes" if record["answers"][name] else "-" for name in names]
        rows.append([f"`{target}`", dtypes, *answers])
    return table(["entry point", "types", *names], rows)


def contracts(entries: dict) -> str:
    rows = []
    for target, record in entries.items():
        refuted = "refuted" if record.get("failures") else "survives"
        for dtype, words in record.get("contracts", {}).items():
            rows.append([f"`{target}`", dtype, words, refuted])
    return table(["entry point", "type", "declared", ""], rows)


def finding_of(record: dict, law: str) -> str:
    """Returns the heading that explains the failure, or nothing."""
    findings = record["findings"]
    return findings.get(law, findings.get("*", ""))


def failures(entries: dict) -> str:
    rows = []
    for target, record in entries.items():
        for law, failure in sorted(record.get("failures", {}).items()):
            heading = finding_of(record, law)
            finding = f"[{heading}](findings.md#{anchor(heading)})" if heading else "**untriaged**"
            rows.append([f"`{target}`", law, f"`{failure['case']}`", finding])
    return table(["entry point", "law", "smallest case", "finding"], rows) if rows else "None.\n"


def not_run(entries: dict, known: list[str]) -> str:
    lines = [f"- `{t}`: {r['not_run']}\n" for t, r in entries.items() if "not_run" in r]
    lines += [f"- `{target}`: not yet\n" for target in known if target not in entries]
    return "".join(lines) or "None.\n"


def page(data: dict, known: list[str]) -> str:
    """Returns the page; of `known`, all entry points there are, it names those without a record."""
    entries = data["entries"]
    total = sum(record.get("judged", 0) for record in entries.values())
    ran = sum("laws" in record for record in entries.values())
    parts = [HEAD, f"{ran} entry points, {total} judgements.\n", matrix(entries)]
    parts += ["## Failures\n", failures(entries), "## What each answers\n", operations(entries)]
    parts += ["## Contracts\n", contracts(entries), "## Not run\n", not_run(entries, known)]
    return "\n".join(parts)


def untriaged(data: dict) -> list[str]:
    """Returns a sentence for each failure that no finding explains."""
    return [
        f"{target} fails {law}, which no finding explains: bncheck replay {target} "
        f"'{failure['case']}'"
        for target, record in data["entries"].items()
        for law, failure in sorted(record.get("failures", {}).items())
        if not finding_of(record, law)
    ]
