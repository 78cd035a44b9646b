"""Vectors at the edges: extreme parameters, extreme values, few values."""

from dataclasses import replace

from .drawing import random, shift_and_scale
from .recipe import Recipe, Tensors

SHAPE = (4, 3, 4, 4)
LARGE_MEAN = (
    "LargeMean",
    "|mean| is 10^4 standard deviations: x - mean and a * x + b cancel four decimal digits.",
)


def special() -> list[Recipe]:
    return [*parameters(), *values(), *few_values(), *evaluations()]


def parameters() -> list[Recipe]:
    plain = Recipe(title="", source="", shape=SHAPE, draw=random(300))
    return [
        replace(
            plain,
            title="momentum 0",
            source="The running statistics keep their values.",
            momentum=0.0,
            flags=(("MomentumBoundary", "The new batch has no weight."),),
        ),
        replace(
            plain,
            title="momentum 1",
            source="The running statistics become the batch's.",
            momentum=1.0,
            draw=random(301),
            flags=(("MomentumBoundary", "The old value has no weight."),),
        ),
        replace(
            plain,
            title="eps 1e-12",
            source="Below half a unit in the last place of a variance near 1.",
            eps=1e-12,
            draw=random(302),
            flags=(("SmallEps", "In f32, var + eps is var."),),
        ),
        replace(
            plain,
            title="eps 1",
            source="As large as the variance: y has a variance of about one half.",
            eps=1.0,
            draw=random(303),
            flags=(("LargeEps", "eps is as large as the variance."),),
        ),
        replace(
            plain,
            title="Weights negative, zero and large",
            source="weight = -2, 0, 1000: channel 1 is constant in y and gets no gradient in x.",
            draw=random(304, change=_unusual_weights),
            flags=(("ZeroWeight", "y is the bias and dx is 0 in channel 1."),),
        ),
    ]


def values() -> list[Recipe]:
    large = Recipe(
        title="Large mean, contiguous",
        source="x = 10^4 + randn.",
        shape=SHAPE,
        draw=random(310, change=shift_and_scale(1e4, 1.0)),
        flags=(LARGE_MEAN,),
    )
    tiny = (("SmallVariance", "The variance is far below eps: invstd is 1/sqrt(eps), nearly."),)
    return [
        large,
        replace(large, title="Large mean, channels last", layout="nhwc"),
        replace(large, title="Large mean, float64", dtype="f64"),
        replace(large, title="Large mean, without spatial axes", shape=(16, 3)),
        replace(
            large,
            title="Small values",
            source="x = 10^-4 randn.",
            draw=random(311, change=shift_and_scale(0.0, 1e-4)),
            flags=tiny,
        ),
        replace(
            large,
            title="Large values",
            source="x = 10^15 randn.",
            draw=random(312, change=shift_and_scale(0.0, 1e15)),
            flags=(("LargeValues", "Squares reach 10^31; f32 ends at 10^38."),),
        ),
        replace(
            large,
            title="A constant channel",
            source="Channel 1 is 0.1 throughout, in f32 no multiple of its number of values.",
            draw=random(313, change=_constant_channel),
            flags=(("ConstantChannel", "The exact variance of channel 1 is 0."),),
        ),
        replace(
            large,
            title="Every channel constant, exactly",
            source="Channels 2, -4, 0: the exact y is the bias; a * x + b may round beside it.",
            draw=random(314, change=_all_constant),
            flags=(("ConstantChannel", "The exact variance of every channel is 0."),),
        ),
    ]


def few_values() -> list[Recipe]:
    flags = (
        ("FewValues", "m = 2: x - mean is plus and minus the same number, and dx nearly cancels."),
    )
    pair = Recipe(
        title="Two values per channel, from two images",
        source="The unbiased variance is twice the biased one.",
        shape=(2, 5),
        draw=random(320),
        flags=flags,
    )
    return [
        pair,
        replace(pair, title="Two values per channel, from one image", shape=(1, 5, 1, 2)),
        replace(
            pair, title="Two values per channel, channels last", shape=(1, 5, 2, 1), layout="nhwc"
        ),
        replace(pair, title="Two values per channel, float64", dtype="f64"),
        replace(pair, title="One channel", source="C = 1.", shape=(2, 1, 3), flags=()),
    ]


def evaluations() -> list[Recipe]:
    zero = Recipe(
        title="Evaluation with running_var 0",
        source="Channel 0 has a running variance of 0: invstd is 1/sqrt(eps).",
        shape=SHAPE,
        mode="evaluation",
        draw=random(330, change=_zero_running_var),
        flags=(("ZeroRunningVariance", "Only eps is left under the root."),),
    )
    return [
        zero,
        replace(zero, title="Evaluation with running_var 0, float64", dtype="f64"),
        replace(
            zero,
            title="Evaluation of one value per channel",
            source="Evaluation needs no second value.",
            shape=(1, 3),
            draw=random(331),
            flags=(("OneValue", "m = 1; training would be refused."),),
        ),
        replace(
            zero,
            title="Evaluation with a large mean",
            source="x and running_mean near 10^4, running_var near 1.",
            draw=random(332, change=_large_running_mean),
            flags=(LARGE_MEAN,),
        ),
    ]


def _unusual_weights(inputs: Tensors) -> None:
    for channel, weight in enumerate((-2.0, 0.0, 1000.0)):
        inputs["weight"][channel] = weight


def _constant_channel(inputs: Tensors) -> None:
    inputs["x"][:, 1] = 0.1


def _all_constant(inputs: Tensors) -> None:
    for channel, value in enumerate((2.0, -4.0, 0.0)):
        inputs["x"][:, channel] = value


def _zero_running_var(inputs: Tensors) -> None:
    inputs["running_var"][0] = 0.0


def _large_running_mean(inputs: Tensors) -> None:
    inputs["x"].add_(1e4)
    inputs["running_mean"].add_(1e4)
