"""Values at the edges of the formats, in one channel beside an ordinary one."""

from collections.abc import Callable
from dataclasses import replace

from .coverage import PLAIN, half_flags
from .drawing import Change, random
from .recipe import Recipe, Tensors
from .special import LARGE_MEAN

# type, shape, memory order, and one number that makes the case of this type
Place = tuple[str, tuple[int, ...], str, float]
TRAINED = "training"
EVALUATED = "evaluation"


def extremes() -> list[Recipe]:
    return [
        *large_means(),
        *constants(),
        *subnormals(),
        *overflows(),
        *running_variances(),
        *weights(),
    ]


def large_means() -> list[Recipe]:
    places: list[Place] = [
        ("f16", (4, 2, 3, 3), "nchw", 100.0),
        ("bf16", (8, 2), "nchw", 100.0),
        ("f32", (4, 2, 3, 3), "nhwc", 1e6),
        ("f32", (4, 2, 3, 3), "strided", 1e4),
        ("f64", (4, 2, 3, 3), "nchw", 1e12),
        ("f64", (2, 2, 2, 2, 3), "nhwc", 1e8),
    ]
    reason = "The mean is large beside the standard deviation of 1."
    return _family("Mean", places, TRAINED, (LARGE_MEAN[0], reason), 1400, _shift)


def constants() -> list[Recipe]:
    places: list[Place] = [
        ("f64", (4, 2, 3, 3), "nchw", 0.1),
        ("f32", (4, 2, 3, 3), "nhwc", 1e4),
        ("f32", (6, 2), "nchw", -3.0),
        ("f32", (6, 2), "strided", 0.1),
        ("bf16", (4, 2, 3, 3), "nchw", 3.0),
        ("f16", (2, 2, 2, 2, 3), "nhwc", 0.25),
    ]
    flag = ("ConstantChannel", "The exact variance of channel 1 is 0.")
    return _family("Constant channel of", places, TRAINED, flag, 1410, _fill)


def subnormals() -> list[Recipe]:
    places: list[Place] = [
        ("f32", (4, 2, 3, 3), "nchw", 1e-40),
        ("f32", (8, 2), "nchw", 1e-40),
        ("f64", (4, 2, 3, 3), "nhwc", 1e-310),
        ("f16", (4, 2, 3, 3), "nchw", 1e-5),
        ("bf16", (4, 2, 3, 3), "nchw", 1e-39),
    ]
    flag = ("Subnormal", "Channel 1 holds numbers below the smallest of full precision.")
    trained = _family("Subnormal", places, TRAINED, flag, 1420, _scale)
    return trained + _family("Subnormal", places[:1], EVALUATED, flag, 1430, _scale)


def overflows() -> list[Recipe]:
    below: list[Place] = [
        ("f32", (4, 2, 3, 3), "nchw", 1e17),
        ("f64", (4, 2, 3, 3), "nchw", 1e150),
        ("f16", (4, 2, 3, 3), "nchw", 2e4),
        ("bf16", (8, 2), "nchw", 1e17),
    ]
    beyond: list[Place] = [
        ("f32", (4, 2, 3, 3), "nchw", 1e30),
        ("f32", (4, 2, 3, 3), "nhwc", 1e30),
        ("f32", (8, 2), "nchw", 2e19),
        ("f64", (4, 2, 3, 3), "nchw", 1e200),
        ("bf16", (4, 2, 3, 3), "nchw", 1e30),
    ]
    large = ("LargeValues", "Squares of channel 1 are near the largest number, and below it.")
    lost = (
        "SquareOverflow",
        "(x - mean)^2 of channel 1 overflows: the variance is infinite, invstd 0 and y the bias.",
    )
    return [
        *_family("Squares in range,", below, TRAINED, large, 1440, _alternate),
        *_overflowing(_family("Squares out of range,", beyond, TRAINED, lost, 1450, _alternate)),
        *_family("Large values evaluated,", beyond[:1], EVALUATED, large, 1460, _alternate),
    ]


def running_variances() -> list[Recipe]:
    zeros: list[Place] = [
        ("f16", (3, 2, 3, 3), "nchw", 0.0),
        ("bf16", (3, 2, 3, 3), "nhwc", 0.0),
        ("f32", (6, 2), "nchw", 0.0),
    ]
    large: list[Place] = [
        ("f32", (3, 2, 3, 3), "nchw", 1e30),
        ("f64", (3, 2, 3, 3), "nhwc", 1e300),
        ("f16", (6, 2), "nchw", 1e4),
    ]
    zero_flag = ("ZeroRunningVariance", "Only eps is left under the root in channel 1.")
    large_flag = ("LargeRunningVariance", "x is nothing beside the deviation of channel 1.")
    return [
        *_family("Running variance", zeros, EVALUATED, zero_flag, 1470, _running_var),
        *_family("Running variance", large, EVALUATED, large_flag, 1480, _running_var),
        *_family("Trained, running variance", large[:2], TRAINED, large_flag, 1490, _running_var),
    ]


def weights() -> list[Recipe]:
    places: list[Place] = [
        ("f64", (6, 2), "nchw", 0.0),
        ("bf16", (3, 2, 3, 3), "nchw", 0.0),
        ("f32", (3, 2, 3, 3), "nhwc", -1e3),
    ]
    flag = ("UnusualWeight", "The weight of channel 1 is zero, or negative and large.")
    return _family("Weight", places, TRAINED, flag, 1495, _weight)


def _family(
    title: str,
    places: list[Place],
    mode: str,
    flag: tuple[str, str],
    seed: int,
    change: Callable[[float], Change],
) -> list[Recipe]:
    return [
        replace(
            PLAIN,
            title=f"{title} {number:g}, {layout}, {dtype}, {len(shape)} axes, {mode}",
            source="Channel 1 is special, channel 0 drawn from a normal distribution.",
            shape=shape,
            dtype=dtype,
            layout=layout,
            mode=mode,
            draw=random(seed + index, change=change(number)),
            flags=half_flags(dtype) + (flag,),
        )
        for index, (dtype, shape, layout, number) in enumerate(places)
    ]


def _overflowing(recipes: list[Recipe]) -> list[Recipe]:
    reason = "running_var of channel 1 is infinite."
    return [replace(each, flags=(*each.flags, ("NonFinite", reason))) for each in recipes]


def _shift(number: float) -> Change:
    def change(inputs: Tensors) -> None:
        inputs["x"][:, 1].add_(number)

    return change


def _fill(number: float) -> Change:
    def change(inputs: Tensors) -> None:
        inputs["x"][:, 1] = number

    return change


def _scale(number: float) -> Change:
    def change(inputs: Tensors) -> None:
        inputs["x"][:, 1].mul_(number)

    return change


def _alternate(number: float) -> Change:
    """Makes channel 1 alternate between plus and minus the number, give or take a tenth."""

    def change(inputs: Tensors) -> None:
        channel = inputs["x"][:, 1]
        channel.copy_((channel.sign() + channel.clamp(-1, 1) / 10) * number)

    return change


def _running_var(number: float) -> Change:
    def change(inputs: Tensors) -> None:
        inputs["running_var"][1] = number

    return change


def _weight(number: float) -> Change:
    def change(inputs: Tensors) -> None:
        inputs["weight"][1] = number

    return change
