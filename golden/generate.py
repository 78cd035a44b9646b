"""Writes the golden files, or checks them: what PyTorch answers, bit for bit.

Exit status: 0 done and equal, 1 the files differ from what PyTorch answers, 2 nothing was done.
"""

import argparse
import sys
from pathlib import Path

from generator.environment import prepare
from generator.errors import SetupError

HOME = Path(__file__).resolve().parent


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--output",
        type=Path,
        default=HOME,
        metavar="DIR",
        help="the folder of manifest.json and vectors/; default: this script's own",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; compute the outputs again from the inputs stored in DIR and compare",
    )
    parser.add_argument(
        "--inputs",
        type=Path,
        metavar="DIR",
        help="take the inputs stored in this folder; draw only those that it does not have",
    )
    return parser.parse_args()


def run(arguments: argparse.Namespace) -> int:
    prepare()
    # Imports torch, which reads the environment that prepare() has set.
    from generator.build import build
    from generator.files import differences, write

    if not arguments.check:
        files = build(arguments.inputs)
        write(files, arguments.output)
        print(f"wrote {len(files)} files to {arguments.output}")
        return 0
    files = build(arguments.output)
    found = differences(files, arguments.output)
    for sentence in found:
        print(sentence)
    print(f"{len(files)} files checked, {len(found)} differences")
    return 1 if found else 0


def main() -> int:
    try:
        return run(parse_arguments())
    except (SetupError, OSError) as error:
        print(f"generate.py: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
