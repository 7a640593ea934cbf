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
from roadmap.planning.groups.resources import Resources, is_of_unit

# People are bundled so that the master stays small.
MOST_BUNDLES = 60

# How much of the best prices is kept, and how near master and bound have to come.
KEPT, NEAR = 0.6, 5e-4

# Beyond so many people, a sample of as many finds prices to begin with; what is tried after these.
MOST_IN_SAMPLE = 200
DEARER = 1.3


@dataclass(frozen=True)
class Prices:
    """of: by resource, levels times weight for one more. bound: no plans together are above it."""

    of: NDArray[np.float64]
    bound: float


def find_prices(
    blocks: Sequence[Block],
    limits: NDArray[np.float64],
    rounds: int,
    goes_on: Callable[[int], bool] = lambda _round: True,
    start: NDArray[np.float64] | None = None,
) -> Prices:
    """The best prices found in so many rounds; goes_on is asked before each; start: prices to begin with."""
    master = _Master(len(limits), limits, min(MOST_BUNDLES, len(blocks)))
    best = Prices(np.zeros(len(limits)), float("inf"))
    newest, kept = best.of if start is None else start, 0.0
    for number in range(rounds):
        if not goes_on(number):
            break
        tried = kept * best.of + (1 - kept) * newest
        bound = float(tried @ limits)
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
        if start is not None and number == 0:
            # Dearer once: the master needs answers that ask for less than there is to mix them with the others.
            newest = DEARER * start
            continue
        kept = KEPT
    return best


def is_large(blocks: Sequence[Block]) -> bool:
    """Whether prices are found with a sample first."""
    return len(blocks) > MOST_IN_SAMPLE


def first_prices(blocks: Sequence[Block], resources: Resources, rounds: int) -> NDArray[np.float64] | None:
    """Prices to begin with in a large group: those of some whole units with their part of seats and money.

    From prices of nothing, many people would ask for far more than there is, round after round. None in small groups.
    """
    if not is_large(blocks):
        return None
    units = sorted({block.member.unit or block.member.id for block in blocks})
    every = -(-len(blocks) // MOST_IN_SAMPLE)
    taken = set(units[::every])
    some = [block for block in blocks if (block.member.unit or block.member.id) in taken]
    limits = resources.limits.copy()
    for number, key in enumerate(resources.keys):
        if not is_of_unit(key):
            limits[number] *= len(some) / len(blocks)
    return find_prices(some, limits, rounds).of


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
