"""Which units of a new snapshot may be shown so that no dates together give few people away.

Whoever has the tables of many dates can add and subtract all their figures. The figures of one date are sums over
disjoint rests (see `suppression`); whatever the figures are multiplied by, each rest of each date gets a multiple, and
what such a combination is about are the results whose multiples do not add up to 0. `combinations` searches those that
are about fewer results than allowed. Each is undone by hiding a unit of the new date whose rest has another multiple
than the rest of the unit above, in which it is then counted. Hiding only joins rests, so it never brings a new
combination about; the search needs to look at what is left, until nothing is found.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from competence_check.teams.combinations import Steps, Unproven, few_behind

Unit = TypeVar("Unit", bound=Hashable)


@dataclass(frozen=True)
class Shown(Generic[Unit]):
    """A snapshot as it was published. parents: of every unit. units: those shown. members: own people of each unit,
    as tokens that change with every new result."""

    parents: Mapping[Unit, Unit | None]
    units: frozenset[Unit]
    members: Mapping[Unit, Set[str]]

    def home(self, unit: Unit | None) -> Unit | None:
        """The shown unit in whose rest the own people of `unit` count; None where they count nowhere."""
        while unit is not None and unit not in self.units:
            unit = self.parents.get(unit)
        return unit

    def hiding(self, units: Set[Unit]) -> "Shown[Unit]":
        """The same without these units."""
        return Shown(self.parents, self.units - units, self.members)

    def rests(self) -> dict[str, Unit]:
        """Where each token counts."""
        homes = ((self.home(unit), tokens) for unit, tokens in self.members.items())
        return {token: home for home, tokens in homes if home is not None for token in tokens}


def publishable(new: Shown[Unit], earlier: Sequence[Shown[Unit]], smallest: int) -> frozenset[Unit]:
    """The units of `new` that may be shown beside all of `earlier`; empty where nothing new may be said.

    Takes units away only, which keeps a table safe: what a hidden unit leaves joins the rest of the one above. What
    the earlier dates tell among themselves is no reason to hide anything, as it is known: it can be about fewer than
    `smallest` people where fewer were enough then.
    """
    steps = Steps()
    current = new
    # The last date alone is quickly looked at and finds most.
    for dates in (earlier[-1:], earlier) if len(earlier) > 1 else (earlier,):
        while dates and current.units and (hidden := _to_hide(current, dates, smallest, steps)):
            current = current.hiding(hidden)
    return current.units


def _to_hide(new: Shown[Unit], earlier: Sequence[Shown[Unit]], smallest: int, steps: Steps) -> frozenset[Unit]:
    """Units without which at least the combinations found first are gone; empty where all is well."""
    known = {(number, unit) for number, date in enumerate(earlier) for unit in date.units}
    try:
        found = few_behind(_patterns([*earlier, new]), smallest, known, steps)
    except Unproven:
        return _smaller_half(new)
    hidden: frozenset[Unit] = frozenset()
    for values in found:
        multiples = {unit: values.get((len(earlier), unit), Fraction(0)) for unit in new.units}
        if all(_is_same_above(new, unit, multiples) for unit in hidden):
            hidden |= _enough_to_undo(new.hiding(hidden), multiples)
    return hidden


def _is_same_above(date: Shown[Unit], unit: Unit, multiples: Mapping[Unit, Fraction]) -> bool:
    """Whether the combination stays possible when the unit is hidden."""
    above = date.home(date.parents.get(unit))
    return multiples[unit] == (0 if above is None else multiples[above])


def _enough_to_undo(date: Shown[Unit], multiples: Mapping[Unit, Fraction]) -> frozenset[Unit]:
    """The smallest unit with which the combination goes; all units where only a top would do, as tops stay longest."""
    telling = [unit for unit in date.units if not _is_same_above(date, unit, multiples)]
    below = [unit for unit in telling if date.home(date.parents.get(unit)) is not None]
    return frozenset(_smallest_first(date, below)[:1]) or date.units


def _smaller_half(date: Shown[Unit]) -> frozenset[Unit]:
    """Half of the units that are not at the top; all where only tops are left."""
    below = [unit for unit in date.units if date.home(date.parents.get(unit)) is not None]
    return frozenset(_smallest_first(date, below)[: (len(below) + 1) // 2]) or date.units


def _smallest_first(date: Shown[Unit], units: Iterable[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: (len(date.members.get(unit, ())), str(unit)))


def _patterns(dates: Sequence[Shown[Unit]]) -> dict[frozenset[tuple[int, Unit]], int]:
    """How many results count in exactly these rests of these dates."""
    places: dict[str, set[tuple[int, Unit]]] = {}
    for number, date in enumerate(dates):
        for token, rest in date.rests().items():
            places.setdefault(token, set()).add((number, rest))
    return Counter(frozenset(each) for each in places.values())
