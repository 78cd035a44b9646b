"""The other frameworks: which are asked, through which door, and in what environment.

The door is the framework's adapter in impl/adapters, which also declares its dialect and contract.
A framework runs in a process of its own, since Keras has one backend in each."""

import ast
import os
import sys
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from .errors import SetupError

ADAPTERS = Path(__file__).resolve().parents[2] / "impl" / "adapters"
WORKER = Path(__file__).resolve().parents[2] / "bncheck" / "python"
REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements-others.txt"

# One thread; and no instructions of the processor beyond AVX2 in what XLA compiles.
SETTINGS = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false --xla_cpu_max_isa=AVX2",
}


ALL = ("f16", "bf16", "f32", "f64")
FULL = ("f32", "f64")
UNDERFLOW = (
    "The gradient of the variance underflows, as it is made of invstd^3: dx lacks the term along x "
    "(docs/findings.md)."
)
ADDED_IN_HALF = (
    "x is read twice, and the two parts of dx are rounded to the half type before they are added "
    "(docs/findings.md)."
)
SUMMED_IN_HALF = (
    "The parameters are rounded to the half type first, and dweight and dbias are summed in it "
    "(docs/findings.md)."
)


@dataclass(frozen=True)
class Framework:
    """Answers through `attribute` of the adapter; "" is the adapter itself."""

    library: str
    adapter: str
    attribute: str
    packages: tuple[str, ...]  # the first one's version is the library's
    one_of: int = 5  # asked about so many of the vectors that it has an answer to
    affine_only: bool = False  # weight and bias are no optional inputs
    differentiates: bool = True
    trains: tuple[str, ...] = ALL  # types; of others stand those that deviate below
    evaluates: tuple[str, ...] = ALL
    deviations: dict[str, str] = field(default_factory=dict)  # id to reason


_JAX = ("jax", "jaxlib")
_LARGE_HALVES = {"bn1d-train-0046": UNDERFLOW, "bn2d-train-0126": UNDERFLOW}
_NO_GRADIENT = {"affine_only": True, "differentiates": False}
FRAMEWORKS = {
    "onnx": Framework("ONNX", "onnx", "Opset15", ("onnx", "numpy"), 4, **_NO_GRADIENT),
    "onnxruntime": Framework(
        "ONNX Runtime", "onnxruntime", "Opset15", ("onnxruntime", "onnx"), 4, **_NO_GRADIENT
    ),
    "flax": Framework(
        *("Flax", "flax", "", ("flax", *_JAX)),
        trains=FULL,
        deviations={"bn2d-train-0061": UNDERFLOW, "bn2d-train-0027": ADDED_IN_HALF},
    ),
    "flax-nnx": Framework(
        *("Flax", "flax", "NnxTwoPass", ("flax", *_JAX)),
        trains=FULL,
        evaluates=FULL,
        deviations={"bn2d-eval-0011": SUMMED_IN_HALF, "bn2d-train-0140": SUMMED_IN_HALF},
    ),
    "keras-jax": Framework("Keras", "keras", "Jax", ("keras", *_JAX), deviations=_LARGE_HALVES),
    "keras-torch": Framework(
        "Keras", "keras", "Torch", ("keras", "torch"), deviations=_LARGE_HALVES
    ),
}


def load(framework: Framework) -> object:
    """Sets the environment, checks the pinned versions and returns the adapter, as bncheck's own
    worker loads it."""
    pins = pinned_versions()
    for package in framework.packages:
        _require(package, pins)
    os.environ.update(SETTINGS)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # pools take as many threads
    sys.path.append(str(WORKER))
    from bncheck_worker.module import Implementation

    attribute = f":{framework.attribute}" if framework.attribute else ""
    return Implementation(f"py:{ADAPTERS / framework.adapter}.py{attribute}")


def entry_point(framework: Framework) -> str:
    """Reads what of the framework the adapter says that it calls."""
    for node in ast.parse((ADAPTERS / f"{framework.adapter}.py").read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ENTRY_POINTS":
            return ast.literal_eval(node.value)[framework.attribute]
    raise SetupError(f"{framework.adapter}.py names no ENTRY_POINTS.")


def provenance(framework: Framework) -> dict[str, str | int]:
    """Describes where the answers come from."""
    pins = pinned_versions()
    library, *beside = framework.packages
    under = ", ".join(f"{package} {pins[package]}" for package in beside)
    return {
        "library": framework.library,
        "version": f"{pins[library]} ({under})",
        "entry_point": entry_point(framework),
        "device": "cpu",
        "threads": 1,
        "capability": "native",
    }


def pinned_versions() -> dict[str, str]:
    """Returns package to version, as requirements-others.txt has them."""
    lines = REQUIREMENTS.read_text().split()
    return dict(line.split("==") for line in lines)


def _require(package: str, pins: dict[str, str]) -> None:
    try:
        found = metadata.version(package)
    except metadata.PackageNotFoundError:
        found = "no"
    if found.split("+")[0] != pins[package]:  # "+cpu" names a build of the same release
        raise SetupError(
            f"these vectors need {package} {pins[package]} but this Python has {found} {package}; "
            "install golden/requirements-others.txt into a virtual environment and use its Python."
        )
