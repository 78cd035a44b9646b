"""Inputs without an answer: not finite, empty, or refused."""

import math
from dataclasses import replace

from .coverage import PLAIN, half_flags
from .drawing import Change, random
from .recipe import NON_FINITE, Recipe, Tensors

# tensor, value, type, shape, memory order, mode
Contained = tuple[str, float, str, tuple[int, ...], str, str]
# shape, memory order, type, mode, and whether weight and bias are there
Empty = tuple[tuple[int, ...], str, str, str, bool]
# shape, type, and whether the running statistics are there
Refused = tuple[tuple[int, ...], str, bool]


def undefined() -> list[Recipe]:
    return [*non_finite(), *empty(), *refused()]


def non_finite() -> list[Recipe]:
    """One value of channel 1 is not finite; channel 0 must not notice."""
    image, rows, volume = (3, 2, 2, 3), (6, 2), (2, 2, 2, 2, 2)
    calls = [
        ("x", math.nan, "f32", image, "nchw", "training"),
        ("x", math.nan, "f32", rows, "nchw", "training"),
        ("x", math.nan, "f32", volume, "nhwc", "training"),
        ("x", math.nan, "f16", image, "nchw", "training"),
        ("x", math.nan, "bf16", image, "nhwc", "training"),
        ("x", math.nan, "f64", image, "nchw", "training"),
        ("x", math.nan, "f32", image, "nchw", "evaluation"),
        ("x", math.inf, "f32", image, "nchw", "training"),
        ("x", math.inf, "f64", rows, "nchw", "training"),
        ("x", -math.inf, "f32", image, "nhwc", "training"),
        ("x", -math.inf, "bf16", rows, "nchw", "training"),
        ("x", math.inf, "f32", image, "nhwc", "evaluation"),
        ("dy", math.nan, "f32", image, "nchw", "training"),
        ("dy", math.inf, "f32", image, "nhwc", "training"),
        ("weight", math.nan, "f32", image, "nchw", "training"),
        ("running_var", math.inf, "f32", image, "nchw", "training"),
        ("running_mean", math.nan, "f32", rows, "nchw", "evaluation"),
    ]
    return contained(calls, 1500)


def contained(calls: list[Contained], seed: int) -> list[Recipe]:
    return [
        replace(
            PLAIN,
            title=f"{value} in {name}, {layout}, {dtype}, {len(shape)} axes, {mode}",
            source=f"The first {name} of channel 1 is {value}; channel 0 is ordinary.",
            shape=shape,
            dtype=dtype,
            layout=layout,
            mode=mode,
            draw=random(seed + index, change=_first(name, value)),
            flags=half_flags(dtype) + ((NON_FINITE, "It stays within channel 1."),),
        )
        for index, (name, value, dtype, shape, layout, mode) in enumerate(calls)
    ]


def empty() -> list[Recipe]:
    calls = [
        ((0, 3), "nchw", "f32", "training", True),
        ((0, 3), "nchw", "f32", "evaluation", True),
        ((0, 3, 4, 4), "nchw", "f32", "training", True),
        ((2, 3, 0, 4), "nhwc", "f32", "training", True),
        ((0, 3, 2, 2, 2), "nchw", "f64", "training", True),
        ((0, 3, 4), "nchw", "bf16", "training", True),
        ((0, 3), "nchw", "f32", "training", False),
    ]
    return without_values(calls, 1530)


def without_values(calls: list[Empty], seed: int) -> list[Recipe]:
    return [
        replace(
            PLAIN,
            title=f"No values, {'x'.join(map(str, shape))}, {dtype}, {mode}"
            + ("" if affine else ", without weight and bias"),
            source="The running statistics stay as they are; the saved ones are left unwritten.",
            shape=shape,
            layout=layout,
            dtype=dtype,
            mode=mode,
            draw=random(seed + index, affine=affine),
            flags=(("Empty", "m = 0: there is nothing to average."),),
        )
        for index, (shape, layout, dtype, mode, affine) in enumerate(calls)
    ]


def refused() -> list[Recipe]:
    calls = [
        ((1, 3), "f32", True),
        ((1, 3, 1), "f32", True),
        ((1, 3, 1, 1), "f32", True),
        ((1, 3, 1, 1, 1), "f32", True),
        ((1, 3), "f64", True),
        ((1, 3, 1, 1), "bf16", True),
        ((1, 3), "f32", False),
    ]
    return of_one_value(calls, 1540)


def of_one_value(calls: list[Refused], seed: int) -> list[Recipe]:
    return [
        replace(
            PLAIN,
            title=f"One value per channel, {'x'.join(map(str, shape))}, {dtype}"
            + ("" if tracking else ", without running statistics"),
            source="The module raises an error before it computes anything.",
            shape=shape,
            dtype=dtype,
            draw=random(seed + index, tracking=tracking),
            module_evaluates=not tracking,
            flags=(("OneValue", "m = 1: the unbiased variance would divide by zero."),),
            raises=True,
        )
        for index, (shape, dtype, tracking) in enumerate(calls)
    ]


def _first(name: str, value: float) -> Change:
    def change(inputs: Tensors) -> None:
        tensor = inputs[name]
        place = (0, 1) + (0,) * (tensor.dim() - 2) if tensor.dim() > 1 else (1,)
        tensor[place] = value

    return change
