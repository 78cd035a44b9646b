"""Draws inputs from one seed; the values are stored, so no other machine has to repeat the draw."""

from collections.abc import Callable

import torch

from .call import make_module
from .recipe import DTYPES, Drawn, Recipe, Tensors, parameter_dtype

Change = Callable[[Tensors], None]


def random(
    seed: int, *, affine: bool = True, tracking: bool = True, change: Change | None = None
) -> Callable[[Recipe], Drawn]:
    """Draws normal x, dy, bias and running_mean, and weight and running_var around 1, the latter
    with an exact root where one is needed; then changes the drawn tensors in place."""

    def draw(recipe: Recipe) -> Drawn:
        generator = torch.Generator().manual_seed(seed)
        channels = recipe.shape[1:2]

        def normal(shape: tuple[int, ...]) -> torch.Tensor:
            return torch.randn(shape, generator=generator, dtype=DTYPES[recipe.dtype])

        def parameter() -> torch.Tensor:
            return torch.randn(channels, generator=generator, dtype=parameter_dtype(recipe.dtype))

        def positive() -> torch.Tensor:
            dtype = parameter_dtype(recipe.dtype)
            return torch.rand(channels, generator=generator, dtype=dtype) + 0.5

        inputs: Tensors = {
            "x": normal(recipe.shape),
            "weight": positive() if affine else None,
            "bias": parameter() if affine else None,
            "running_mean": parameter() if tracking else None,
            "running_var": positive() if tracking else None,
            "dy": normal(recipe.shape),
        }
        if recipe.double_backward:
            inputs["ddx"] = normal(recipe.shape)
            inputs["ddweight"] = parameter() if affine else None
            inputs["ddbias"] = parameter() if affine else None
        if tracking and recipe.needs_exact_root:
            inputs["running_var"] = _with_exact_root(inputs["running_var"], recipe.eps)
        if change is not None:
            change(inputs)
        return Drawn(inputs)

    return draw


def _with_exact_root(root: torch.Tensor, eps: float) -> torch.Tensor:
    """Returns the variance of which variance + eps, as the type adds, is the square of the root
    rounded to 10 binary places. The square has 21 bits: any sum that close to it rounds to it."""
    root = (root * 1024).round() / 1024
    return root * root - eps


def shift_and_scale(shift: float, scale: float) -> Change:
    """Returns the change of x to scale * x + shift."""

    def change(inputs: Tensors) -> None:
        inputs["x"].mul_(scale).add_(shift)

    return change


def fresh_module(seed: int) -> Callable[[Recipe], Drawn]:
    """Draws x = (randn + 5) * 2 and then dy, for a module as it is constructed."""

    def draw(recipe: Recipe) -> Drawn:
        generator = torch.Generator().manual_seed(seed)
        channels = recipe.shape[1]
        x = (torch.randn(recipe.shape, generator=generator) + 5) * 2
        inputs: Tensors = {
            "x": x,
            "weight": torch.ones(channels),
            "bias": torch.zeros(channels),
            "running_mean": torch.zeros(channels),
            "running_var": torch.ones(channels),
            "dy": torch.randn(recipe.shape, generator=generator),
        }
        return Drawn(inputs)

    return draw


def after_training(first: Recipe) -> Callable[[Recipe], Drawn]:
    """Draws what the first recipe draws, with the running statistics that its call leaves."""

    def draw(_recipe: Recipe) -> Drawn:
        inputs = first.draw(first).inputs
        module = make_module(first, inputs)
        module(inputs["x"])
        return Drawn(
            inputs
            | {
                "running_mean": module.running_mean.clone(),
                "running_var": module.running_var.clone(),
            }
        )

    return draw
