#!/usr/bin/env python3
"""Plug-ins, records, golden files and names of files may hold escape sequences and bytes that
are no UTF-8: none of it reaches the terminal."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from campaign import Campaign, arguments, conclude

EVIL = r"\033]0;title\007\033[2J\177\302\23331m\377"  # as C writes it
DANGER = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xff")

PLUGIN = f"""
#include "bn_plugin.h"
static bn_status forward(const bn_forward_args* a) {{ (void)a; return BN_FAILURE; }}
static const char* last_error(void) {{ return "{EVIL}"; }}
const bn_plugin* bn_plugin_entry(uint32_t version) {{
  static const bn_plugin plugin = {{.struct_size = sizeof plugin,
    .abi_version = BN_PLUGIN_ABI_VERSION, .name = "{EVIL}", .version = "{EVIL}",
    .forward = forward, .last_error = last_error}};
  (void)version;
  return &plugin;
}}
"""


def look(words: list[str]) -> list[str]:
    """Returns a complaint if the command prints what a terminal obeys, or nothing."""
    finished = subprocess.run(words, capture_output=True, timeout=120)
    printed = finished.stdout + finished.stderr
    found = DANGER.search(printed)
    if found:
        return [f"{words[1:4]} printed {printed[max(0, found.start() - 40) : found.end() + 9]!r}"]
    return [] if printed.strip() else [f"{words[1:4]} printed nothing"]


def main() -> int:
    given, found = arguments(__doc__), []
    program = given.program
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, plugin = folder / "evil.c", str(folder / "evil.so")
        source.write_text(PLUGIN)
        compiler = [given.more, "-std=c11", "-fPIC", "-shared", str(source), "-o", plugin]
        headers = Path(__file__).resolve().parents[3] / "impl"
        subprocess.run([*compiler, "-I", str(headers)], check=True)
        campaign = Campaign(program, plugin, folder, 5)
        record = str(campaign.record)
        commands = [
            campaign.words(),
            campaign.words(),  # which tells the failures of the record
            [program, "replay", plugin, "f32 2x1 nchw training eps=1 momentum=1 weight=none "
             "bias=none running_mean=none running_var=none x=ramp*2^0+0@0 dy=ramp*2^0+0@0"],
            [program, "golden", "check", plugin],
            [program, "grade", plugin],
            [program, "bench", plugin, "--shapes", "2x3"],
            [program, "merge", record, "-o", str(folder / "merged")],
            [program, "report", record, "--html", str(folder / "page")],
        ]  # fmt: skip
        for words in commands:
            found += look(words)
        text = campaign.record.read_text()
        edited = folder / "\x1b[2Jedited"
        edited.write_text(
            text.replace('"stopped_because":"', '"stopped_because":"\\u001b[2J\\u009b')
        )
        out = str(folder / "out")
        for line in (
            "\x1b[2J",
            '{"event":"\\u001b[2J"}',
            text.splitlines()[0].replace("f32", "\x9b"),
        ):
            (folder / "bad").write_text(line + "\n")
            found += look([program, "merge", str(folder / "bad"), "-o", out])
            found += look([program, "replay", "template_c", str(folder / "bad")])
            found += look([program, "verify", "--known-failures", str(folder / "bad")])
        found += look([program, "merge", str(edited), "-o", out])
        found += look([program, "verify", str(edited)])
        found += look([program, "\x1b[2J"])
    return conclude(found, "terminals")


if __name__ == "__main__":
    sys.exit(main())
