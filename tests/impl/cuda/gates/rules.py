"""What kernels may not do. Each rule takes a kernel, or PTX, and yields what breaks it."""

import re
from collections.abc import Iterator

from opcodes import (
    BSYNC,
    CALL,
    INTEGER_ATOMICS,
    LDG,
    LDL,
    MUFU,
    OTHER_ATOMICS,
    SHFL,
    STG,
    STL,
    Kernel,
)

Complaints = Iterator[str]


def local_memory(kernel: Kernel) -> Complaints:
    """Registers hold all that a thread has."""
    if count := kernel.count(LDL | STL):
        yield f"{count} loads and stores of local memory"


def atomics(kernel: Kernel) -> Complaints:
    """Atomics add in the order in which threads come, which would change the bits of floats. The
    blocks of a cooperative grid are counted by integers; nobody else needs an atomic."""
    others = kernel.count(OTHER_ATOMICS)
    others += sum(each.opcode in INTEGER_ATOMICS and each.size != 0 for each in kernel.code)
    if others:
        yield f"{others} atomics that do not count in 32 bits"
    elif "OfGrid" not in kernel.name and kernel.count(INTEGER_ATOMICS):
        yield "atomics in a kernel that is not of a cooperative grid"


OF_CHANNELS = ("LinesPass", "CentersPass", "GradientsPass")  # no tensor is moved
OF_NOTHING = ("NoWork",)  # which the launcher asks about
OF_SUMS = ("MomentsPass", "ProductsPass")  # none is written
OF_ELEMENTS = ("ForwardOnLines", "DxPass")  # nothing is summed


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
    if not is_one_of(kernel, OF_ELEMENTS + OF_NOTHING) and not kernel.count(SHFL):
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
            continue
        body = [(at, kernel.code[at].opcode) for at in loop]
        if any(opcode in MUFU or is_far(kernel, at, opcode) for at, opcode in body):
            yield f"a division or root in the loop around {index}, which moves a tensor"


def is_far(kernel: Kernel, index: int, opcode: int) -> bool:
    return opcode == CALL and kernel.code[kernel.target(index)].opcode != BSYNC


OF_KERNELS = (local_memory, atomics, wide_accesses, shuffles, divisions)

FLOAT = r"\.(?:f16|f16x2|bf16|bf16x2|f32|f64)\b"
OF_PTX = {
    # Every rounding is the one written, also where a driver compiles the PTX: an addition or
    # multiplication without .rn may be contracted.
    "a fused operation that is not written": re.compile(r"\bfma\.[\w.]*" + FLOAT),
    "arithmetic that may be contracted": re.compile(
        r"(?<![\w.])(?:add|sub|mul)(?:\.ftz|\.sat)*" + FLOAT
    ),
    "an estimate in place of a rounded result": re.compile(r"\b\w+\.(?:approx|full)[\w.]*"),
    "subnormal numbers taken for zero": re.compile(r"\b\w[\w.]*\.ftz[\w.]*"),
    "an atomic of floats": re.compile(r"\b(?:atom|red)\.[\w.:]*" + FLOAT),
    "local memory": re.compile(r"(?:^|\s)\.local\b|\b(?:ld|st)\.local\b"),
}


def ptx_complaints(ptx: str) -> Complaints:
    for what, pattern in OF_PTX.items():
        if found := pattern.findall(ptx):
            yield f"{what}, {len(found)} times, first {found[0].strip()}"
