"""More modules over several steps, and the batches of several processes."""

from dataclasses import replace

from .coverage import PLAIN, half_flags
from .drawing import Change, random
from .recipe import Recipe, Tensors
from .steps import training_steps

SPLIT = ("SplitBatch", "Synchronized batch norm has to answer this on every split of the batch.")
EMPTY = ("Empty", "m = 0: there is nothing to average.")


def sequences() -> list[Recipe]:
    return [*more_steps(), *splits()]


def more_steps() -> list[Recipe]:
    rows = replace(PLAIN, shape=(5, 2))
    image = replace(PLAIN, shape=(2, 2, 2, 3))
    half = replace(image, dtype="f16", layout="nhwc", flags=half_flags("f16"))
    volume = replace(PLAIN, shape=(2, 2, 2, 1, 2))
    bare = replace(PLAIN, shape=(3, 2, 3))
    interrupted = training_steps("One batch is empty", image, 2560, 4, rows=(2, 0, 3, 2))
    interrupted[1] = replace(interrupted[1], flags=(EMPTY,))
    return [
        *training_steps("momentum 0.01", replace(rows, dtype="f64"), 2500, 5, momentum=0.01),
        *training_steps("momentum 0.9", volume, 2510, 4, momentum=0.9),
        *training_steps("Cumulative average, float16", half, 2520, 4, cumulative=True),
        *training_steps("Batches of other sizes", rows, 2530, 4, rows=(7, 5, 3, 2)),
        *training_steps("A drifting mean", image, 2540, 4, drift=100.0),
        *training_steps("A drifting mean, float64", replace(bare, dtype="f64"), 2550, 3, drift=1e6),
        *interrupted,
    ]


def splits() -> list[Recipe]:
    calls = [
        ((3, 5), "f32", (8, 2), "nchw"),
        ((1, 7), "f32", (8, 2), "nchw"),
        ((7, 1), "f64", (8, 2), "nchw"),
        ((2, 2), "f32", (4, 2, 2, 3), "nchw"),
        ((1, 3), "f32", (4, 2, 2, 3), "nhwc"),
        ((3, 1), "f64", (4, 2, 2, 3), "nchw"),
        ((0, 4), "f32", (4, 2, 2, 2), "nchw"),
        ((2, 0, 3), "f64", (5, 3), "nchw"),
        ((1, 1, 1, 1), "f32", (4, 3), "nchw"),
        ((1, 1), "f64", (2, 3), "nchw"),
        ((1, 2, 3), "f16", (6, 2, 3), "nchw"),
        ((3, 2, 1), "bf16", (6, 2, 3), "nchw"),
        ((4, 1), "bf16", (5, 2, 2, 2), "nhwc"),
        ((1, 2), "f32", (3, 2, 2, 1, 2), "nchw"),
        ((2, 1), "f64", (3, 2, 2, 1, 2), "nhwc"),
        ((5, 3, 1), "f32", (9, 2), "strided"),
    ]
    return [
        replace(
            PLAIN,
            title=f"{_sum(parts)} rows of {len(parts)} processes, {layout}, {dtype}, "
            f"{len(shape)} axes",
            source=f"The union of {len(parts)} processes' batches of {_sum(parts)} rows, which "
            "follow one another, the k-th around 10k; computed by a single process. y and dx are "
            "split likewise; dweight and dbias are the sums over the processes.",
            shape=shape,
            dtype=dtype,
            layout=layout,
            draw=random(2600 + index, change=_apart(parts)),
            flags=(*half_flags(dtype), SPLIT),
        )
        for index, (parts, dtype, shape, layout) in enumerate(calls)
    ]


def _sum(parts: tuple[int, ...]) -> str:
    return " + ".join(map(str, parts))


def _apart(parts: tuple[int, ...]) -> Change:
    def change(inputs: Tensors) -> None:
        for index, part in enumerate(inputs["x"].split(parts)):
            part.add_(10.0 * index)

    return change
