"""Runs tests by pytest; where it is not installed, exits with 77: skipped."""

import sys

try:
    import pytest
except ModuleNotFoundError:
    print("pytest is not installed: scripts/setup tests installs it")
    sys.exit(77)

sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[1:]]))
