"""More of what is not finite, empty, or refused: every tensor, type and mode."""

import math
from dataclasses import replace

from .coverage import PLAIN, half_flags, with_shape
from .drawing import random
from .recipe import Recipe
from .second_order import FLAG
from .undefined import Contained, contained, of_one_value, without_values

ROWS, IMAGE, VOLUME = ((5, 2), "nchw"), ((2, 2, 2, 3), "nchw"), ((2, 2, 2, 1, 2), "nhwc")
LAST = ((2, 2, 2, 3), "nhwc")
LINE = ((3, 2, 3), "nchw")
PLACES = [ROWS, IMAGE, LAST, LINE, VOLUME]
DTYPES = ("f32", "f64", "f16", "bf16")
BOTH = ("training", "evaluation")


def containment() -> list[Recipe]:
    return [*everywhere(), *twice(), *more_empty(), *more_refused(), *zero_eps()]


def everywhere() -> list[Recipe]:
    """Puts a value that is not finite into every tensor; places take turns."""
    values = (math.nan, math.inf, -math.inf)
    kinds = [("x", each, dtype, mode) for each in values for dtype in DTYPES for mode in BOTH]
    kinds += [("dy", each, dtype, "training") for each in values for dtype in DTYPES]
    kinds += [("dy", math.nan, dtype, "evaluation") for dtype in DTYPES]
    for name in ("weight", "bias", "running_mean"):
        kinds += [
            (name, each, dtype, mode)
            for each, dtype in ((math.nan, "f32"), (math.inf, "f64"), (-math.inf, "bf16"))
            for mode in BOTH
        ]
    kinds += [("running_var", each, "f32", mode) for each in values[:2] for mode in BOTH]
    calls: list[Contained] = []
    for index, (name, value, dtype, mode) in enumerate(kinds):
        shape, layout = PLACES[index % len(PLACES)]
        calls.append((name, value, dtype, shape, layout, mode))
    return [with_shape(each) for each in contained(calls, 2700)]


def twice() -> list[Recipe]:
    """Differentiates backward once more, beside a channel that is not finite."""
    calls: list[Contained] = [
        ("x", math.nan, "f32", *IMAGE, "training"),
        ("dy", math.inf, "f64", *ROWS, "training"),
        ("ddx", math.nan, "f32", *LAST, "training"),
        ("ddx", -math.inf, "f64", *IMAGE, "evaluation"),
    ]
    return [
        replace(each, title=f"Twice, {each.title}", flags=(*each.flags, FLAG), double_backward=True)
        for each in contained(calls, 2790)
    ]


def more_empty() -> list[Recipe]:
    shapes = [
        ((0, 2), "nchw"),
        ((0, 2, 3), "nchw"),
        ((3, 2, 0), "nchw"),
        ((0, 2, 1, 1), "nhwc"),
        ((2, 2, 2, 0), "nchw"),
        ((2, 2, 2, 0, 2), "nchw"),
        ((0, 2, 2, 2, 2), "nhwc"),
    ]
    calls = []
    for index, (shape, layout) in enumerate(shapes):
        for turn, mode in enumerate(BOTH):
            dtype = DTYPES[(index + turn) % len(DTYPES)]
            calls.append((shape, layout, dtype, mode, index % 3 != 1))
    return without_values(calls, 2800)


def more_refused() -> list[Recipe]:
    calls = [
        ((1, 2), "f16", True),
        ((1, 4), "f32", True),
        ((1, 2, 1), "f64", True),
        ((1, 2, 1), "bf16", True),
        ((1, 2, 1, 1), "f16", True),
        ((1, 2, 1, 1), "f32", False),
        ((1, 2, 1, 1, 1), "f64", True),
        ((1, 2, 1, 1, 1), "bf16", False),
    ]
    return of_one_value(calls, 2820)


def zero_eps() -> list[Recipe]:
    """PyTorch refuses eps = 0 in training, whatever the variance is."""
    calls = [
        ("f32", *ROWS, True),
        ("f64", *IMAGE, True),
        ("f16", *LAST, True),
        ("bf16", *LINE, True),
        ("f32", *VOLUME, True),
        ("f32", *IMAGE, False),
    ]
    return [
        replace(
            PLAIN,
            title=f"eps 0, {layout}, {dtype}, {len(shape)} axes, training"
            + ("" if tracking else ", without running statistics"),
            source="The module raises an error before it computes anything.",
            shape=shape,
            layout=layout,
            dtype=dtype,
            eps=0.0,
            draw=random(2840 + index, tracking=tracking),
            flags=(*half_flags(dtype), ("ZeroEps", "Where the variance is 0, 1/sqrt(0) is left.")),
            raises=True,
        )
        for index, (dtype, shape, layout, tracking) in enumerate(calls)
    ]
