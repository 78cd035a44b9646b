"""Backward, differentiated once more."""

from dataclasses import replace

from .coverage import PLAIN, half_flags, with_shape
from .drawing import random
from .recipe import Recipe

FLAG = ("DoubleBackward", "double_backward holds the second derivatives.")
ROUNDED_TWICE = (
    "KnownDeviation",
    "The second derivatives of half types are computed in the half type: sums of products are "
    "rounded to it, though d_weight is f32 (docs/pytorch.md).",
)


def second_order() -> list[Recipe]:
    calls = [
        ("f32", (6, 3), "nchw", "training", True),
        ("f32", (4, 2, 3), "nchw", "training", True),
        ("f32", (3, 2, 2, 3), "nchw", "training", True),
        ("f32", (3, 2, 2, 3), "nhwc", "training", True),
        ("f64", (6, 3), "nchw", "training", True),
        ("f64", (3, 2, 2, 3), "nchw", "training", True),
        ("f64", (2, 2, 2, 2, 2), "nhwc", "training", True),
        ("f32", (3, 2, 2, 3), "nchw", "evaluation", True),
        ("f64", (6, 3), "nchw", "evaluation", True),
        ("f32", (3, 2, 2, 3), "nchw", "training", False),
        ("f64", (3, 2, 2, 3), "nchw", "evaluation", False),
    ]
    return [_twice(1600 + index, *call) for index, call in enumerate(calls)]


def more_second_order() -> list[Recipe]:
    """Every memory order and mode, some without weight and bias; and half types, which deviate."""
    places = [
        ((5, 2), "nchw"),
        ((3, 2, 4), "nchw"),
        ((2, 3, 2, 2), "nchw"),
        ((2, 3, 2, 2), "nhwc"),
        ((2, 2, 1, 2, 2), "nchw"),
        ((2, 2, 1, 2, 2), "nhwc"),
        ((4, 2, 3), "strided"),
    ]
    calls = [
        (dtype, *place, mode)
        for dtype in ("f32", "f64")
        for place in places
        for mode in ("training", "evaluation")
    ]
    half = [
        (dtype, *places[2], mode)
        for dtype in ("f16", "bf16")
        for mode in ("training", "evaluation")
    ]
    deviating = [_twice(1750 + index, *call, True) for index, call in enumerate(half)]
    recipes = [
        *[_twice(1700 + index, *call, index % 3 != 2) for index, call in enumerate(calls)],
        *[replace(each, flags=(*each.flags, ROUNDED_TWICE)) for each in deviating],
    ]
    return [with_shape(each) for each in recipes]


def _twice(
    seed: int, dtype: str, shape: tuple[int, ...], layout: str, mode: str, affine: bool
) -> Recipe:
    return replace(
        PLAIN,
        title=f"Double backward, {len(shape)} axes, {layout}, {dtype}, {mode}"
        + ("" if affine else ", without weight and bias"),
        source="dx, dweight and dbias are differentiated for dy, x and weight, with normal "
        "values arriving at each.",
        shape=shape,
        dtype=dtype,
        layout=layout,
        mode=mode,
        draw=random(seed, affine=affine),
        flags=(*half_flags(dtype), FLAG),
        double_backward=True,
    )
