"""The four binary formats (O7): what they hold, and rounding to them, in exact numbers."""

import math
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Format:
    digits: int  # significant bits, the leading one included
    lowest: int  # exponent of the smallest normal number
    highest: int  # exponent of the largest binade

    @property
    def smallest_normal(self) -> Fraction:
        return power(self.lowest)

    @property
    def unit_roundoff(self) -> Fraction:
        return power(-self.digits)

    @property
    def largest(self) -> Fraction:
        return (2 - power(1 - self.digits)) * power(self.highest)

    def nearest(self, value: Fraction) -> float:
        """Rounds once, ties to even; beyond the format to infinity."""
        if value == 0:
            return 0.0
        last = max(exponent(value), self.lowest) - self.digits + 1
        rounded = round(value / power(last)) * power(last)
        if abs(rounded) > self.largest:
            return math.copysign(math.inf, value)
        return float(rounded)

    def holds(self, value: Fraction) -> bool:
        return value == 0 or self.nearest(value) == value


FORMATS = {
    "f16": Format(11, -14, 15),
    "bf16": Format(8, -126, 127),
    "f32": Format(24, -126, 127),
    "f64": Format(53, -1022, 1023),
}


def parameters_of(dtype: str) -> str:
    return "f64" if dtype == "f64" else "f32"


def power(k: int) -> Fraction:
    return Fraction(1 << k) if k >= 0 else Fraction(1, 1 << -k)


def exponent(value: Fraction) -> int:
    """Returns e with 2^e <= |value| < 2^(e + 1)."""
    n, d = abs(value.numerator), value.denominator
    e = n.bit_length() - d.bit_length()
    return e if abs(value) >= power(e) else e - 1


def is_power_of_two(value: Fraction) -> bool:
    return value > 0 and value == power(exponent(value))
