"""The product of hazards, types and places, forward and backward, and now and then twice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

import torch

from .coverage import PLAIN, half_flags
from .drawing import Change, random
from .recipe import Recipe, Tensors
from .second_order import FLAG

DTYPES = ("f16", "bf16", "f32", "f64")
# Where x - mean is formed, sums are taken and y is written differs between these.
WHOLE = [
    ((6, 2), "nchw"),
    ((3, 2, 4), "nchw"),
    ((2, 2, 3, 2), "nchw"),
    ((2, 2, 3, 2), "nhwc"),
    ((2, 2, 2, 1, 2), "nhwc"),
]
STRIDED = ((3, 2, 2, 2), "strided")
VOLUME = ((2, 2, 2, 1, 2), "nchw")


@dataclass(frozen=True)
class Hazard:
    """What is done to channel 1, with one number for each type in the order of DTYPES."""

    title: str
    flag: str
    reason: str
    numbers: tuple[float, float, float, float]
    change: Callable[[torch.Tensor, Tensors, float], None]


def hazards() -> list[Recipe]:
    trained = _product(TRAINED, "training", 3, 2000)
    return [*trained, *_product(EVALUATED, "evaluation", 2, 2300)]


def _product(table: list[Hazard], mode: str, places: int, seed: int) -> list[Recipe]:
    """Every hazard with every type, each in so many places, which take turns."""
    seeds = count(seed)
    recipes = []
    for row, hazard in enumerate(table):
        for column, dtype in enumerate(DTYPES):
            # Half types deviate where tensors are strided (docs/pytorch.md).
            turns = [*WHOLE, STRIDED if dtype in ("f32", "f64") else VOLUME]
            for turn in range(places):
                shape, layout = turns[(row + column + 2 * turn) % len(turns)]
                plain = replace(PLAIN, shape=shape, layout=layout, dtype=dtype, mode=mode)
                recipes.append(_recipe(hazard, hazard.numbers[column], plain, next(seeds), turn))
    return recipes


def _recipe(hazard: Hazard, number: float, plain: Recipe, seed: int, turn: int) -> Recipe:
    second = turn == 0 and plain.dtype in ("f32", "f64")
    axes, layout, dtype = len(plain.shape), plain.layout, plain.dtype
    return replace(
        plain,
        title=f"{hazard.title} {number:g}, {layout}, {dtype}, {axes} axes, {plain.mode}",
        source="Channel 1 is special, channel 0 drawn from a normal distribution.",
        draw=random(seed, change=_of_channel(hazard, number)),
        flags=half_flags(dtype) + ((hazard.flag, hazard.reason),) + ((FLAG,) if second else ()),
        double_backward=second,
    )


def _of_channel(hazard: Hazard, number: float) -> Change:
    return lambda inputs: hazard.change(inputs["x"][:, 1], inputs, number)


def _shift(channel: torch.Tensor, _inputs: Tensors, number: float) -> None:
    channel.add_(number)


def _fill(channel: torch.Tensor, _inputs: Tensors, number: float) -> None:
    channel.fill_(number)


def _scale(channel: torch.Tensor, _inputs: Tensors, number: float) -> None:
    channel.mul_(number)


def _alternate(channel: torch.Tensor, _inputs: Tensors, number: float) -> None:
    channel.copy_((channel.sign() + channel.clamp(-1, 1) / 10) * number)


def _first(channel: torch.Tensor, _inputs: Tensors, number: float) -> None:
    channel[(0,) * channel.dim()] = number


def _spread(channel: torch.Tensor, _inputs: Tensors, number: float) -> None:
    """Lets the magnitudes fall by 2^number from the first value to the last."""
    steps = torch.linspace(0, -number, channel.numel(), dtype=torch.float64).round()
    channel.copy_((channel.double() * 2 ** steps.reshape(channel.shape)).to(channel.dtype))


def _one_beside(channel: torch.Tensor, _inputs: Tensors, number: float) -> None:
    """All values are the number but the first, which is the next number above."""
    channel.fill_(number)
    if channel.dtype == torch.bfloat16:  # nextafter knows no other half type either way
        above = number * (1 + 2.0**-7)
    elif channel.dtype == torch.float16:
        above = number * (1 + 2.0**-10)
    else:
        whole = torch.tensor(number, dtype=channel.dtype)
        above = torch.nextafter(whole, whole * 2).item()
    _first(channel, _inputs, above)


def _along(channel: torch.Tensor, inputs: Tensors, number: float) -> None:
    inputs["dy"][:, 1] = number * channel


def _push(_channel: torch.Tensor, inputs: Tensors, number: float) -> None:
    inputs["dy"][:, 1].add_(number)


def _parameter(name: str) -> Callable[[torch.Tensor, Tensors, float], None]:
    def change(_channel: torch.Tensor, inputs: Tensors, number: float) -> None:
        inputs[name][1] = number

    return change


MEAN = Hazard(
    "Mean",
    "LargeMean",
    "The mean of channel 1 is large beside its deviation of 1.",
    (300.0, 40.0, 1e5, 1e10),
    _shift,
)
OUTLIER = Hazard(
    "One value of",
    "Outlier",
    "One value of channel 1 outweighs all others.",
    (3e3, 1e4, 1e6, 1e12),
    _first,
)
WEIGHT = Hazard(
    "Weight",
    "UnusualWeight",
    "The weight of channel 1 is negative, or far from 1.",
    (-300.0, 1e-6, 1e-20, -1e15),
    _parameter("weight"),
)
BIAS = Hazard(
    "Bias",
    "LargeBias",
    "The bias of channel 1 is large beside the normalized values, which it swallows.",
    (1e4, 1e5, 1e8, 1e16),
    _parameter("bias"),
)
SUBNORMAL = Hazard(
    "Subnormal",
    "Subnormal",
    "Channel 1 holds numbers below the smallest of full precision.",
    (3e-6, 3e-40, 3e-41, 3e-311),
    _scale,
)
TRAINED = [
    MEAN,
    OUTLIER,
    WEIGHT,
    BIAS,
    SUBNORMAL,
    Hazard(
        "Constant channel of",
        "ConstantChannel",
        "The exact variance of channel 1 is 0.",
        (-0.1, 7.0, 0.7, 1e5 / 3),
        _fill,
    ),
    Hazard(
        "All values but one",
        "NearlyConstant",
        "The values of channel 1 are equal but for one, which is the next number.",
        (10.0, 3.0, 1e3, 1e6),
        _one_beside,
    ),
    Hazard(
        "Squares in range,",
        "LargeValues",
        "Squares of channel 1 are near the largest number, and below it.",
        (1e4, 5e17, 5e17, 1e152),
        _alternate,
    ),
    Hazard(
        "Small values,",
        "SmallVariance",
        "The variance of channel 1 is far below eps.",
        (1e-3, 1e-6, 1e-10, 1e-30),
        _scale,
    ),
    Hazard(
        "Powers of two over",
        "WideRange",
        "The magnitudes of channel 1 fall over that many powers of two: sums round off the last.",
        (10.0, 60.0, 60.0, 400.0),
        _spread,
    ),
    Hazard(
        "Gradient along x,",
        "CorrelatedGradient",
        "dy is a multiple of x in channel 1: the terms of dx cancel, and leave the part of eps.",
        (4.0, -2.0, 100.0, -1e6),
        _along,
    ),
    Hazard(
        "Gradient with mean",
        "LargeGradientMean",
        "The mean of dy in channel 1, which does not reach dx, is large beside its deviation.",
        (100.0, 50.0, 1e5, 1e9),
        _push,
    ),
]
EVALUATED = [
    MEAN,
    OUTLIER,
    WEIGHT,
    BIAS,
    SUBNORMAL,
    Hazard(
        "Running mean",
        "LargeMean",
        "running_mean of channel 1 is far from the batch's: x - running_mean rounds.",
        (3e3, 1e4, 1e7, -1e15),
        _parameter("running_mean"),
    ),
]
