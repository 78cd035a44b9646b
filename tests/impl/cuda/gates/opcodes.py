"""What a kernel's machine code does, read from the cubin's ELF sections (architectures 70 to 90).

An instruction has 16 bytes, its low 12 bits are the opcode. The names are those of NVIDIA's
disassembler; planted.cu has a kernel for each, and gates_test.py finds it there.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

LDG, LDL, LDS = {0x981}, {0x983}, {0x984}
STG, STL = {0x986}, {0x387, 0x987}
SHFL = {0xF89, 0x589, 0x989, 0x389}
MUFU = {0x308}  # the estimate by which every division and every root begins
CALL, BRA, BSYNC, WARPSYNC = 0x944, 0x947, 0x941, 0x948
DMUL, DADD = 0x028, 0x029  # the low 9 bits: the others tell where operands are
# Atomics, of global, shared and any memory. ATOMG and RED of integers are those of types 0 and 2,
# of 32 and 64 bits; ATOMS is of integers.
INTEGER_ATOMICS, SHARED_ATOMICS = {0x9A8, 0x98E}, {0x38C, 0x98C}
BITS_32, BITS_64 = 0, 2
OTHER_ATOMICS = {0x38A, 0x98A, 0x38B, 0x38D, 0x3A8, 0x3A9, 0x3AA, 0x9A2, 0x9A3, 0x9A6}
WIDE = 6  # 16 bytes


@dataclass(frozen=True)
class Instruction:
    low: int
    high: int

    @property
    def opcode(self) -> int:
        return self.low & 0xFFF

    @property
    def size(self) -> int:
        """Of a load or store, WIDE for one of 16 bytes; of an atomic, the type."""
        return self.high >> 9 & 7

    def is_wide(self) -> bool:
        return self.opcode in LDG | STG and self.size == WIDE


@dataclass(frozen=True)
class Kernel:
    name: str
    architecture: int
    code: tuple[Instruction, ...]

    def count(self, opcodes: set[int]) -> int:
        return sum(each.opcode in opcodes for each in self.code)

    def target(self, index: int) -> int:
        """Returns which instruction a jump or call leads to."""
        each = self.code[index]
        offset, bits = (each.low >> 34) | (each.high & 0x3FFFF) << 30, 48
        if self.architecture >= 90:
            offset, bits = offset << 8 | (each.low >> 16 & 0xFF), 56
        offset -= (offset >> (bits - 1) & 1) << bits
        return index + 1 + offset // 4

    def loops(self) -> list[range]:
        """Returns what lies between a jump back and where it leads."""
        jumps = [(self.target(at), at) for at, each in enumerate(self.code) if each.opcode == BRA]
        return [range(to, at + 1) for to, at in jumps if to < at]

    def loop_around(self, index: int) -> range | None:
        """Returns the smallest loop that the instruction is in."""
        return min((each for each in self.loops() if index in each), key=len, default=None)


def kernels(cubin: bytes, architecture: int) -> Iterator[Kernel]:
    for name, code in sections(cubin):
        if name.startswith(".text."):
            words = struct.iter_unpack("<QQ", code)
            yield Kernel(name[6:], architecture, tuple(Instruction(*each) for each in words))


def sections(elf: bytes) -> Iterator[tuple[str, bytes]]:
    (start,) = struct.unpack_from("<Q", elf, 0x28)
    size, count, names = struct.unpack_from("<HHH", elf, 0x3A)
    headers = [struct.unpack_from("<IIQQQQ", elf, start + i * size) for i in range(count)]
    for name, kind, _, _, offset, length in headers:
        begin = headers[names][4] + name
        text = elf[begin : elf.index(b"\0", begin)].decode()
        yield text, b"" if kind == 8 else elf[offset : offset + length]  # 8: takes no space
