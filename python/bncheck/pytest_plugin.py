"""The fixture bncheck: its verify skips the test where nothing can be judged."""

from types import SimpleNamespace

import pytest

from bncheck import NothingJudged, Result, laws, verify


def _verify_or_skip(*words, **options) -> Result:
    __tracebackhide__ = True
    try:
        return verify(*words, **options)
    except NothingJudged as nothing:
        pytest.skip(str(nothing))


@pytest.fixture
def bncheck() -> SimpleNamespace:
    """Has verify, as bncheck.verify, and laws, the ids of all laws."""
    return SimpleNamespace(verify=_verify_or_skip, laws=laws)
