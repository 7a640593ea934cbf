"""Which units of a new snapshot may be shown so that no dates together give few people away.

Whoever has the tables of two dates can add and subtract all their figures. The figures of one date are sums over
disjoint rests (see `suppression`); a result that belongs to rest r on the first date and to rest s on the second gets
the factor a(r) − b(s) in any combination, and drops out where both are equal. So what a combination is about are the
results that join rests of unequal factors: a cut of the graph whose nodes are the rests of both dates and "not shown"
(factor 0), and whose edges are the results, each between its two rests. No combination is about 1 to k − 1 results
exactly if every cut has weight 0 or at least k. The smallest cut is found as Stoer and Wagner showed
(https://doi.org/10.1145/263867.263872).

All dates together can tell more than each two of them: that is what `combinations` searches, after the pairs, which are
quick and find most.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

from competence_check.teams.combinations import few_behind
from competence_check.teams.smallest_cut import Graph, smallest_cut

Unit = TypeVar("Unit", bound=Hashable)
NOWHERE = ("nowhere", None)


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

    def rests(self) -> dict[str, Unit]:
        """Where each token counts."""
        homes = ((self.home(unit), tokens) for unit, tokens in self.members.items())
        return {token: home for home, tokens in homes if home is not None for token in tokens}


def publishable(new: Shown[Unit], earlier: Sequence[Shown[Unit]], smallest: int) -> frozenset[Unit]:
    """The units of `new` that may be shown beside all of `earlier`; empty where nothing new may be said.

    Takes units away only, which keeps a table safe: what a hidden unit leaves joins the rest of the one above.
    """
    current = new
    while (hidden := _to_hide(current, earlier, smallest)) is not None:
        current = Shown(new.parents, current.units - {hidden[0]}, new.members)
    return current.units


def _to_hide(new: Shown[Unit], earlier: Sequence[Shown[Unit]], smallest: int) -> tuple[Unit] | None:
    """A unit to be hidden, in a tuple because a unit may be falsy; None where all is well."""
    for before in earlier:
        graph = _overlaps(before.rests(), new.rests())
        for part in smallest_cut(graph, smallest):
            units = {name for date, name in part if date == "new"}
            return (_hidden_first(units or set(new.units), new),)
    # Without a shown unit there is nothing to hide, and two dates were looked at above.
    if new.units and len(earlier) > 1:
        used = few_behind(_patterns([*earlier, new]), smallest)
        if used:
            units = {name for date, name in used if date == len(earlier)}
            return (_hidden_first(units or set(new.units), new),)
    return None


def _patterns(dates: Sequence[Shown[Unit]]) -> dict[frozenset[tuple[int, Unit]], int]:
    """How many results count in exactly these rests of these dates."""
    places: dict[str, set[tuple[int, Unit]]] = {}
    for number, date in enumerate(dates):
        for token, rest in date.rests().items():
            places.setdefault(token, set()).add((number, rest))
    return Counter(frozenset(each) for each in places.values())


def _overlaps(then: Mapping[str, Unit], now: Mapping[str, Unit]) -> Graph:
    """How many results lie between each two rests."""
    graph: Graph = {}
    for token in then.keys() | now.keys():
        one = ("old", then[token]) if token in then else NOWHERE
        other = ("new", now[token]) if token in now else NOWHERE
        for start, end in ((one, other), (other, one)):
            graph.setdefault(start, {})
            graph[start][end] = graph[start].get(end, 0) + 1
    return graph


def _hidden_first(units: Iterable[Unit], new: Shown[Unit]) -> Unit:
    """Of the units in question the deepest; instead of a top the smallest unit below it, so that the whole can stay."""
    depth = {unit: _depth(unit, new.parents) for unit in units}
    unit = max(sorted(depth, key=str), key=lambda each: depth[each])
    if new.home(new.parents.get(unit)) is not None:
        return unit
    below = [each for each in new.units if each != unit and new.home(new.parents.get(each)) == unit]
    sizes = {each: len(new.members.get(each, ())) for each in below}
    return min(sorted(sizes, key=str), key=lambda each: sizes[each], default=unit)


def _depth(unit: Unit, parents: Mapping[Unit, Unit | None]) -> int:
    above = parents.get(unit)
    return 0 if above is None else 1 + _depth(above, parents)
