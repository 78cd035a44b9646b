"""Writes what other frameworks answer to the inputs of PyTorch's vectors, or checks it.

Exit status: 0 done and equal, 1 the files differ from what the frameworks answer, 2 nothing done.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from generator.errors import SetupError
from generator.files import differences, write
from generator.frameworks import FRAMEWORKS

HOME = Path(__file__).resolve().parent


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "framework",
        nargs="*",
        help=f"of {', '.join(FRAMEWORKS)}; default: each of them, in a process of its own",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=HOME / "others",
        metavar="DIR",
        help="the folder that has a folder for each framework; default: others, beside the script",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; tell what the frameworks would change"
    )
    return parser.parse_args()


def run(name: str, output: Path, check: bool) -> int:
    """Asks one framework."""
    if name not in FRAMEWORKS:
        raise SetupError(f"no framework is called {name}; known are {', '.join(FRAMEWORKS)}.")
    from generator.others import build  # needs NumPy

    files = build(name, HOME)
    if not check:
        write(files, output / name)
        print(f"wrote {len(files)} files to {output / name}")
        return 0
    found = differences(files, output / name)
    for sentence in found:
        print(f"{name}: {sentence}")
    print(f"{name}: {len(files)} files checked, {len(found)} differences")
    return 1 if found else 0


def run_each(names: list[str], arguments: list[str]) -> int:
    """Asks each framework in a process of its own, and returns the largest exit status."""
    script = [sys.executable, "-B", str(Path(__file__))]
    return max(
        subprocess.run([*script, name, *arguments], check=False).returncode for name in names
    )


def main() -> int:
    arguments = parse_arguments()
    names = arguments.framework or list(FRAMEWORKS)
    if len(names) > 1:
        check = ["--check"] if arguments.check else []
        return run_each(names, ["--output", str(arguments.output), *check])
    try:
        return run(names[0], arguments.output, arguments.check)
    except (SetupError, OSError, ImportError) as error:
        print(f"generate_others.py: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
