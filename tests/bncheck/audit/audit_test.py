"""Tests audit.py on records that judgement_record makes: it agrees, and notices what is altered.

usage: audit_test.py JUDGEMENT_RECORD HONEST BROKEN, the last two being plug-ins
"""

import json
import subprocess
import sys
import unittest

try:
    from judgements.audit import NOT_RECOMPUTED, Audit
    from judgements.cases import indices
except ModuleNotFoundError as missing:
    print(f"skipped: no module {missing.name}; install python3-mpmath (Debian) or mpmath (PyPI)")
    sys.exit(77)

RECORDER, HONEST, BROKEN = sys.argv[1:4]
DTYPE = "f32"
LAWS_OF_ANY_CASE = {"execution", "training_output", "gradient_sum", "negation", "convexity"}


def record(plugin: str, cases: int, dialect: str = "pytorch") -> list[dict]:
    command = [RECORDER, plugin, str(cases), "3", DTYPE, dialect]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines()]


def audited(lines: list[dict], only: str | None = None) -> Audit:
    audit = Audit(only)
    audit.read(json.dumps(line) for line in lines)
    return audit


def copied(lines: list[dict]) -> list[dict]:
    return json.loads(json.dumps(lines))


def altered_tensor(line: dict, place: int) -> int:
    """Adds a tensor whose first number is 3/2 of that of another, plus 1; returns its place."""
    first, *rest = line["tensors"][place].split()
    line["tensors"].append(" ".join([(float.fromhex(first) * 1.5 + 1).hex(), *rest]))
    return len(line["tensors"]) - 1


def place_of_constant(line: dict, place: int, value: float) -> int:
    """Adds a tensor as long as another, all of one value; returns its place."""
    line["tensors"].append(" ".join([value.hex()] * len(line["tensors"][place].split())))
    return len(line["tensors"]) - 1


def scaled_ranges(line: dict, budget: list, factor: float) -> None:
    """Multiplies the ranges of an output, which keep their radii."""
    values = [float.fromhex(each) for each in line["tensors"][budget[1]].split()]
    line["tensors"].append(" ".join((factor * each).hex() for each in values))
    budget[1] = len(line["tensors"]) - 1


def place_of_a_chain(line: dict, call: dict) -> int:
    """Adds the dbias that a mask of S6 gives where one value is added after the other."""
    problem = line["problems"][call["problem"]]
    shape = tuple(int(each) for each in problem["shape"].split("x"))
    dy = [float.fromhex(each) for each in line["tensors"][problem["dy"]].split()]
    mask = [dy[place] for place in indices(shape, 0)]
    later = mask[max(mask.index(max(mask)), mask.index(min(mask))) + 1 :]
    return place_of_constant(line, call["outputs"]["dbias"], sum(later, 0.0))


class AuditTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.honest, cls.broken = record(HONEST, 12), record(BROKEN, 12)

    def judged(self, lines: list[dict], verdict: str):
        """Yields (line, judgement) for each judgement with this verdict."""
        for line in lines[1:]:
            yield from ((line, each) for each in line["judgements"] if each["verdict"] == verdict)

    def test_agrees_on_an_honest_implementation(self):
        audit = audited(self.honest)
        self.assertEqual(audit.complaints, [])
        self.assertTrue(all(audit.counts[each]["pass"] > 0 for each in LAWS_OF_ANY_CASE))
        recomputed = set(self.honest[0]["laws"]) - NOT_RECOMPUTED.keys()
        self.assertEqual(audit.counts.keys(), recomputed)

    def test_agrees_on_a_broken_one_that_fails(self):
        audit = audited(self.broken)
        self.assertEqual(audit.complaints, [])
        self.assertGreater(sum(each["fail"] for each in audit.counts.values()), 10)

    def test_agrees_in_other_dialects(self):
        raising = "tf-fused;saved=invstd;eps=raised_to:1.001e-05"
        for dialect in (raising, "paddle;zero_variance=bias", "tinygrad"):
            with self.subTest(dialect):
                self.assertEqual(audited(record(HONEST, 8, dialect)).complaints, [])

    def test_notices_a_dialect_whose_eps_is_not_the_recorded_one(self):
        lines = copied(self.honest)
        lines[0]["dialect"] = "pytorch;eps=raised_to:1.5"
        self.assertGreater(len(audited(lines, only="training_output").complaints), 0)

    def test_notices_every_pass_that_was_made_a_failure(self):
        lines = copied(self.honest)
        flipped = list(self.judged(lines, "pass"))
        for _, judgement in flipped:
            judgement["verdict"] = "fail"
        flipped = [each for _, each in flipped if each["law"] not in NOT_RECOMPUTED]
        self.assertEqual(len(audited(lines).complaints), len(flipped))

    def test_notices_every_failure_that_was_made_a_pass(self):
        lines = copied(self.broken)
        flipped = list(self.judged(lines, "fail"))
        for _, judgement in flipped:
            judgement["verdict"] = "pass"
        flipped = [each for _, each in flipped if each["law"] not in NOT_RECOMPUTED]
        self.assertEqual(len(audited(lines).complaints), len(flipped))

    def test_notices_an_altered_answer(self):
        lines = copied(self.honest)
        line, _ = next(
            (line, each)
            for line, each in self.judged(lines, "pass")
            if each["law"] == "training_output"
        )
        outputs = line["calls"][0]["outputs"]
        outputs["y"] = altered_tensor(line, outputs["y"])
        found = {each.split(":")[0] for each in audited(lines).complaints}
        self.assertLessEqual({"training_output", "negation"}, found)

    def test_notices_an_altered_input(self):
        lines = copied(self.honest)
        problem = lines[1]["problems"][0]
        problem["x"] = altered_tensor(lines[1], problem["x"])
        complaints = audited(lines, only="execution").complaints
        self.assertIn("x is not what the line stands for", "\n".join(complaints))

    def test_notices_an_altered_problem_of_a_law(self):
        lines = copied(self.honest)
        for line in lines[1:]:
            for call in (each for each in line["calls"] if each["law"] == "negation"):
                problem = line["problems"][call["problem"]]
                problem["x"] = altered_tensor(line, problem["x"])
        complaints = audited(lines, only="negation").complaints
        self.assertIn("no forward call puts the problem that the clause states", complaints[0])

    def with_altered_outputs(self, law: str, kind: str, name: str) -> Audit:
        """Audits one law where one output of all calls that it made of a kind is another."""
        lines = copied(self.honest)
        for line in lines[1:]:
            for call in line["calls"]:
                mine = (call["law"], call["kind"]) == (law, kind)
                if mine and line["tensors"][call["outputs"][name]]:
                    call["outputs"][name] = altered_tensor(line, call["outputs"][name])
        return audited(lines, only=law)

    def test_notices_altered_answers_of_the_laws_that_ask_their_own_questions(self):
        for law, kind, name in (
            ("double_backward_symmetry", "double_backward", "d_x"),
            ("double_backward_parts", "double_backward", "d_dy"),
            ("layout_independence", "forward", "y"),
            ("layout_independence", "backward", "dx"),
            ("module_state", "forward", "running_mean"),
        ):
            with self.subTest(law, name=name):
                self.assertGreater(len(self.with_altered_outputs(law, kind, name).complaints), 0)

    def test_notices_sums_that_would_be_a_chain(self):
        lines = copied(self.honest)
        for line in lines[1:]:
            for call in (each for each in line["calls"] if each["law"] == "summation_height"):
                if call["kind"] == "backward":
                    call["outputs"]["dbias"] = place_of_a_chain(line, call)
        complaints = audited(lines, only="summation_height").complaints
        self.assertIn("recorded pass (no reason), recomputed fail", "\n".join(complaints))

    def test_notices_a_command_that_was_left_out(self):
        lines = copied(self.honest)
        for line in lines[1:]:
            mine = [each for each in line["calls"] if each["law"] == "module_state"]
            if mine:
                line["calls"].remove(mine[0])
        complaints = "\n".join(audited(lines, only="module_state").complaints)
        self.assertIn("the commands lead to", complaints)

    def test_notices_altered_second_gradients(self):
        lines = copied(self.honest)
        for line in lines[1:]:
            for call in (each for each in line["calls"] if each["kind"] == "double_backward"):
                if line["tensors"][call["second"]["ddx"]]:
                    call["second"]["ddx"] = altered_tensor(line, call["second"]["ddx"])
        complaints = audited(lines, only="double_backward_sums").complaints
        self.assertIn("no double_backward call puts the problem", complaints[0])

    def test_notices_a_range_that_is_too_small_or_too_wide(self):
        for factor, complaint in ((0.5, "lies outside the range"), (2.0, "not Samuelson's")):
            lines = copied(self.honest)
            for line in lines[1:]:
                for budget in (each for each in line["budgets"] if each["kind"] == "forward"):
                    scaled_ranges(line, budget["y"], factor)
            self.assertIn(complaint, "\n".join(audited(lines, only="execution").complaints))

    def test_notices_a_budget_that_is_no_bound(self):
        lines = copied(self.honest)
        for line in lines[1:]:
            for budget in (each for each in line["budgets"] if each["kind"] == "backward"):
                budget["dx"] = [place_of_constant(line, budget["dx"][0], -1.0), budget["dx"][1]]
        complaints = "\n".join(audited(lines, only="execution").complaints)
        self.assertIn("a budget of dx is no bound", complaints)

    def test_notices_a_law_that_it_does_not_know(self):
        lines = copied(self.honest[:1])
        lines[0]["laws"].append("law_of_tomorrow")
        self.assertIn(
            "law_of_tomorrow: this law has no recomputation", audited(lines).complaints[0]
        )

    def test_notices_a_missing_judgement(self):
        lines = copied(self.honest)
        lines[1]["judgements"].pop()
        self.assertIn("is not judged", audited(lines).complaints[0])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
