"""Prices of what all share, at which people who only look at their own plan ask for about as much as there is.

Column generation on the relaxed programs (Dantzig & Wolfe 1960): people answer prices with what they would take, the
master mixes the answers and sets new prices; each set of prices gives a bound (Geoffrion 1974). Between the best
and the newest prices lies the next try, which keeps them from swinging (Wentges 1997).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from roadmap.planning.groups.block import Block
from roadmap.planning.groups.resources import Resources

# People are bundled so that the master stays small.
MOST_BUNDLES = 60

# How much of the best prices is kept, and how near master and bound have to come.
KEPT, NEAR = 0.6, 5e-4


@dataclass(frozen=True)
class Prices:
    """of: by resource, levels times weight for one more. bound: no plans together are above it."""

    of: NDArray[np.float64]
    bound: float


def find_prices(
    blocks: Sequence[Block], resources: Resources, rounds: int, goes_on: Callable[[int], bool] = lambda _round: True
) -> Prices:
    """The best prices found in so many rounds; goes_on is asked before each."""
    master = _Master(len(resources.limits), resources.limits, min(MOST_BUNDLES, len(blocks)))
    best = Prices(np.zeros(len(resources.limits)), float("inf"))
    newest, kept = best.of, 0.0
    for number in range(rounds):
        if not goes_on(number):
            break
        tried = kept * best.of + (1 - kept) * newest
        bound = float(tried @ resources.limits)
        answers = [np.zeros(len(tried) + 1) for _bundle in range(master.bundles)]
        for place, block in enumerate(blocks):
            value, closed, taken = block.relaxed(tried)
            bound += value
            answers[place % master.bundles] += np.concatenate(([closed], taken))
        if bound < best.bound:
            best = Prices(tried, bound)
        value, newest = master.add(answers)
        if best.bound - value <= NEAR * best.bound or not len(tried):
            break
        kept = KEPT
    return best


class _Master:
    """Mixes what the bundles of people answered so that nothing is taken more often than it is there."""

    def __init__(self, rows: int, limits: NDArray[np.float64], bundles: int) -> None:
        new: Callable[[], Any] = highspy.Highs
        self._rows, self.bundles, self._highs = rows, bundles, new()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for limit in [*limits, *[1.0] * bundles]:
            self._highs.addRow(-np.inf, float(limit), 0, np.array([], dtype=np.int32), np.array([]))

    def add(self, answers: Sequence[NDArray[np.float64]]) -> tuple[float, NDArray[np.float64]]:
        """Take the answers in; what the best mixture closes, and its prices."""
        for bundle, answer in enumerate(answers):
            taken = answer[1:]
            names = np.flatnonzero(taken > 1e-9)
            rows = np.concatenate((names, [self._rows + bundle])).astype(np.int32)
            parts = np.concatenate((taken[names], [1.0]))
            self._highs.addCol(float(answer[0]), 0.0, np.inf, len(rows), rows, parts)
        self._highs.run()
        prices = np.maximum(0.0, np.array(self._highs.getSolution().row_dual[: self._rows]))
        return self._highs.getInfo().objective_function_value, prices
