"""Modules that keep their running statistics over several steps."""

import functools
from collections.abc import Callable
from dataclasses import replace

from .call import make_module
from .coverage import HALF
from .drawing import random
from .recipe import Drawn, Recipe

STATE = ("running_mean", "running_var")
CUMULATIVE = ("CumulativeAverage", "momentum=None: the factor of step k is 1/k.")


def steps() -> list[Recipe]:
    plain = Recipe(title="", source="", shape=(5, 3, 2), draw=random(0))
    nhwc = replace(plain, shape=(3, 3, 2, 3), layout="nhwc")
    deep = replace(plain, shape=(2, 2, 2, 2, 3), dtype="f64")
    half = replace(plain, shape=(8, 3), dtype="bf16", flags=(HALF,))
    return [
        *_training("Cumulative average", plain, 1300, 4, cumulative=True),
        *_training("Cumulative average, float64", deep, 1310, 4, cumulative=True),
        *_training("momentum 0.1, channels last", nhwc, 1320, 3),
        *_training("momentum 0.1, bfloat16", half, 1330, 3),
    ]


def _training(
    title: str, plain: Recipe, seed: int, count: int, *, cumulative: bool = False
) -> list[Recipe]:
    """Returns the steps of one module, each on a new batch, and an evaluation after the last."""
    calls = [
        replace(
            plain,
            title=f"{title}, step {step}",
            source=f"Step {step} of {count} of one module, each on a new batch; the running "
            "statistics are those that the step before has left.",
            cumulative_step=step if cumulative else 0,
            momentum=1 / step if cumulative else 0.1,
            flags=plain.flags + ((CUMULATIVE,) if cumulative else ()),
        )
        for step in range(1, count + 1)
    ]
    last = replace(
        plain,
        title=f"{title}, evaluated",
        source=f"The module after its {count} steps, on a new batch.",
        mode="evaluation",
    )
    draw_step = functools.cache(functools.partial(_step, (*calls, last), seed))
    return [replace(call, draw=_nth(draw_step, index)) for index, call in enumerate([*calls, last])]


def _nth(draw_step: Callable[[int], Drawn], index: int) -> Callable[[Recipe], Drawn]:
    return lambda _recipe: draw_step(index)


def _step(calls: tuple[Recipe, ...], seed: int, index: int) -> Drawn:
    """Draws call number `index`, with the state that the calls before it leave."""
    drawn = random(seed + index)(calls[index])
    if index > 0:
        before = _step(calls, seed, index - 1).inputs
        module = make_module(calls[index - 1], before)
        module(before["x"])
        kept = {name: before[name] for name in ("weight", "bias")}
        drawn.inputs.update(kept | {name: getattr(module, name).clone() for name in STATE})
    return drawn
