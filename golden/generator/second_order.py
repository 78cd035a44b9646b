"""Backward, differentiated once more."""

from dataclasses import replace

from .coverage import PLAIN
from .drawing import random
from .recipe import Recipe

FLAG = ("DoubleBackward", "double_backward holds the second derivatives.")


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
    return [
        replace(
            PLAIN,
            title=f"Double backward, {len(shape)} axes, {layout}, {dtype}, {mode}"
            + ("" if affine else ", without weight and bias"),
            source="dx, dweight and dbias are differentiated for dy, x and weight, with normal "
            "values arriving at each.",
            shape=shape,
            dtype=dtype,
            layout=layout,
            mode=mode,
            draw=random(1600 + index, affine=affine),
            flags=(FLAG,),
            double_backward=True,
        )
        for index, (dtype, shape, layout, mode, affine) in enumerate(calls)
    ]
