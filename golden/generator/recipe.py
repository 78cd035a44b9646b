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
DTYPES = {"f32": torch.float32, "f64": torch.float64}


@dataclass(frozen=True)
class Drawn:
    """Inputs, and the outputs a network gave for them, which the vector must repeat."""

    inputs: Tensors
    seen: Tensors = field(default_factory=dict)


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

    @property
    def kind(self) -> str:
        """Names the module and the mode: bn2d-train."""
        dimensions = max(len(self.shape) - 2, 1)
        return f"bn{dimensions}d-{'train' if self.mode == 'training' else 'eval'}"
