"""S6: how many additions a number takes part in, from masks that hide the ones beside them."""

import struct
from fractions import Fraction
from itertools import combinations
from math import isfinite

from .court import Court, answers, law
from .formats import FORMATS, Format, power
from .patterns import counter_random
from .recorded import Problem
from .verdicts import merge

LARGE = power(15)
EXACT = 3  # the number by which a record names BN_EXACT's summation


def least(form: Format, flushes: bool) -> Fraction:
    return form.smallest_normal if flushes else power(form.lowest - form.digits + 1)


def one_beside(problem: Problem, contract: dict) -> Fraction | None:
    """Returns what stands for a one; nothing where it is no number of all formats on its way."""
    names = (problem.dtype, contract["element"], contract["accumulator"])
    smallest = max(least(FORMATS[each], contract["flushes_subnormals"]) for each in names)
    if contract["summation"] == EXACT:
        return max(LARGE * power(-120), smallest)
    one = power(9) * FORMATS[contract["accumulator"]].unit_roundoff
    return None if one < smallest else one


def masked_places(problem: Problem) -> tuple:
    """Returns the places whose masks are all put, and the pairs."""
    m = problem.m
    if m <= 8:
        return list(range(m)), list(combinations(range(m), 2))
    key = 0
    for value in problem.dy:
        key = counter_random(key, 0, struct.unpack("<Q", struct.pack("<d", value))[0])
    return [key % m], [(key % m, other) for other in range(m) if other != key % m]


def mask(problem: Problem, one: Fraction, place: int, other: int) -> Problem:
    values = [float(one)] * problem.m
    values[place], values[other] = float(LARGE), -float(LARGE)
    return problem.with_(dy=problem.by_channel("dy", lambda *_: values))


def height(sizes: dict, m: int, place: int) -> int | None:
    """Returns how many subtotals hold the place besides itself; nothing where no one tree explains
    the sizes: a subtotal of a size has so many places, no two of which met in a larger one."""

    def met(a, b):
        return 1 if a == b else sizes.get((min(a, b), max(a, b)), 0)

    found = {met(place, other) for other in range(m) if other != place}
    for size in found:
        members = [each for each in range(m) if met(place, each) <= size]
        if len(members) != size or any(met(a, b) > size for a, b in combinations(members, 2)):
            return None
    return len(found)


def judged_heights(dbias: dict, one: Fraction, declared: int, p: Problem, places: list) -> str:
    verdicts = []
    for ch in p.channels:
        if not all(isfinite(each[ch]) for each in dbias.values()):
            continue  # not the sum of any tree
        sizes = {
            (min(pair), max(pair)): p.m - Fraction(each[ch]) / one for pair, each in dbias.items()
        }
        if all(each <= 2 for each in sizes.values()):
            verdicts.append("pass")
            continue
        heights = [height(sizes, p.m, place) for place in places]
        verdicts += ["fail" if each > declared else "pass" for each in heights if each is not None]
    return merge(verdicts)


@law("summation_height", lambda c: answers(c) and c.has_backward and 3 <= c.problem.m <= 32)
def summation_height(c: Court) -> str:
    p = c.problem if c.problem.bias else c.problem.with_(bias=[0.0] * len(c.problem.channels))
    contract = c.record.contract_of(p)
    exact, declared = contract["summation"] == EXACT, contract["summation_height"]
    c.skip_unless(exact or 0 < declared < p.m - 1 and contract["deterministic"])
    one = one_beside(p, contract)
    c.skip_unless(one is not None)
    places, pairs = masked_places(p)
    dbias = {
        pair: c.record.exactly("backward", mask(p, one, *pair)).out["dbias"] for pair in pairs
    }
    if exact:
        kept = all(Fraction(v) == (p.m - 2) * one for each in dbias.values() for v in each)
        return "pass" if kept else "fail"
    return judged_heights(dbias, one, declared, p, places)
