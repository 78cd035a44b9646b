"""What one vector asks of batch norm."""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch

Tensors = dict[str, torch.Tensor | None]

INPUTS = ("x", "weight", "bias", "running_mean", "running_var", "dy")
OUTPUTS = (
    "y",
    "save_mean",
    "save_invstd",
    "running_mean",
    "running_var",
    "dx",
    "dweight",
    "dbias",
)
DTYPES = {
    "f16": torch.float16,
    "bf16": torch.bfloat16,
    "f32": torch.float32,
    "f64": torch.float64,
}
# What arrives at dx, dweight and dbias in double backward, and what that gives.
SECOND_INPUTS = ("ddx", "ddweight", "ddbias")
SECOND_OUTPUTS = ("d_dy", "d_x", "d_weight")
NON_FINITE = "NonFinite"


def parameter_dtype(dtype: str) -> torch.dtype:
    """Returns the type of weight, bias and statistics: PyTorch's mixed rule for half types."""
    return torch.float64 if dtype == "f64" else torch.float32


@dataclass(frozen=True)
class Drawn:
    """Inputs, and the outputs a network gave for them, which the vector must repeat."""

    inputs: Tensors
    seen: Tensors = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What the module returned, or the type and the message of the error that it raised."""

    outputs: Tensors
    second: Tensors = field(default_factory=dict)
    raised: tuple[str, str] | None = None


@dataclass(frozen=True)
class Recipe:
    """One call; shape is (N, C, ...). draw is called only when no stored inputs are given."""

    title: str
    source: str
    shape: tuple[int, ...]
    draw: Callable[["Recipe"], Drawn]
    dtype: str = "f32"
    layout: str = "nchw"
    mode: str = "training"
    eps: float = 1e-5
    momentum: float = 0.1
    flags: tuple[tuple[str, str], ...] = ()
    # A module without running statistics normalizes with the batch's even in evaluation.
    module_evaluates: bool = False
    # A module of momentum=None in its k-th step; momentum is then 1/k. 0: momentum as given.
    cumulative_step: int = 0
    raises: bool = False
    double_backward: bool = False

    @property
    def needs_exact_root(self) -> bool:
        """Tells whether PyTorch's answer would depend on the processor, but for an exact root.

        Strided tensors are evaluated with torch.sqrt(running_var + eps), which is MKL's: off by one
        unit here and there, and elsewhere on other processors (docs/findings.md). A root that the
        type holds exactly is found by all of them. All else calls the square root of C.
        """
        return self.layout == "strided" and self.mode == "evaluation"

    @property
    def input_names(self) -> tuple[str, ...]:
        """Names the tensors that are drawn and stored."""
        return INPUTS + (SECOND_INPUTS if self.double_backward else ())

    @property
    def kind(self) -> str:
        """Names the module and the mode: bn2d-train."""
        dimensions = max(len(self.shape) - 2, 1)
        return f"bn{dimensions}d-{'train' if self.mode == 'training' else 'eval'}"
