"""Runs the program that the package carries: python -m bncheck verify ..."""

import os
import sys

from bncheck.program import find_program


def main() -> None:
    program = find_program()
    os.execv(program, [str(program), *sys.argv[1:]])


if __name__ == "__main__":
    main()
