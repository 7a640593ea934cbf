"""Sums of unknowns, and what is left of them where others are 0: whole numbers throughout, so exact."""

from collections.abc import Mapping
from math import gcd

# A sum of whole multiples of unknowns: (unknown, multiple), without common divisor, the first above 0; () is 0.
Factor = tuple[tuple[int, int], ...]


def without(factor: Factor, unknown: int, zero: Factor) -> Factor:
    """`factor` without `unknown`, where `zero`, in which it occurs, is 0."""
    multiple = next((value for each, value in factor if each == unknown), 0)
    if not multiple:
        return factor
    pivot = next(value for each, value in zero if each == unknown)
    whole = {each: pivot * value for each, value in factor}
    for each, value in zero:
        whole[each] = whole.get(each, 0) - multiple * value
    return _reduced(whole)


def _reduced(whole: Mapping[int, int]) -> Factor:
    left = sorted((each, value) for each, value in whole.items() if value)
    if not left:
        return ()
    divisor = gcd(*(value for _each, value in left))
    if left[0][1] < 0:
        divisor = -divisor
    return tuple(left) if divisor == 1 else tuple((each, value // divisor) for each, value in left)
