"""The inputs of ONNX's backend tests for BatchNormalization, which are defined by NumPy's
generator: two calls follow one another from seed 0, with the default eps and with 0.01, once for
evaluation and once for training. ONNX has no gradients: dy is drawn here."""

from collections.abc import Callable

import numpy
import torch

from .recipe import Drawn, Recipe

SHAPE = (2, 3, 4, 5)


def onnx_cases() -> list[Recipe]:
    return [
        Recipe(
            title=f"ONNX backend test, eps {eps:g}, {mode}",
            source=f"The inputs of onnx 1.23.2's {name}; dy is drawn beside them, and momentum 0.1 "
            "weighs the new batch where ONNX's 0.9 weighs the old value.",
            shape=SHAPE,
            mode=mode,
            eps=eps,
            draw=_drawn(index),
        )
        for mode, ending in (("evaluation", ""), ("training", "_training_mode"))
        for index, (eps, name) in enumerate(
            [
                (1e-5, f"test_batchnorm_example{ending}"),
                (1e-2, f"test_batchnorm_epsilon{ending}"),
            ]
        )
    ]


def _drawn(index: int) -> Callable[[Recipe], Drawn]:
    def draw(recipe: Recipe) -> Drawn:
        source = numpy.random.RandomState(0)
        for _ in range(index + 1):
            inputs = {
                "x": source.randn(*SHAPE),
                "weight": source.randn(SHAPE[1]),
                "bias": source.randn(SHAPE[1]),
                "running_mean": source.randn(SHAPE[1]),
                "running_var": source.rand(SHAPE[1]),
            }
        drawn = {name: torch.from_numpy(array).float() for name, array in inputs.items()}
        generator = torch.Generator().manual_seed(2900 + index)
        return Drawn(drawn | {"dy": torch.randn(recipe.shape, generator=generator)})

    return draw
