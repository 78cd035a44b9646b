"""Runs the program that the package carries: python -m bncheck verify ..."""

import os
import sys

from bncheck.program import Error, find_program


def main() -> None:
    try:
        program = find_program()
    except Error as error:
        sys.exit(f"bncheck: {error}")
    # Implementations in Python are run by this one, unless another environment is active.
    if "VIRTUAL_ENV" not in os.environ:
        os.environ.setdefault("BNCHECK_PYTHON", sys.executable)
    os.execv(program, [program, *sys.argv[1:]])


if __name__ == "__main__":
    main()
