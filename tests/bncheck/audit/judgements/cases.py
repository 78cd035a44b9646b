"""A case on one line (C1), expanded to the values that it stands for."""

import math
import re
from fractions import Fraction

from .formats import FORMATS, parameters_of, power
from .patterns import pattern_value

RECIPE = re.compile(r"([a-z-]+)\*2\^(-?\d+)\+([^@]+)@(\d+)(?:\[(.*)\])?")


def number(text: str) -> float:
    return float.fromhex(text) if "0x" in text else float(text)


def rounded(dtype: str, value: float) -> float:
    return FORMATS[dtype].nearest(Fraction(value)) if math.isfinite(value) else value


def indices(shape: tuple, channel: int) -> list:
    """Returns the places of a channel's m values in logical order, last axis fastest."""
    row = math.prod(shape[2:])
    starts = ((n * shape[1] + channel) * row for n in range(shape[0]))
    return [start + i for start in starts for i in range(row)]


def _double(value: Fraction) -> Fraction:
    """Expansion is done in doubles, one operation at a time."""
    return Fraction(FORMATS["f64"].nearest(value))


def _expand_tensor(text: str, dtype: str, shape: tuple) -> list:
    recipes = [RECIPE.fullmatch(each).groups() for each in text.split("|")]
    values = [0.0] * math.prod(shape)
    for channel in range(shape[1]):
        name, scale, shift, seed, overrides = recipes[channel % len(recipes)]
        places = indices(shape, channel)
        for j, place in enumerate(places):
            raw = pattern_value(name, int(seed), channel, j, len(places))
            scaled = _double(raw * power(int(scale)))
            exact = _double(Fraction(number(shift)) + scaled)
            values[place] = FORMATS[dtype].nearest(exact)
        for each in overrides.split(",") if overrides else []:
            j, value = each.split("=")
            values[places[int(j)]] = rounded(dtype, number(value))
    return values


def _expand_parameter(text: str, dtype: str, channels: int) -> list:
    if text == "none":
        return []
    given = [number(each) for each in text.split(",")]
    return [rounded(parameters_of(dtype), given[c % len(given)]) for c in range(channels)]


def expand(line: str) -> dict:
    """Returns the fields of the problem, by the names that a record gives them."""
    dtype, shape, layout, mode, *rest = line.split()
    words = dict(word.split("=", 1) for word in rest)
    extents = tuple(int(each) for each in shape.split("x"))
    fields = {"dtype": dtype, "shape": extents, "layout": layout, "mode": mode}
    fields |= {name: number(words[name]) for name in ("eps", "momentum")}
    fields |= {name: _expand_tensor(words[name], dtype, extents) for name in ("x", "dy")}
    for name in ("weight", "bias", "running_mean", "running_var"):
        fields[name] = _expand_parameter(words[name], dtype, extents[1])
    return fields
