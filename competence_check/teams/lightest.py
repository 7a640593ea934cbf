"""Searching values of unknowns for which few factors, counted by weight, are not 0. Exact; see `combinations`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import itemgetter
from random import Random

from competence_check.teams.factors import Factor, without

# The value of each unknown; 0 for those that are not named.
Values = dict[int, Fraction]


class Unproven(Exception):
    """The search takes more steps than it may."""


@dataclass
class Steps:
    """How many decisions searches may take: for a page's sake all together, and a single one so that another can try
    something easier. An administration of 70 units needs up to 2 000 for a search beside eight dates.
    """

    at_most: int = 5_000
    left: int = 12_000


@dataclass
class State:
    """Which factors are 0 and which are not, and what that leaves of the others.

    open: the weight of each undecided factor; where: the undecided factors by unknown. kept: factors that are not 0;
    spent: their weight. zero: the unknowns that are gone, each with the factor by which it follows from others.
    """

    open: dict[Factor, int] = field(default_factory=dict)
    where: dict[int, frozenset[Factor]] = field(default_factory=dict)
    kept: tuple[Factor, ...] = ()
    spent: int = 0
    zero: list[tuple[int, Factor]] = field(default_factory=list)

    @classmethod
    def of(cls, weights: Mapping[Factor, int]) -> "State":
        """Nothing is decided yet."""
        where: dict[int, set[Factor]] = {}
        for factor in weights:
            for unknown, _multiple in factor:
                where.setdefault(unknown, set()).add(factor)
        return cls(dict(weights), {unknown: frozenset(factors) for unknown, factors in where.items()})

    def keeping(self, factor: Factor) -> "State":
        """Another state, in which an undecided factor is not 0."""
        kept = State(dict(self.open), dict(self.where), (*self.kept, factor), self.spent, list(self.zero))
        kept.spent += kept.taken(factor)
        return kept

    def taken(self, factor: Factor) -> int:
        """The weight of a factor, which is undecided no more."""
        for unknown, _multiple in factor:
            self.where[unknown] -= {factor}
        return self.open.pop(factor)

    def let_be_zero(self, factor: Factor) -> bool:
        """Decide that an undecided factor is 0; False where then one would be that is not 0, so that it cannot be."""
        unknown = min((each for each, _multiple in factor), key=lambda each: len(self.where[each]))
        self.zero.append((unknown, factor))
        for each in self.where[unknown]:
            weight = self.taken(each)
            if left := without(each, unknown, factor):
                self._add(left, weight)
        self.kept = tuple(dict.fromkeys(without(each, unknown, factor) for each in self.kept))
        # A multiple of a factor that is not 0 is not 0 either.
        self.spent += sum(self.taken(each) for each in self.kept if each in self.open)
        return () not in self.kept

    def _add(self, factor: Factor, weight: int) -> None:
        if factor not in self.open:
            for unknown, _multiple in factor:
                self.where[unknown] |= {factor}
        self.open[factor] = self.open.get(factor, 0) + weight

    def heaviest(self) -> tuple[Factor, int]:
        """The heaviest undecided factor, and its weight."""
        return max(self.open.items(), key=itemgetter(1))

    def rank(self) -> int:
        """How many of the undecided factors could be chosen freely; all of them are 0 afterwards."""
        before = len(self.zero)
        while self.open:
            self.let_be_zero(self.heaviest()[0])
        return len(self.zero) - before

    def nearby(self) -> tuple[Factor, int] | None:
        """The heaviest undecided factor that shares an unknown with one that is not 0."""
        unknowns = {unknown for factor in self.kept for unknown, _multiple in factor}
        near = {factor for unknown in unknowns for factor in self.where[unknown]}
        return max(((each, self.open[each]) for each in near), key=itemgetter(1, 0), default=None)

    def values(self) -> Values:
        """Values such as decided, no factor 0 that need not be; what is undecided is 0."""
        chance = Random(1)  # noqa: S311  any numbers will do that are not special
        while True:
            unknowns = {unknown for factor in self.kept for unknown, _multiple in factor}
            found: Values = {unknown: Fraction(chance.randint(1, 10**6)) for unknown in unknowns}
            if all(value_of(factor, found) for factor in self.kept):
                break
        for unknown, factor in reversed(self.zero):
            (multiple,) = (value for each, value in factor if each == unknown)
            found[unknown] = -value_of([each for each in factor if each[0] != unknown], found) / multiple
        return found


def value_of(factor: Sequence[tuple[int, int]], values: Mapping[int, Fraction]) -> Fraction:
    """The factor's value."""
    return sum((values[unknown] * multiple for unknown, multiple in factor if unknown in values), Fraction(0))


class Search:
    """The search for values for which factors of less weight than `limit` are not 0."""

    def __init__(self, limit: int, steps: Steps) -> None:
        self.limit, self.steps, self.taken = limit, steps, 0

    def light(self, weights: Mapping[Factor, int]) -> Iterator[State]:
        """All such cases, but for those in which a factor is not 0 that is not 0 in an earlier one. Raises Unproven."""
        state = State.of(weights)
        while state.open:
            heaviest, weight = state.heaviest()
            if weight < self.limit:
                yield from self._around(state.keeping(heaviest))
            state.let_be_zero(heaviest)

    def _around(self, state: State) -> Iterator[State]:
        while state.spent < self.limit:
            near = state.nearby()
            if near is None:
                yield state
                return
            self._step()
            factor, weight = near
            if state.spent + weight < self.limit:
                yield from self._around(state.keeping(factor))
            if not state.let_be_zero(factor):
                return

    def _step(self) -> None:
        self.taken += 1
        self.steps.left -= 1
        if self.taken > self.steps.at_most or self.steps.left < 0:
            raise Unproven
