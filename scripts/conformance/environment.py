"""Virtual environments that hold the frameworks."""

import subprocess
import sys
import venv
from pathlib import Path

# bncheck allows a minute; here the framework's files are read for the first time.
LOAD_LIMIT = 600
WORKER = Path(__file__).resolve().parents[2] / "bncheck/python"


class Environment:
    """An adapter runs in the environment of requirements-ADAPTER.txt where there is such a file (it
    needs versions that the others cannot live with), else in that of requirements.txt. Made when
    first asked for; what cannot be installed is remembered, and so is what cannot be imported."""

    def __init__(self, adapters: Path, folder: Path, python: Path | None):
        self._adapters = adapters
        self._folder = folder
        self._python = python
        self._made: dict[str, Path] = {}

    def python(self, adapter: str) -> Path:
        if self._python is not None:
            return self._python.absolute()
        own = self._adapters / f"requirements-{adapter}.txt"
        requirements = own if own.exists() else self._adapters / "requirements.txt"
        if requirements.stem not in self._made:
            self._made[requirements.stem] = make(self._folder / requirements.stem, requirements)
        return self._made[requirements.stem]

    def missing(self, adapter: str) -> str:
        """Returns why the adapter cannot be loaded, as bncheck loads it, or nothing."""
        file = self._adapters / f"{adapter}.py"
        program = (
            f"import sys; sys.path.append({str(WORKER)!r}); "
            f"from bncheck_worker.module import load_file; load_file({str(file)!r})"
        )
        command = [self.python(adapter), "-W", "ignore", "-c", program]
        try:
            finished = subprocess.run(
                command, capture_output=True, errors="replace", timeout=LOAD_LIMIT
            )
        except subprocess.TimeoutExpired:
            return f"it is not loaded after {LOAD_LIMIT} s"
        if finished.returncode == 0:
            return ""
        lines = finished.stderr.strip().splitlines() or ["it ended without a word"]
        return lines[-1]


def make(folder: Path, requirements: Path) -> Path:
    """Returns the interpreter of an environment with all of the requirements that this machine
    can have: one that cannot be installed does not keep the others out."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True, clear=True)
    for line in requirements.read_text().splitlines():
        wanted = line.partition("#")[0].strip()
        if wanted:
            install(python, wanted)
    return python


def install(python: Path, wanted: str) -> None:
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted]
    finished = subprocess.run(command, capture_output=True, text=True)
    if finished.returncode != 0:
        reason = (finished.stderr.strip().splitlines() or ["pip says nothing"])[-1]
        print(f"scripts/conformance: {wanted} is not installed: {reason}", file=sys.stderr)
