"""Verifies batch norms with the program bncheck: one call in a test of yours.

import bncheck

def test_batch_norm():
    bncheck.verify("mymodule:batch_norm", budget=500)
"""

from bncheck.program import Error, find_program, laws
from bncheck.verification import LawsFailed, NothingJudged, Result, verify

__all__ = ["Error", "LawsFailed", "NothingJudged", "Result", "find_program", "laws", "verify"]
