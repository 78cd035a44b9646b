"""The values of a recipe (C2), expanded from (seed, channel, j) in integers."""

from fractions import Fraction

from .formats import exponent, power

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


def _sorted(random: int, seed: int, j: int) -> Fraction:
    value = j + Fraction(random >> 58, 64)
    return -value if seed % 2 else value


def _one_sided(j: int) -> Fraction:
    """Beyond each multiple of what f32 keeps of the sum so far, some 1.5*j, by five eighths."""
    return Fraction(3, 2) + 5 * power(exponent(Fraction(3 * max(j, 6), 2)) - 26)


def _masked(seed: int, channel: int, j: int, m: int) -> Fraction:
    plus = counter_random(seed, channel, MASK) % m
    others = [i for i in range(m) if i != plus]
    minus = others[counter_random(seed, channel, MASK - 1) % (m - 1)] if others else None
    return Fraction({plus: 2**40, minus: -(2**40)}.get(j, 1))


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
        "grid": lambda: Fraction(random % 2049 - 1024, 64),
        "duplicates": lambda: _bell(counter_random(~seed & MASK, channel, random >> 62)),
        "sorted": lambda: _sorted(random, seed, j),
        "one-sided": lambda: _one_sided(j),
        "masks": lambda: _masked(seed, channel, j, m),
    }
    return Fraction(values[name]())
