#!/usr/bin/env python3
"""Holds the device code of a file to the rules: python3 check.py build/plugins/cuda.so

Prints a line for each kernel, and what breaks a rule or is missing; exit status 1 if there is any
such thing, 2 if the file cannot be read."""

import re
import sys
from pathlib import Path

import device_code
import opcodes
import rules

PREFIXES = {device_code.PTX: "compute", device_code.CUBIN: "sm"}
TYPES = ("f16", "bf16", "f32", "f64")
TEAMS = (" OfGrid", " OfCluster")
OF_DOUBLES = [
    *(f"{name}{team}" for name in ("TrainingForward {}", "Backward {}") for team in TEAMS),
    "ForwardOnLines {}", "MomentsPass {}", "LinesPass {}", "CentersPass {}", "ProductsPass {}",
    "GradientsPass {}", "DxPass {}",
]  # fmt: skip
ROUNDED = ["TotalsPass {}", "RoundedLinesPass {}", "RoundedForward {}", "RoundedGradientsPass {}",
           "RoundedBackward {}"]  # fmt: skip


def kernels_of(plugin: str) -> list[str]:
    """Returns what a plug-in must have."""
    kernels = ROUNDED if plugin == "cuda-rounded" else OF_DOUBLES
    return [kernel.format(dtype) for dtype in TYPES for kernel in kernels]


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: check.py FILE (that nvcc compiled kernels into)", file=sys.stderr)
        return 2
    try:
        images = list(device_code.images(Path(sys.argv[1])))
    except (OSError, device_code.UnreadableError) as error:
        print(f"check.py: {error}", file=sys.stderr)
        return 2
    complaints = [line for image in images for line in complaints_of(image)]
    complaints += missing(images, kernels_of(Path(sys.argv[1]).stem))
    print(*complaints, f"{len(images)} images, {len(complaints)} complaints", sep="\n")
    return 1 if complaints else 0


def text_of(image: device_code.Image) -> str:
    return image.code.rstrip(b"\0").decode()


def complaints_of(image: device_code.Image) -> list[str]:
    if image.kind == device_code.PTX:
        text = text_of(image)
        print(f"compute_{image.architecture}: PTX of {text.count('.entry')} kernels")
        return [f"compute_{image.architecture}: {each}" for each in rules.ptx_complaints(text)]
    lines = []
    for kernel in opcodes.kernels(image.code, image.architecture):
        name = f"sm_{image.architecture} {readable(kernel.name)}"
        print(f"{name}: {summary(kernel)}")
        lines += [f"{name}: {each}" for rule in rules.OF_KERNELS for each in rule(kernel)]
    return lines


def missing(images: list[device_code.Image], kernels: list[str]) -> list[str]:
    """Every architecture that has any code has that of every kernel, and one has PTX."""
    there: dict[str, set[str]] = {}
    for image in images:
        place = f"{PREFIXES[image.kind]}_{image.architecture}"
        there.setdefault(place, set()).update(readable(name) for name in names_in(image))
    lines = [] if any(each.startswith("compute") for each in there) else ["there is no PTX"]
    for place, names in sorted(there.items()):
        lines += [f"{place}: no {each}" for each in kernels if each not in names]
    return lines


def names_in(image: device_code.Image) -> list[str]:
    if image.kind == device_code.PTX:
        return re.findall(r"\.entry (\w+)", text_of(image))
    return [each.name for each in opcodes.kernels(image.code, image.architecture)]


def readable(name: str) -> str:
    """Shortens the mangled name of a kernel: operation, type, and kind of team."""
    operations = r"(TrainingForward|(?:Rounded)?Backward|ForwardOnLines|RoundedForward|\w+?Pass)"
    found = re.search(operations + r"I(f|d|.*?Float16)", name)
    if not found:
        return name
    dtype = {"f": "f32", "d": "f64"}.get(found[2]) or ("bf16" if "BFloat" in found[2] else "f16")
    team = re.search(r"Of(?:Grid|Cluster)", name)
    return " ".join([re.sub(r".*\d", "", found[1]), dtype] + ([team[0]] if team else []))


def summary(kernel: opcodes.Kernel) -> str:
    wide = [sum(each.opcode in kind and each.is_wide() for each in kernel.code)
            for kind in (opcodes.LDG, opcodes.STG)]  # fmt: skip
    return (
        f"{len(kernel.code)} instructions, {wide[0]} loads and {wide[1]} stores of 16 bytes, "
        f"{kernel.count(opcodes.SHFL)} shuffles, {kernel.count(opcodes.MUFU)} divisions and roots"
    )


if __name__ == "__main__":
    sys.exit(main())
