"""Whether the tables of many dates together give few people away: the smallest support of a combination.

A result that counts in the rests r1, r2 … of several dates (see `over_time`) gets the factor x(r1) + x(r2) + … in a
combination of all tables, where x is whatever an attacker multiplies each rest by. What the combination is about are
the results whose factor is not 0. For two dates these are cuts of a graph. Three dates can tell what no two of them
do: A − B + C is about the one who was there on the middle date alone, where many came before it and many left after.
In general it is the lightest cocircuit of a matrix with a row for each result, or the least distance of a code over
the rationals, for which there is no quick way in the worst case (Vardy 1997, https://doi.org/10.1109/18.641542).

Small limits make it searchable. A factor that `limit` or more results have must be 0, which takes one unknown away
and makes others equal: with that, most unknowns of a real administration are gone. Of what is left, one factor after
the other is supposed not to be 0. Then only those matter that share an unknown with it (all others may be 0 as well),
and each of them is too heavy and must be 0, or counts. When all that is looked at, the factor is 0 for good. Where
`Steps` are not enough to be sure, the tables are taken to be unsafe: what is not proven is not shown.
"""

from collections.abc import Collection, Hashable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from competence_check.teams.factors import Factor
from competence_check.teams.lightest import Search, State, Steps, Unproven, Values, value_of

Place = TypeVar("Place", bound=Hashable)

__all__ = ["Steps", "Unproven", "few_behind"]


def few_behind(
    patterns: Mapping[frozenset[Place], int], limit: int, known: Collection[Place] = (), steps: Steps | None = None
) -> list[dict[Place, Fraction]]:
    """Combinations about 1 to `limit` − 1 results, as what each place is multiplied by; empty only if there is none.

    patterns: how many results count in exactly these places. known: places that have been shown before. What they
    tell without the others is no news, and no combination of all places counts that tells no more than that.
    steps: what the search may spend, as much as a single one may where it is None. Raises Unproven where that is not
    enough.
    """
    places = sorted({place for pattern in patterns for place in pattern}, key=repr)
    number_of = {place: number for number, place in enumerate(places)}
    weights: dict[Factor, int] = {
        tuple((each, 1) for each in sorted(number_of[place] for place in pattern)): number
        for pattern, number in patterns.items()
        if pattern
    }
    old = {number_of[place] for place in known if place in number_of}
    steps = steps or Steps()
    found, before = [], _Before(weights, old, limit, steps)
    for state in Search(limit, steps).light(weights):
        values = state.values()
        if not before.tells(values, State.of(dict.fromkeys(state.kept, 1)).rank()):
            found.append({places[number]: value for number, value in values.items() if value})
    return found


class _Before:
    """What has long been told about few results."""

    def __init__(self, weights: Mapping[Factor, int], old: Collection[int], limit: int, steps: Steps) -> None:
        self.limit, self.steps = limit, steps
        self.seen = {factor: tuple(each for each in factor if each[0] in old) for factor in weights}
        self.weights: dict[Factor, int] = {}
        for factor, seen in self.seen.items():
            if seen:
                self.weights[seen] = self.weights.get(seen, 0) + weights[factor]

    @cached_property
    def _tells_of_few(self) -> bool:
        return next(Search(self.limit, self.steps).light(self.weights), None) is not None

    def tells(self, values: Values, dimension: int) -> bool:
        """Whether every combination about no others than this one can be had from old places alone.

        dimension: of the space of these combinations.
        """
        if not self._tells_of_few:
            return False
        others = {seen for factor, seen in self.seen.items() if seen and not value_of(factor, values)}
        # So heavy that whatever they become equal to is 0 as well.
        heavy = len(self.weights) + 1
        state = State.of({factor: heavy if factor in others else 1 for factor in self.weights})
        while state.open and state.heaviest()[1] >= heavy:
            state.let_be_zero(state.heaviest()[0])
        return state.rank() == dimension
