"""The values of a recipe (C2), expanded from (seed, channel, j) in integers."""

from fractions import Fraction

from .formats import power

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def _mix(z: int) -> int:
    """The finalizer of SplitMix64 (Steele, Lea and Flood 2014)."""
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


def counter_random(seed: int, stream: int, index: int) -> int:
    first = _mix((seed + GOLDEN) & MASK)
    second = _mix((first + stream * GOLDEN) & MASK)
    return _mix((second + index * GOLDEN + GOLDEN) & MASK)


def _bell(random: int) -> Fraction:
    parts = sum(random >> 16 * part & 0xFFFF for part in range(4))
    return (parts - 4 * Fraction(65535, 2)) / 2**15


def _heavy_tail(random: int) -> Fraction:
    leading_zeros = 64 - (random | 1).bit_length()
    return _bell(_mix(random)) * 2**leading_zeros


def _wide(random: int) -> Fraction:
    mantissa = 1 + Fraction(random & 0x7FFFFF, 2**23)
    sign = 1 if random >> 40 & 1 else -1
    return sign * mantissa * power((random >> 24) % 81 - 40)


def _cancelling(seed: int, j: int) -> Fraction:
    large = Fraction(2 ** (_mix(seed) % 31))
    return (large, Fraction(1), -large)[j % 3]


def pattern_value(name: str, seed: int, channel: int, j: int, m: int) -> Fraction:
    random = counter_random(seed, channel, j)
    if name == "one-hot":
        return Fraction(j == counter_random(seed, channel, MASK) % m)
    values = {
        "constant": lambda: 0,
        "alternating": lambda: 1 - 2 * (j % 2),
        "two-valued": lambda: random >> 63,
        "ramp": lambda: j,
        "integers": lambda: random % 17 - 8,
        "bell": lambda: _bell(random),
        "uniform": lambda: Fraction(2 * (random % 2**24) + 1 - 2**24, 2**24),
        "near-constant": lambda: 1 + Fraction(random % 7 - 3, 2**23),
        "heavy-tail": lambda: _heavy_tail(random),
        "wide": lambda: _wide(random),
        "cancelling": lambda: _cancelling(seed, j),
    }
    return Fraction(values[name]())
