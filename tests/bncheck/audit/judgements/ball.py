"""Balls (T2, T3): an exact middle and an exact radius; roots to more than 200 digits by mpmath."""

import math
from fractions import Fraction

import mpmath

from .formats import exponent, power

BITS = 1000  # some 300 digits
mpmath.mp.prec = BITS


class Ball:
    """Every number within radius of middle; wild: of which nothing is known."""

    __slots__ = ("middle", "radius", "wild")

    def __init__(self, middle=0, radius=0, wild=False):
        self.middle = Fraction(0) if wild else Fraction(middle)
        self.radius = Fraction(0) if wild else Fraction(radius)
        self.wild = wild

    def __add__(self, other):
        other = ball(other)
        if self.wild or other.wild:
            return WILD
        return Ball(self.middle + other.middle, self.radius + other.radius)

    def __neg__(self):
        return WILD if self.wild else Ball(-self.middle, self.radius)

    def __sub__(self, other):
        return self + -ball(other)

    def __mul__(self, other):
        other = ball(other)
        if self.wild or other.wild:
            return WILD
        (a, r), (b, s) = (self.middle, self.radius), (other.middle, other.radius)
        return Ball(a * b, abs(a) * s + abs(b) * r + r * s)

    def __truediv__(self, other):
        other = ball(other)
        if self.wild or other.wild or abs(other.middle) <= other.radius:
            return WILD
        middle = self.middle / other.middle
        spread = self.radius + abs(middle) * other.radius
        return short(Ball(middle, spread / (abs(other.middle) - other.radius)))

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return ball(other) - self

    def square(self):
        return self * self

    def upper(self) -> Fraction:
        """Returns a bound of |a|; not of a wild ball."""
        return abs(self.middle) + self.radius

    def widened(self, by):
        return WILD if self.wild else Ball(self.middle, self.radius + by)

    def widened_or_wild(self, by: float):
        """Widens by a budget; an infinite one claims nothing."""
        return WILD if math.isinf(by) else self.widened(Fraction(by))

    def holds(self, value) -> bool:
        return self.wild or abs(value - self.middle) <= self.radius

    def positive_part(self):
        """What is left of a residual that must not be positive (T3 of an inequality)."""
        return self if self.wild or self.middle > 0 else Ball(0, self.radius)


WILD = Ball(wild=True)


def ball(value) -> Ball:
    return value if isinstance(value, Ball) else Ball(value)


def short(value: Ball) -> Ball:
    """Returns a ball around it whose middle has BITS digits, so that numbers stay manageable."""
    middle = value.middle
    if middle == 0 or middle.denominator.bit_length() + middle.numerator.bit_length() <= BITS:
        return value
    last = power(exponent(middle) - BITS)
    near = round(middle / last) * last
    return Ball(near, value.radius + abs(near - middle))


def _from_mpmath(value) -> Ball:
    sign, man, exp, _ = value._mpf_
    middle = (-1 if sign else 1) * man * power(exp)
    # mpmath rounds correctly or nearly so; 2^20 units in the last place bound three operations.
    return Ball(middle, abs(middle) * power(20 - BITS))


def _mpf(value: Fraction):
    return mpmath.mpf(value.numerator) / mpmath.mpf(value.denominator)


def root(value: Fraction) -> Ball:
    return Ball(0) if value <= 0 else _from_mpmath(mpmath.sqrt(_mpf(value)))


def inverse_root(value: Fraction) -> Ball:
    return WILD if value <= 0 else _from_mpmath(1 / mpmath.sqrt(_mpf(value)))


def upper_root(value: Fraction) -> Fraction:
    return root(value).upper()


def total(balls) -> Ball:
    result = Ball(0)
    for each in balls:
        result = result + each
    return result


def inner(a, b) -> Ball:
    return total(ball(x) * y for x, y in zip(a, b, strict=True))
