"""Where the program bncheck is."""

import os
import shutil
from pathlib import Path


def find_program() -> Path:
    """Returns the program: that of the environment's BNCHECK, the one that came with this package,
    or the first on PATH. Raises FileNotFoundError if there is none.
    """
    named = os.environ.get("BNCHECK")
    if named:
        return Path(named)
    packaged = Path(__file__).parent / "_program" / "bin" / "bncheck"
    if packaged.exists():
        return packaged
    found = shutil.which("bncheck")
    if found is None:
        raise FileNotFoundError(
            "there is no program bncheck: install the package, put the program on PATH, or name it "
            "by the environment variable BNCHECK"
        )
    return Path(found)
