"""Modules that keep their running statistics over several steps."""

import functools
from collections.abc import Callable
from dataclasses import replace

from .call import make_module
from .coverage import HALF
from .drawing import random, shift_and_scale
from .recipe import Drawn, Recipe

STATE = ("running_mean", "running_var")
CUMULATIVE = ("CumulativeAverage", "momentum=None: the factor of step k is 1/k.")


def steps() -> list[Recipe]:
    plain = Recipe(title="", source="", shape=(5, 3, 2), draw=random(0))
    nhwc = replace(plain, shape=(3, 3, 2, 3), layout="nhwc")
    deep = replace(plain, shape=(2, 2, 2, 2, 3), dtype="f64")
    half = replace(plain, shape=(8, 3), dtype="bf16", flags=(HALF,))
    return [
        *training_steps("Cumulative average", plain, 1300, 4, cumulative=True),
        *training_steps("Cumulative average, float64", deep, 1310, 4, cumulative=True),
        *training_steps("momentum 0.1, channels last", nhwc, 1320, 3),
        *training_steps("momentum 0.1, bfloat16", half, 1330, 3),
    ]


def training_steps(
    title: str,
    plain: Recipe,
    seed: int,
    count: int,
    *,
    cumulative: bool = False,
    momentum: float = 0.1,
    rows: tuple[int, ...] = (),
    drift: float = 0.0,
) -> list[Recipe]:
    """Returns the steps of one module, each on a new batch, and an evaluation after the last. The
    batches have so many rows in turn, if any are given, and a mean that grows by `drift`."""
    rows = rows or plain.shape[:1]
    calls = [
        replace(
            plain,
            shape=(rows[(step - 1) % len(rows)], *plain.shape[1:]),
            title=f"{title}, step {step}",
            source=f"Step {step} of {count} of one module, each on a new batch; the running "
            "statistics are those that the step before has left.",
            cumulative_step=step if cumulative else 0,
            momentum=1 / step if cumulative else momentum,
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
    draw_step = functools.cache(functools.partial(_step, (*calls, last), seed, drift))
    return [replace(call, draw=_nth(draw_step, index)) for index, call in enumerate([*calls, last])]


def _nth(draw_step: Callable[[int], Drawn], index: int) -> Callable[[Recipe], Drawn]:
    return lambda _recipe: draw_step(index)


def _step(calls: tuple[Recipe, ...], seed: int, drift: float, index: int) -> Drawn:
    """Draws call number `index`, with the state that the calls before it leave."""
    drawn = random(seed + index, change=shift_and_scale(drift * index, 1.0))(calls[index])
    if index > 0:
        before = _step(calls, seed, drift, index - 1).inputs
        module = make_module(calls[index - 1], before)
        module(before["x"])
        kept = {name: before[name] for name in ("weight", "bias")}
        drawn.inputs.update(kept | {name: getattr(module, name).clone() for name in STATE})
    return drawn
