"""The one environment the golden files are computed in, and its description."""

import os
from importlib import metadata

from .errors import SetupError

PINNED = {"torch": "2.13.0", "numpy": "2.4.6"}  # as in requirements.txt

# Read by the libraries when they are loaded. One thread and the plain kernels, so that sums have
# one order on every machine; MKL's compatible branch, so that its products do not depend on the
# processor either. Its square root still does: Recipe.needs_exact_root.
SETTINGS = {
    "ATEN_CPU_CAPABILITY": "default",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MKL_CBWR": "COMPATIBLE",
}


def prepare() -> None:
    """Checks the pinned versions and sets the environment; call before torch is imported."""
    for package, version in PINNED.items():
        _require(package, version)
    os.environ.update(SETTINGS)
    import torch

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.backends.mkldnn.enabled = False  # its kernels depend on the processor


def provenance() -> dict[str, str | int]:
    """Describes where the answers come from; the same on every operating system."""
    import torch

    capability = torch.backends.cpu.get_cpu_capability().lower()
    if capability != SETTINGS["ATEN_CPU_CAPABILITY"] or torch.get_num_threads() != 1:
        raise SetupError(
            f"torch runs with capability {capability} and {torch.get_num_threads()} threads where "
            "default and 1 are needed; run golden/generate.py in a process of its own."
        )
    return {
        "library": "PyTorch",
        "version": PINNED["torch"],
        "device": "cpu",
        "threads": torch.get_num_threads(),
        "capability": capability,
    }


def _require(package: str, version: str) -> None:
    try:
        found = metadata.version(package)
    except metadata.PackageNotFoundError:
        found = "no"
    if found.split("+")[0] != version:  # "+cpu" names a build of the same release
        raise SetupError(
            f"the golden files need {package} {version} but this Python has {found} {package}; "
            "install golden/requirements.txt into a virtual environment and use its Python."
        )
