"""The results as a page of Markdown."""

from runner import ABSENT, PASSED, Result


def page(device: str, results: list[Result], seconds: float) -> str:
    lines = ["# GPU check", "", f"Device: {device}", "", f"{summary(results)}, in {seconds:.0f} s.",
             "", "| step | result | seconds | note |", "|---|---|---|---|"]  # fmt: skip
    for each in results:
        lines.append(f"| {each.step} | {each.status} | {each.seconds:g} | {note_on(each)} |")
    for each in results:
        if each.tail:
            lines += ["", f"## {each.step}", "", f"    {each.command}", "", "```"]
            lines += [*each.tail, "```"]
    return "\n".join(lines) + "\n"


def note_on(result: Result) -> str:
    if result.note or result.status in (PASSED, ABSENT):
        return result.note
    return f"exit status {result.exit_status}"


def summary(results: list[Result]) -> str:
    """Counts, the worst first."""
    kinds = {"failed": 0, "timed out": 0, "absent": 0, "passed": 0}
    for each in results:
        kinds[each.status] += 1
    return ", ".join(f"{count} {kind}" for kind, count in kinds.items() if count)
