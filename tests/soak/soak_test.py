"""Tests scripts/soak: what it notices, in samples made up, and that campaigns alike are steady."""

import contextlib
import importlib.machinery
import importlib.util
import io
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/soak"
BNCHECK = os.environ["BNCHECK"]

loader = importlib.machinery.SourceFileLoader("soak", str(SCRIPT))
soak = importlib.util.module_from_spec(importlib.util.spec_from_loader("soak", loader))
loader.exec_module(soak)


def a_campaign(words: str = "true", seconds: float = 3600, **grows: int) -> soak.Campaign:
    """A campaign that has ended, after forty samples in which what is named grew so much each."""
    chosen = SimpleNamespace(bncheck=words, verify=[], cases=400, minutes=None, campaigns=2)
    campaign = soak.Campaign(chosen, Path("/nonexistent"))
    campaign.process.wait()
    campaign.cases = 400
    for i in range(40):
        sizes = {name: 1000 + i * grows.get(name, 0) for name in ("host", "workers", "files")}
        campaign.seen.append(
            soak.Sample(clock=seconds * i / 39, cases=10 * (i + 1), processor=i, **sizes)
        )
    return campaign


def report(*campaigns: soak.Campaign) -> tuple[int, str]:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        status = soak.report(list(campaigns), by_cases=True)
    return status, printed.getvalue()


class Soak(unittest.TestCase):
    def test_what_stays_as_it_is_is_steady(self):
        status, printed = report(a_campaign(), a_campaign())
        self.assertEqual((status, printed.splitlines()[-1]), (0, "steady"))
        self.assertEqual(printed.count("\n"), 2 * 12 + 1, "a name, a head, ten rows")

    def test_growth_is_noticed(self):
        for what in ("host", "workers", "files"):
            status, printed = report(a_campaign(**{what: 1000}))
            self.assertEqual(status, 1)
            self.assertIn(f"campaign 0: {what} grew from 20000 to 40000", printed)

    def test_what_grows_at_first_is_no_leak(self):
        self.assertEqual(report(a_campaign(host=20))[0], 0)
        self.assertEqual(report(a_campaign(seconds=599, host=1000, files=1))[0], 0)

    def test_a_campaign_that_fails_is_noticed(self):
        status, printed = report(a_campaign("false"))
        self.assertEqual(status, 1)
        self.assertIn("campaign 0: ended with status 1", printed)

    def test_campaigns_that_differ_are_noticed(self):
        one, other = a_campaign(), a_campaign()
        for campaign, worst in ((one, 0.5), (other, 0.75)):
            campaign.take({"event": "case", "case": "x", "worst": worst, "seconds": worst})
        status, printed = report(one, other)
        self.assertEqual(status, 1)
        self.assertIn("the campaigns did not judge alike", printed)

    def test_times_may_differ(self):
        one, other = a_campaign(), a_campaign()
        for campaign, seconds in ((one, 1), (other, 2)):
            campaign.take({"event": "case", "case": "x", "seconds": seconds})
        self.assertEqual(report(one, other)[0], 0)

    def test_workers_and_their_keepers_are_found(self):
        shell = ["sh", "-c", "sh -c 'sleep 60; true' & wait"]
        with subprocess.Popen(shell) as process:
            found = []
            while len(found) < 2:  # the inner shell, and its sleep
                found = soak.descendants_of(process.pid)
            self.assertGreater(soak.memory_of(found[-1]), 0)
            for each in found:
                os.kill(each, 9)

    def test_real_campaigns_are_steady_and_alike(self):
        with tempfile.TemporaryDirectory() as folder:
            words = [sys.executable, "-B", SCRIPT, "--bncheck", BNCHECK, "--campaigns", "2",
                     "--cases", "60", "--every", "0.1", "--keep", folder,
                     "--", "cpu", "--property", "^equal_inputs$"]  # fmt: skip
            done = subprocess.run(words, capture_output=True, text=True)
            records = [Path(folder, f"{i}.jsonl").read_text() for i in range(2)]
        self.assertNotIn("judge alike", done.stdout)
        self.assertNotIn("ended with status", done.stdout)
        for record in records:
            self.assertEqual(record.count('{"case":'), 60, done.stdout + done.stderr)

    def test_a_missing_program_is_a_usage_error(self):
        words = [sys.executable, "-B", SCRIPT, "--bncheck", "/nonexistent", "--cases", "1"]
        done = subprocess.run(words, capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("there is no /nonexistent: make program", done.stderr)


if __name__ == "__main__":
    unittest.main()
