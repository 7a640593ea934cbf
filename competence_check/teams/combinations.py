"""Whether the tables of many dates together give few people away: the smallest support of a combination.

A result that counts in the rests r1, r2 … of several dates (see `over_time`) gets the factor x(r1) + x(r2) + … in a
combination of all tables, where x is whatever an attacker multiplies each rest by. What the combination is about are
the results whose factor is not 0. For two dates these are cuts of a graph. Three dates can tell what no two of them
do: A − B + C is about the one who was there on the middle date alone, where many came before it and many left after.
In general it is the lightest cocircuit of a matrix with a row for each result, or the least distance of a code over
the rationals, for which there is no quick way in the worst case (Vardy 1997, https://doi.org/10.1109/18.641542).

Small limits make it searchable: a factor that `limit` or more results have must be 0, which takes one unknown away
and makes others equal. What is left are few light factors; each of them is 0 or counts. Where STEPS are not enough to
be sure, the tables are taken to be unsafe: what is not proven is not shown.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from operator import itemgetter
from random import Random
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)

# A factor as a sum of whole multiples of unknowns: (unknown, multiple), without common divisor, the first above 0.
Factor = tuple[tuple[int, int], ...]
STEPS = 3000


def few_behind(patterns: Mapping[frozenset[Place], int], limit: int) -> frozenset[Place]:
    """The places that some combination about 1 to `limit` − 1 results uses; empty where there is none.

    patterns: how many results count in exactly these places. All places where nothing is proven within STEPS.
    """
    places = sorted({place for pattern in patterns for place in pattern}, key=repr)
    number_of = {place: number for number, place in enumerate(places)}
    groups: dict[Factor, int] = {}
    for pattern, number in patterns.items():
        if pattern:
            factor = tuple((each, 1) for each in sorted(number_of[place] for place in pattern))
            groups[factor] = groups.get(factor, 0) + number
    try:
        found = _Search(limit).lightest(_State(groups, (), (), 0))
    except _Endless:
        return frozenset(places)
    return frozenset(places[number] for number in _used(found)) if found is not None else frozenset()


class _Endless(Exception):
    """The search takes too long."""


@dataclass(frozen=True)
class _State:
    """A part of the search. groups: how many results have a factor, yet undecided; kept: factors that are not 0.

    zero: factors that are 0, each without the first unknowns of those before it; spent: results with a kept factor.
    """

    groups: Mapping[Factor, int]
    kept: tuple[Factor, ...]
    zero: tuple[Factor, ...]
    spent: int

    def with_zero(self, factor: Factor) -> "_State | None":
        """The same where this factor is 0; None where a kept one would be 0 as well."""
        groups: dict[Factor, int] = {}
        for each, number in self.groups.items():
            left = _without(each, factor)
            if left:
                groups[left] = groups.get(left, 0) + number
        kept = tuple(dict.fromkeys(_without(each, factor) for each in self.kept))
        if () in kept:
            return None
        # A multiple of a kept factor is not 0 either.
        spent = self.spent + sum(groups.pop(each, 0) for each in kept)
        return _State(groups, kept, (*self.zero, factor), spent)

    def with_kept(self, factor: Factor) -> "_State":
        """The same where this factor is not 0."""
        groups = {each: number for each, number in self.groups.items() if each != factor}
        return _State(groups, (*self.kept, factor), self.zero, self.spent + self.groups[factor])


class _Search:
    def __init__(self, limit: int) -> None:
        self.limit, self.steps = limit, 0

    def lightest(self, begun: _State) -> _State | None:
        """A state with fewer than `limit` results and nothing undecided; None where there is none."""
        state: _State | None = begun
        while state is not None and state.spent < self.limit:
            if not state.groups:
                return state if state.kept else None
            self.steps += 1
            if self.steps > STEPS:
                raise _Endless
            heaviest, number = max(state.groups.items(), key=itemgetter(1))
            if state.spent + number < self.limit:
                found = self.lightest(state.with_kept(heaviest))
                if found is not None:
                    return found
            state = state.with_zero(heaviest)
        return None


def _without(factor: Factor, zero: Factor) -> Factor:
    """`factor` without the first unknown of `zero`, where `zero` is 0."""
    unknown, pivot = zero[0]
    here = dict(factor)
    multiple = here.get(unknown)
    if multiple is None:
        return factor
    whole = {each: pivot * value for each, value in here.items()}
    for each, value in zero:
        whole[each] = whole.get(each, 0) - multiple * value
    return _reduced(whole)


def _reduced(whole: Mapping[int, int]) -> Factor:
    left = sorted((each, value) for each, value in whole.items() if value)
    divisor = gcd(*(value for _each, value in left))
    if left and left[0][1] < 0:
        divisor = -divisor
    return tuple((each, value // divisor) for each, value in left)


def _used(state: _State) -> Collection[int]:
    """The unknowns that are not 0 in a combination as the state says."""
    chance = Random(1)  # noqa: S311  any numbers will do that are not special
    free = {unknown for factor in state.kept for unknown, _multiple in factor}
    while True:
        values = {unknown: Fraction(chance.randint(1, 10**6)) for unknown in free}
        if all(_value(factor, values) for factor in state.kept):
            break
    for factor in reversed(state.zero):
        (unknown, pivot), *rest = factor
        values[unknown] = -_value(rest, values) / pivot
    return [unknown for unknown, value in values.items() if value]


def _value(factor: Sequence[tuple[int, int]], values: Mapping[int, Fraction]) -> Fraction:
    return sum((multiple * values.get(unknown, Fraction(0)) for unknown, multiple in factor), Fraction(0))
