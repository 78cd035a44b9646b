"""What kernels may not do. Each rule takes a kernel, or PTX, and yields what breaks it."""

import re
from collections.abc import Iterator

from opcodes import (
    BITS_32,
    BITS_64,
    BSYNC,
    CALL,
    DADD,
    DMUL,
    INTEGER_ATOMICS,
    LDG,
    LDL,
    MUFU,
    OTHER_ATOMICS,
    SHARED_ATOMICS,
    SHFL,
    STG,
    STL,
    WARPSYNC,
    Kernel,
)

Complaints = Iterator[str]


def local_memory(kernel: Kernel) -> Complaints:
    """Registers hold all that a thread has."""
    if count := kernel.count(LDL | STL):
        yield f"{count} loads and stores of local memory"


def atomics(kernel: Kernel) -> Complaints:
    """Atomics add in the order in which threads come, which would change the bits of floats. The
    blocks of a cooperative grid are counted by integers; exact sums are integers, as are the marks
    of what Ziv's test leaves open. Nobody else needs an atomic."""
    for opcodes, bits, allowed, word in (
        (INTEGER_ATOMICS, BITS_32, ("OfGrid",), "atomics of 32 bits"),
        (INTEGER_ATOMICS, BITS_64, ("TotalsPass",), "atomics of 64 bits"),
        (SHARED_ATOMICS, BITS_32, ("TotalsPass", *OF_OPEN_VALUES), "atomics of shared memory"),
    ):
        count = sum(each.opcode in opcodes and each.size == bits for each in kernel.code)
        if count and not is_one_of(kernel, allowed):
            yield f"{count} {word}"
    sizes = dict.fromkeys(INTEGER_ATOMICS, (BITS_32, BITS_64)) | dict.fromkeys(
        SHARED_ATOMICS, (BITS_32,)
    )
    others = kernel.count(OTHER_ATOMICS)
    others += sum(each.size not in sizes.get(each.opcode, (each.size,)) for each in kernel.code)
    if others:
        yield f"{others} atomics of what is no integer, or that try again"


OF_OPEN_VALUES = ("RoundedForward", "RoundedBackward")  # which are counted and marked
OF_CHANNELS = ("LinesPass", "CentersPass", "GradientsPass")  # no tensor is moved
OF_NOTHING = ("NoWork",)  # which the launcher asks about
OF_SUMS = ("MomentsPass", "ProductsPass", "TotalsPass")  # none is written
OF_ELEMENTS = ("ForwardOnLines", "DxPass")  # nothing is summed
OF_EXACT_SUMS = ("TotalsPass", "Rounded")  # which go through counters, and one thread has them


def is_one_of(kernel: Kernel, names: tuple[str, ...]) -> bool:
    return any(name in kernel.name for name in names)


def wide_accesses(kernel: Kernel) -> Complaints:
    """Packed tensors move by 16 bytes."""
    if is_one_of(kernel, OF_CHANNELS + OF_NOTHING):
        return
    kinds = ((LDG, "load"),) if is_one_of(kernel, OF_SUMS) else ((LDG, "load"), (STG, "store"))
    for opcodes, word in kinds:
        if not any(each.opcode in opcodes and each.is_wide() for each in kernel.code):
            yield f"no {word} of 16 bytes"


def shuffles(kernel: Kernel) -> Complaints:
    """Sums go through a warp by shuffles."""
    exempt = OF_ELEMENTS + OF_NOTHING + OF_EXACT_SUMS
    if not is_one_of(kernel, exempt) and not kernel.count(SHFL):
        yield "no shuffle"


def divisions(kernel: Kernel) -> Complaints:
    """Divisions and roots, of floats or integers, are for channels and pieces. No loop that moves a
    tensor by 16 bytes holds the estimate by which they begin, or calls a function that could: a
    call there leads to where threads meet again, which is a jump."""
    for index, each in enumerate(kernel.code):
        if not each.is_wide():
            continue
        if (loop := kernel.loop_around(index)) is None:
            yield f"instruction {index} moves 16 bytes outside of any loop"
        elif divides(kernel, loop):
            yield f"a division or root in the loop around {index}, which moves a tensor"


def divisions_in_sums(kernel: Kernel) -> Complaints:
    """Exact sums of a tile are additions and multiplications of doubles, nothing slower."""
    if not is_one_of(kernel, ("TotalsPass",)):
        return
    loops = {kernel.loop_around(at) for at, each in enumerate(kernel.code) if adds(each.opcode)}
    if not loops - {None}:
        yield "no loop adds"
    for loop in loops - {None}:
        if divides(kernel, loop):
            yield f"a division or root in the loop of {len(loop)} instructions, which adds"


def divides(kernel: Kernel, loop: range) -> bool:
    body = [(at, kernel.code[at].opcode) for at in loop]
    return any(opcode in MUFU or is_far(kernel, at, opcode) for at, opcode in body)


def is_far(kernel: Kernel, index: int, opcode: int) -> bool:
    meeting = (BSYNC, WARPSYNC)
    return opcode == CALL and kernel.code[kernel.target(index)].opcode not in meeting


def adds(opcode: int) -> bool:
    return opcode & 0x1FF in (DADD, DMUL)


OF_KERNELS = (local_memory, atomics, wide_accesses, shuffles, divisions, divisions_in_sums)

FLOAT = r"\.(?:f16|f16x2|bf16|bf16x2|f32|f64)\b"
OF_PTX = {
    # Every rounding is the one written, also where a driver compiles the PTX: an addition or
    # multiplication without .rn may be contracted.
    "arithmetic that may be contracted": re.compile(
        r"(?<![\w.])(?:add|sub|mul)(?:\.ftz|\.sat)*" + FLOAT
    ),
    "an estimate in place of a rounded result": re.compile(r"\b\w+\.(?:approx|full)[\w.]*"),
    "subnormal numbers taken for zero": re.compile(r"\b\w[\w.]*\.ftz[\w.]*"),
    "an atomic of floats": re.compile(r"\b(?:atom|red)\.[\w.:]*" + FLOAT),
    "local memory": re.compile(r"(?:^|\s)\.local\b|\b(?:ld|st)\.local\b"),
}


FUSED = re.compile(r"\bfma\.[\w.]*" + FLOAT)
# The errors of products of statistics in two doubles (impl/rounding/long_near.h) are written so;
# and in f64 those of elements and what is summed.
FUSE = ("RoundedLinesPass", "RoundedGradientsPass", "RoundedForwardId", "RoundedBackwardId",
        "TotalsPassId")  # fmt: skip


def ptx_complaints(ptx: str) -> Complaints:
    # What precedes the first entry names no kernel that may fuse.
    elsewhere = [each for each in re.split(r"(?=\.entry )", ptx) if not may_fuse(each)]
    rules = [(what, pattern, ptx) for what, pattern in OF_PTX.items()]
    rules.append(("a fused operation that is not written", FUSED, "".join(elsewhere)))
    for what, pattern, text in rules:
        if found := pattern.findall(text):
            yield f"{what}, {len(found)} times, first {found[0].strip()}"


def may_fuse(part: str) -> bool:
    name = re.match(r"\.entry (\w+)", part)
    return name is not None and any(each in name[1] for each in FUSE)
