"""Reads device code out of what nvcc wrote, objects, libraries and programs, without its tools.

It lies in fat binaries: a header, and an image for each architecture, machine code (a cubin, which
is an ELF file) or PTX, either of them perhaps compressed. NVIDIA documents none of it;
gates_test.py reads what nvcc writes today.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAGIC = struct.pack("<I", 0xBA55ED50)
FILE_HEADER = struct.Struct("<IHHQ")  # magic, version, bytes of this header, bytes of all images
PTX, CUBIN = 1, 2
IS_LZ4, IS_ZSTD = 1 << 13, 1 << 15


class UnreadableError(Exception):
    """What cannot be read, and what to do about it."""


@dataclass(frozen=True)
class Image:
    kind: int
    architecture: int
    code: bytes


def images(path: Path) -> Iterator[Image]:
    """Yields what the file holds for devices."""
    data = path.read_bytes()
    start = data.find(MAGIC)
    if start < 0:
        raise UnreadableError(f"{path} holds no code for devices: nvcc compiled nothing of it")
    while start >= 0:
        _, version, header, size = FILE_HEADER.unpack_from(data, start)
        if version == 1:
            yield from images_of(data, start + header, start + header + size)
        start = data.find(MAGIC, start + len(MAGIC))


def images_of(data: bytes, at: int, end: int) -> Iterator[Image]:
    while at < end:
        kind, _, header, padded, packed = struct.unpack_from("<HHIQI", data, at)
        (architecture,) = struct.unpack_from("<I", data, at + 28)
        flags, _, size = struct.unpack_from("<QQQ", data, at + 40)
        code = data[at + header : at + header + padded]
        if flags & IS_ZSTD:
            raise UnreadableError(
                "the code is compressed by zstd, which Python lacks: compile with "
                "--compress-mode=speed"
            )
        if flags & IS_LZ4:
            code = unpack_lz4(code[:packed], size)
        yield Image(kind, architecture, code)
        at += header + padded


def unpack_lz4(packed: bytes, size: int) -> bytes:
    """Unpacks a block as the LZ4 block format has it: literals and matches in turn."""
    out = bytearray()
    at = 0

    def length(nibble: int) -> int:
        nonlocal at
        total = nibble
        while nibble == 15:
            more = packed[at]
            at += 1
            total += more
            if more != 255:
                break
        return total

    while at < len(packed):
        token = packed[at]
        at += 1
        literals = length(token >> 4)
        out += packed[at : at + literals]
        at += literals
        if at >= len(packed):
            break  # the last sequence has no match
        distance = packed[at] | packed[at + 1] << 8
        at += 2
        copy(out, distance, length(token & 15) + 4)
    if len(out) != size:
        raise UnreadableError(f"an image of {size} bytes unpacks to {len(out)}")
    return bytes(out)


def copy(out: bytearray, distance: int, count: int) -> None:
    """Appends so many bytes from so far back; they may overlap what is appended."""
    if not 0 < distance <= len(out):
        raise UnreadableError("a compressed image refers to before its beginning")
    chunk = out[-distance:][:count]
    out += (chunk * (count // len(chunk) + 1))[:count]
