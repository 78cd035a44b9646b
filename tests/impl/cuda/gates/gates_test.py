"""Every rule sees what it is for, in machine code of both architectures and in PTX; and what is
right passes."""

import contextlib
import io
import os
import re
import sys
import unittest
from pathlib import Path

import check
import device_code
import opcodes
import rules

IMAGES = list(device_code.images(Path(os.environ["BNCHECK_PLANTED_KERNELS"])))
PTX = next(each.code.decode() for each in IMAGES if each.kind == device_code.PTX)

FAULTS = {
    "indexes_an_array_OfGrid": (rules.local_memory,),
    "counts_outside_a_grid": (rules.atomics,),
    "adds_f32_OfGrid": (rules.atomics,),
    "adds_f64_OfGrid": (rules.atomics,),
    "takes_f32_OfGrid": (rules.atomics,),
    "takes_f64_OfGrid": (rules.atomics,),
    "swaps_OfGrid": (rules.atomics,),
    "adds_u64_OfGrid": (rules.atomics,),
    "adds_in_shared_memory_OfGrid": (rules.atomics,),
    "marks_OfGrid": (rules.atomics,),
    "counts_TotalsPass": (rules.atomics,),
    "adds_f32_TotalsPass": (rules.atomics,),
    "adds_f64_TotalsPass": (rules.atomics,),
    "takes_f64_TotalsPass": (rules.atomics,),
    "swaps_u64_TotalsPass": (rules.atomics,),
    "adds_in_shared_memory_TotalsPass": (rules.atomics,),
    "divides_TotalsPass": (rules.divisions_in_sums,),
    "roots_TotalsPass": (rules.divisions_in_sums,),
    "forgets_TotalsPass": (rules.divisions_in_sums,),
    "loads_words": (rules.wide_accesses,),
    "stores_words": (rules.wide_accesses,),
    "sums_without_shuffles": (rules.shuffles,),
    "moves_once": (rules.divisions,),
    "divides_f32": (rules.divisions,),
    "divides_f64": (rules.divisions,),
    "roots_f64": (rules.divisions,),
    "divides_u32": (rules.divisions,),
    "divides_u64": (rules.divisions,),
}


def kernels():
    for image in IMAGES:
        if image.kind == device_code.CUBIN:
            yield from opcodes.kernels(image.code, image.architecture)


def complaints(function: str) -> list[str]:
    """Returns what is said of one function of the PTX."""
    body = re.search(rf"\.entry {function}\(.*?\n}}", PTX, re.DOTALL)
    return list(rules.ptx_complaints(body[0]))


class MachineCode(unittest.TestCase):
    def test_holds_both_architectures_and_ptx(self):
        self.assertEqual({(each.kind, each.architecture) for each in IMAGES},
                         {(2, 80), (2, 90), (1, 90)})  # fmt: skip

    def test_every_rule_sees_its_fault_and_no_other(self):
        for kernel in kernels():
            with self.subTest(kernel.name, architecture=kernel.architecture):
                seen = tuple(rule for rule in rules.OF_KERNELS if list(rule(kernel)))
                self.assertEqual(seen, FAULTS.get(kernel.name, ()))

    def test_every_fault_is_planted_in_both_architectures(self):
        for architecture in (80, 90):
            names = {each.name for each in kernels() if each.architecture == architecture}
            self.assertLessEqual(FAULTS.keys(), names)
            self.assertGreaterEqual(len(names - FAULTS.keys()), 4)

    def test_every_rule_has_a_fault(self):
        self.assertEqual({rule for seen in FAULTS.values() for rule in seen}, {*rules.OF_KERNELS})


class Ptx(unittest.TestCase):
    def test_right_roundings_pass(self):
        for name in ("fine", "fine_division", "fine_roundings", "divides_f64"):
            self.assertEqual(complaints(name), [], name)

    def test_fused_operation_is_seen(self):
        for name in ("fuses", "fuses_RoundedForward"):
            self.assertIn("a fused operation", complaints(name)[0])

    def test_fused_operation_of_statistics_passes(self):
        self.assertEqual(complaints("fuses_RoundedLinesPass"), [])

    def test_what_one_kernel_may_another_may_not(self):
        allowed, seen = (re.search(rf"\.entry {name}\(.*?\n}}", PTX, re.DOTALL)[0]
                         for name in ("fuses_RoundedLinesPass", "fuses"))  # fmt: skip
        self.assertEqual(list(rules.ptx_complaints(allowed + allowed)), [])
        for ptx in (allowed + seen, seen + allowed):
            self.assertIn("a fused operation that is not written, 1 times",
                          *rules.ptx_complaints(ptx))  # fmt: skip

    def test_atomic_of_floats_is_seen(self):
        for name in ("adds_f32_OfGrid", "takes_f64_OfGrid"):
            self.assertIn("an atomic of floats", complaints(name)[0])
        self.assertEqual(complaints("fine_OfGrid"), [])

    def test_local_memory_is_seen(self):
        self.assertIn("local memory", complaints("indexes_an_array_OfGrid")[0])

    def test_what_the_flags_forbid_is_seen(self):
        for line, what in {
            "add.f32 %f3, %f1, %f2;": "contracted",
            "mul.f64 %fd3, %fd1, %fd2;": "contracted",
            "sub.ftz.f32 %f3, %f1, %f2;": "contracted",
            "mul.rn.ftz.f32 %f3, %f1, %f2;": "subnormal",
            "div.approx.f32 %f3, %f1, %f2;": "estimate",
            "div.full.f32 %f3, %f1, %f2;": "estimate",
            "rsqrt.approx.f64 %fd2, %fd1;": "estimate",
            "red.global.add.f32 [%rd1], %f1;": "atomic",
            "atom.global.add.noftz.f16 %h2, [%rd1], %h1;": "atomic",
        }.items():
            said = list(rules.ptx_complaints(line))
            self.assertTrue(any(what in each for each in said), f"{line} {said}")

    def test_what_they_allow_is_not(self):
        for line in ("add.rn.f64 %fd3, %fd1, %fd2;", "add.s32 %r3, %r1, %r2;",
                     "mul.wide.u32 %rd1, %r1, 4;", "mad.lo.s32 %r4, %r1, %r2, %r3;",
                     "div.rn.f64 %fd3, %fd1, %fd2;", "atom.global.add.u32 %r1, [%rd1], 1;",
                     "ld.shared.f64 %fd1, [%r1];"):  # fmt: skip
            self.assertEqual(list(rules.ptx_complaints(line)), [], line)


class DeviceCode(unittest.TestCase):
    def test_lz4_block_unpacks(self):
        # "abcabcabcab", then 20 literals: a literal run, an overlapping match, a long literal run.
        block = b"\x34abc\x03\x00" + b"\xf0\x05" + b"0123456789" * 2
        self.assertEqual(device_code.unpack_lz4(block, 31), b"abcabcabcab" + b"0123456789" * 2)

    def test_broken_lz4_block_is_told(self):
        with self.assertRaisesRegex(device_code.UnreadableError, "before its beginning"):
            device_code.unpack_lz4(b"\x14a\x09\x00\x00", 9)
        with self.assertRaisesRegex(device_code.UnreadableError, "unpacks to"):
            device_code.unpack_lz4(b"\x10a", 9)

    def test_file_without_device_code_is_told(self):
        with self.assertRaisesRegex(device_code.UnreadableError, "no code for devices"):
            list(device_code.images(Path(__file__)))


class Check(unittest.TestCase):
    def run_on(self, path: str) -> tuple[int, str]:
        text = io.StringIO()
        arguments, sys.argv = sys.argv, ["check.py", path]
        try:
            with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
                return check.main(), text.getvalue()
        finally:
            sys.argv = arguments

    def test_names_the_kernel_and_fails(self):
        status, text = self.run_on(os.environ["BNCHECK_PLANTED_KERNELS"])
        self.assertEqual(status, 1)
        self.assertRegex(text, r"sm_90 divides_u64: a division or root in the loop")
        self.assertRegex(text, r"compute_90: a fused operation")
        self.assertIn("sm_80: no Backward bf16 OfGrid", text)

    def test_misses_ptx(self):
        cubins = [each for each in IMAGES if each.kind == device_code.CUBIN]
        self.assertIn("there is no PTX", check.missing(cubins, []))

    def test_misses_kernels_of_either_plugin(self):
        double, rounded = (check.missing(IMAGES, check.kernels_of(name))
                           for name in ("cuda", "cuda-rounded"))  # fmt: skip
        self.assertIn("sm_80: no TrainingForward f32 OfGrid", double)
        self.assertNotIn("sm_80: no RoundedForward f32", double)
        self.assertNotIn("sm_80: no TrainingForward f32 OfGrid", rounded)
        for line in ("sm_80: no RoundedForward f32", "compute_90: no TotalsPass bf16",
                     "sm_90: no RoundedForward f64"):  # fmt: skip
            self.assertIn(line, rounded)

    def test_says_what_it_cannot_read(self):
        self.assertEqual(self.run_on(__file__)[0], 2)
        self.assertEqual(self.run_on("nothing")[0], 2)

    def test_names_are_readable(self):
        name = "_ZN4cuda10run_kernelINS_8BackwardINS_8BFloat16ENS_9OfClusterEEEEEvT_"
        self.assertEqual(check.readable(name), "Backward bf16 OfCluster")
        name = "_ZN4cuda10run_kernelINS_17ForwardOnLinesIdEEEEvT_"
        self.assertEqual(check.readable(name), "ForwardOnLines f64")
        for operation in ("RoundedForward", "RoundedBackward", "RoundedLinesPass", "TotalsPass"):
            name = f"_ZN4cuda10run_kernelINS_{len(operation)}{operation}IfEEEEvT_"
            self.assertEqual(check.readable(name), f"{operation} f32")


if __name__ == "__main__":
    unittest.main()
