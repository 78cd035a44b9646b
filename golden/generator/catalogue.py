"""Every vector, in order. Ids are counted per kind in this order, so a new recipe goes to the very
end, after those of onnx_cases(): an id, once given, keeps its meaning."""

import functools
from dataclasses import replace

from .containment import containment
from .coverage import coverage
from .drawing import after_training, fresh_module, random, shift_and_scale
from .extremes import extremes
from .hazards import hazards
from .networks import evaluated_after, lenet_step, linear_steps, nth
from .onnx_cases import onnx_cases
from .recipe import DTYPES, Recipe, Tensors
from .second_order import more_second_order, second_order
from .sequences import sequences
from .special import special
from .steps import steps
from .undefined import undefined


def catalogue() -> list[Recipe]:
    """Returns all recipes."""
    first = [*first_steps(), *linear_network(), *lenet(), *layouts(), *absent_tensors()]
    then = [*special(), *coverage(), *steps(), *extremes(), *undefined(), *second_order()]
    product = [*hazards(), *more_second_order(), *sequences(), *containment()]
    return [*first, *then, *product, *folded(), *onnx_cases()]


def first_steps() -> list[Recipe]:
    train = Recipe(
        title="20 points in 2 features",
        source="x = (randn + 5) * 2 through a new BatchNorm1d(2) in training.",
        shape=(20, 2),
        draw=fresh_module(1),
    )
    return [
        train,
        replace(
            train,
            title="20 points in 2 features, evaluated",
            source="The same points, evaluated with the running statistics of that one step.",
            mode="evaluation",
            draw=after_training(train),
        ),
    ]


def linear_network() -> list[Recipe]:
    """After manual_seed(0) and the construction of the network, each step draws its data and then
    its target."""
    network = "Linear(3, 2) and BatchNorm1d(2), mean squared error, SGD with rate 0.1"
    steps = [
        Recipe(
            title=f"Small network, training step {step + 1}",
            source=f"{network}: the batch norm's call in step {step + 1} of 3.",
            shape=(4, 2),
            draw=nth(linear_steps, step),
        )
        for step in range(3)
    ]
    evaluated = Recipe(
        title="Small network, evaluated",
        source=f"{network}: after three steps, in evaluation, on two new points.",
        shape=(2, 2),
        mode="evaluation",
        draw=nth(linear_steps, 3),
    )
    return [*steps, evaluated]


def lenet() -> list[Recipe]:
    places = [
        ("after the first convolution", (4, 6, 28, 28)),
        ("after the second convolution", (4, 16, 10, 10)),
        ("after the first dense layer", (4, 120)),
        ("after the second dense layer", (4, 84)),
    ]
    return [
        Recipe(
            title=f"LeNet, {place}",
            source="One training step with cross entropy on four random 28x28 images; each batch "
            "norm is followed by a sigmoid.",
            shape=shape,
            draw=nth(lenet_step, index),
        )
        for index, (place, shape) in enumerate(places)
    ]


def layouts() -> list[Recipe]:
    """Every dimension, both memory orders, both modes, both types."""
    shapes = [
        ((6, 5, 7), "nchw"),
        ((4, 3, 5, 5), "nchw"),
        ((4, 3, 5, 5), "nhwc"),
        ((2, 3, 2, 3, 4), "nchw"),
        ((2, 3, 2, 3, 4), "nhwc"),
    ]
    calls = [
        (shape, layout, dtype, mode)
        for dtype in ("f32", "f64")
        for shape, layout in shapes
        for mode in ("training", "evaluation")
    ]
    return [
        Recipe(
            title=f"{len(shape)} axes, {layout}, {dtype}, {mode}",
            source="Normal values, every tensor present, running statistics of no special value.",
            shape=shape,
            draw=random(100 + index),
            dtype=dtype,
            layout=layout,
            mode=mode,
        )
        for index, (shape, layout, dtype, mode) in enumerate(calls)
    ]


def absent_tensors() -> list[Recipe]:
    shape = (3, 4, 3, 5)
    plain = Recipe(
        title="Without weight and bias",
        source="affine=False.",
        shape=shape,
        draw=random(200, affine=False),
    )
    return [
        plain,
        replace(plain, title="Without weight and bias, evaluated", mode="evaluation"),
        replace(
            plain,
            title="Without running statistics",
            source="track_running_stats=False.",
            draw=random(201, tracking=False),
        ),
        replace(
            plain,
            title="Bare module, put into evaluation",
            source="affine=False, track_running_stats=False, eval(): the module still normalizes "
            "with the batch's statistics, so this is batch norm's training.",
            draw=random(202, affine=False, tracking=False),
            module_evaluates=True,
        ),
        replace(
            plain,
            title="Without weight and bias, float64",
            draw=random(203, affine=False, change=_shifted),
            dtype="f64",
        ),
    ]


def folded() -> list[Recipe]:
    """The calls that exporters and compilers fold into the layer before; what they make of that
    layer's weights is no call of batch norm, and not held."""
    calls = [
        ("Conv2d(2, 3, 3)", (2, 3, 2, 2), "f32"),
        ("Conv2d(2, 3, 3)", (2, 3, 2, 2), "f64"),
        ("Conv2d(4, 4, 2, groups=4)", (2, 4, 2, 2), "f32"),
        ("Conv3d(2, 2, 2)", (1, 2, 2, 2, 2), "f32"),
        ("Linear(4, 3)", (5, 3), "f32"),
        ("Linear(4, 3)", (5, 3), "f64"),
    ]
    return [
        Recipe(
            title=f"Evaluated after {layer}, {dtype}",
            source=f"{layer} and its batch norm after two steps of training, evaluated: x is the "
            "layer's output, and dy comes from the mean of y^3.",
            shape=shape,
            dtype=dtype,
            mode="evaluation",
            draw=nth(functools.partial(evaluated_after, layer, DTYPES[dtype]), 0),
            flags=(("Foldable", "y is affine in x: the layer before can do this call's work."),),
        )
        for layer, shape, dtype in calls
    ]


def _shifted(inputs: Tensors) -> None:
    shift_and_scale(3.0, 0.5)(inputs)
