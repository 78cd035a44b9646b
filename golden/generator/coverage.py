"""Every module, type, memory order and mode; then parameters and absent tensors across them."""

from dataclasses import replace

from .drawing import random
from .recipe import NON_FINITE, Recipe, Tensors

HALF = (
    "HalfPrecision",
    "x, y, dy and dx are half types; parameters, statistics and arithmetic are f32.",
)
ROUNDED_SUM = (
    "KnownDeviation",
    "dbias is f32, but where x or dy is neither contiguous nor channels last its sum is rounded to "
    "bf16 on the way; the same values laid out otherwise, or f16, keep it (docs/pytorch.md).",
)
ROUNDED_GRADIENT = (
    "KnownDeviation",
    "Where x or dy is neither contiguous nor channels last, mean(dy), sum(dy * (x - mean)) and the "
    "terms of dx are rounded to the half type on the way (docs/pytorch.md).",
)
OVERFLOWING_GRADIENT = (
    "KnownDeviation",
    "dx is infinite though its exact value is close to 0: sum(dy * (x - mean)) is beyond the "
    "largest f16 and is rounded to it on the way (docs/pytorch.md).",
)
PLAIN = Recipe(
    title="",
    source="Normal values, every tensor present, running statistics of no special value.",
    shape=(4, 3, 3, 3),
    draw=random(1000),
)
EXACT_ROOT = "Normal values; running_var + eps is, as the type adds, the square of a short number."
SHAPES = [
    ((8, 4), "nchw"),
    ((4, 3, 6), "nchw"),
    ((3, 4, 3, 3), "nchw"),
    ((3, 4, 3, 3), "nhwc"),
    ((2, 3, 2, 3, 2), "nchw"),
    ((2, 3, 2, 3, 2), "nhwc"),
]


def coverage() -> list[Recipe]:
    return [*types(), *momenta(), *epsilons(), *absent_tensors()]


def types() -> list[Recipe]:
    calls = [(dtype, *where) for dtype in ("f16", "bf16") for where in SHAPES]
    calls += [("f32", (8, 4), "nchw"), ("f64", (8, 4), "nchw")]
    calls += [
        (dtype, shape, "strided")
        for dtype in ("f32", "f64", "f16", "bf16")
        for shape in ((5, 3), (3, 4, 3, 3))
    ]
    recipes = [
        replace(_named(dtype, shape, layout, mode), draw=random(1000 + index))
        for index, (dtype, shape, layout) in enumerate(calls)
        for mode in ("training", "evaluation")
    ]
    recipes.append(
        replace(
            _named("f16", (3, 2, 3, 3), "strided", "training"),
            title="Correlated gradient, strided, f16, training",
            source="dy = x = 100 randn: sum(dy * (x - mean)) is beyond the largest f16.",
            draw=random(1049, change=_correlated),
            flags=(
                HALF,
                (NON_FINITE, "dx is infinite, as that sum is rounded to f16 on the way."),
                OVERFLOWING_GRADIENT,
            ),
        )
    )
    longer = [("f32", "nchw"), ("f32", "nhwc"), ("bf16", "nhwc"), ("f16", "nchw")]
    return recipes + [
        replace(
            _named(dtype, (8, 4, 8, 8), layout, "training"),
            source="Sums of 512 values.",
            draw=random(1050 + index),
        )
        for index, (dtype, layout) in enumerate(longer)
    ]


def momenta() -> list[Recipe]:
    calls = [
        (-1.2, "f32", (6, 3)),
        (-1.0, "f32", (3, 2, 3, 4)),
        (-1.0, "f64", (3, 2, 3, 4)),
        (1.5, "f32", (2, 3, 2, 2, 2)),
        (2.0, "bf16", (4, 3, 6)),
        (0.5, "f16", (5, 5, 5)),
        (0.0, "bf16", (6, 3)),
        (1.0, "f64", (6, 3)),
        (1.0, "f16", (2, 3, 3, 3)),
    ]
    return [
        replace(
            _named(dtype, shape, "nchw", "training"),
            title=f"momentum {momentum:g}, {dtype}",
            source="PyTorch takes any momentum and extrapolates.",
            momentum=momentum,
            draw=random(1100 + index),
            flags=half_flags(dtype) + _momentum_flags(momentum),
        )
        for index, (momentum, dtype, shape) in enumerate(calls)
    ]


def epsilons() -> list[Recipe]:
    places = [
        ("f32", (6, 3), "nchw"),
        ("f64", (3, 4, 3, 3), "nchw"),
        ("f16", (3, 4, 3, 3), "nhwc"),
        ("bf16", (2, 3, 2, 3, 2), "nhwc"),
    ]
    calls = [(eps, *place, "training") for place in places for eps in (1e-12, 1.0)]
    calls += [(eps, *place, "evaluation") for place in places[:3] for eps in (1e-12, 1.0)]
    calls += [(1e-8, *places[0], "training"), (0.6, "f32", (5, 5, 5), "nchw", "training")]
    calls += [(0.0, *place, "evaluation") for place in places[:2]]
    return [
        replace(
            _named(dtype, shape, layout, mode),
            title=f"eps {eps:g}, {dtype}, {mode}",
            eps=eps,
            draw=random(1150 + index),
            flags=half_flags(dtype) + (_eps_flag(eps),),
        )
        for index, (eps, dtype, shape, layout, mode) in enumerate(calls)
    ]


def absent_tensors() -> list[Recipe]:
    calls = [
        ("Without weight and bias", "f32", (6, 3), "nchw", "training", (False, True)),
        ("Without weight and bias", "f32", (2, 3, 2, 3, 2), "nhwc", "training", (False, True)),
        ("Without weight and bias", "bf16", (3, 4, 3, 3), "nchw", "training", (False, True)),
        ("Without weight and bias", "f16", (3, 4, 3, 3), "nhwc", "evaluation", (False, True)),
        ("Without running statistics", "f32", (6, 3), "nchw", "training", (True, False)),
        ("Without running statistics", "f64", (2, 3, 2, 3, 2), "nchw", "training", (True, False)),
        ("Without running statistics", "bf16", (3, 4, 3, 3), "nhwc", "training", (True, False)),
        ("Bare module", "f32", (2, 3, 2, 3, 2), "nhwc", "training", (False, False)),
        ("Bare module", "f64", (4, 3, 6), "nchw", "training", (False, False)),
    ]
    return [
        replace(
            _named(dtype, shape, layout, mode),
            title=f"{title}, {dtype}, {mode}",
            source="affine is False where weight and bias are absent, track_running_stats where "
            "the running statistics are.",
            draw=random(1200 + index, affine=present[0], tracking=present[1]),
        )
        for index, (title, dtype, shape, layout, mode, present) in enumerate(calls)
    ]


def _named(dtype: str, shape: tuple[int, ...], layout: str, mode: str) -> Recipe:
    named = replace(
        PLAIN,
        title=f"{'x'.join(map(str, shape))}, {layout}, {dtype}, {mode}",
        shape=shape,
        dtype=dtype,
        layout=layout,
        mode=mode,
        flags=half_flags(dtype) + (_deviation(dtype, mode) if layout == "strided" else ()),
    )
    return replace(named, source=EXACT_ROOT) if named.needs_exact_root else named


def _correlated(inputs: Tensors) -> None:
    inputs["x"].mul_(100)
    inputs["dy"].copy_(inputs["x"])


def half_flags(dtype: str) -> tuple[tuple[str, str], ...]:
    return (HALF,) if dtype in ("f16", "bf16") else ()


def with_shape(recipe: Recipe) -> Recipe:
    """Puts the shape into the title, where others have the same but for it."""
    return replace(recipe, title=f"{recipe.title}, {'x'.join(map(str, recipe.shape))}")


def _deviation(dtype: str, mode: str) -> tuple[tuple[str, str], ...]:
    deviations = {
        ("f16", "training"): (ROUNDED_GRADIENT,),
        ("bf16", "training"): (ROUNDED_GRADIENT,),
        ("bf16", "evaluation"): (ROUNDED_SUM,),
    }
    return deviations.get((dtype, mode), ())


def _momentum_flags(momentum: float) -> tuple[tuple[str, str], ...]:
    if momentum in (0.0, 1.0):
        return (("MomentumBoundary", "Either the old value or the new batch has no weight."),)
    if 0.0 < momentum < 1.0:
        return ()
    return (("MomentumOutside", "Outside [0, 1], where the update is no average."),)


def _eps_flag(eps: float) -> tuple[str, str]:
    if eps == 0.0:
        return ("ZeroEps", "Nothing is added to running_var, which is not zero.")
    if eps < 1e-5:
        return ("SmallEps", "Far below the variance.")
    return ("LargeEps", "Comparable to the variance.")
