"""Which task to ask next: the bank, what is known about the person, and the rules of the check, put before the engine.

Needs numpy: other modules reach it through `competence_check.engine_room`, so that the web process starts without it.
The same answers lead to the same task: the little chance in it comes from the run's identifier.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from competence_check.rules import BUDGET_SECONDS, MOST_TASKS, PRECISION
from competence_check.scoring.assumptions import Assumptions
from competence_check.scoring.choosing import Bank, Rules, is_enough, next_task, per_time, weights_of
from competence_check.scoring.curves import Array
from competence_check.scoring.engine import Result
from competence_check.scoring.grid import GridEngine, Posterior
from competence_check.scoring.response import Parameters
from competence_check.situation import Areas, Candidate, Situation

RULES = Rules(most=MOST_TASKS, precision=PRECISION, seconds=BUDGET_SECONDS)

# How far chance may change the worth of a task: enough that neighbours do not all meet the same one of equal tasks.
CHANCE = 0.1

# Tasks written for the person's own part of work are worth so much more.
OWN_WORK = 1.25

# How much time counts against a task, see `per_time`. From .6 to 1.5 the result is the same within the error of 2 000
# simulated people; .6 leaves most room for tasks in which people do something, which take longer (docs/measuring.md).
THRIFT = 0.6


@lru_cache(maxsize=8)
def engine_for(areas: Areas, assumptions: Assumptions) -> GridEngine:
    """The engine of a framework with these areas, for people of whom this is assumed."""
    return GridEngine(dict(areas), assumptions)


@lru_cache(maxsize=8)
def _bank(areas: Areas, assumptions: Assumptions, tasks: tuple[tuple[str, Parameters], ...]) -> Bank:
    return Bank(engine_for(areas, assumptions), tasks)


def next_item(situation: Situation, candidates: Sequence[Candidate], thrift: float = THRIFT) -> int | None:
    """The id of the task to ask, None where it is enough or there is none left."""
    engine = engine_for(situation.areas, situation.assumptions)
    if not candidates:
        return None
    asked_about = tuple((each.competence, each.parameters) for each in candidates)
    bank = _bank(situation.areas, situation.assumptions, asked_about)
    places = {each.id: place for place, each in enumerate(candidates)}
    asked = [places[number] for number in situation.asked if number in places]
    posterior = engine.posterior(situation.answers, situation.self_ratings)
    if not situation.only and _is_enough(posterior, bank, asked, situation):
        return None
    chosen = next_task(
        posterior,
        bank,
        asked,
        weights=weights_of(engine, situation.weights or {}),
        rules=RULES,
        exposure=np.array([each.share for each in candidates]),
        allowed=_allowed(engine, bank, candidates, situation),
        worth=_worth(candidates, situation, thrift),
    )
    return None if chosen is None else candidates[chosen].id


def _is_enough(posterior: Posterior, bank: Bank, asked: list[int], situation: Situation) -> bool:
    # Tasks that left the bank while the run was open still count as asked.
    if len(situation.asked) >= RULES.most:
        return True
    return is_enough(posterior, bank, asked, RULES, situation.seconds)


def _allowed(
    engine: GridEngine, bank: Bank, candidates: Sequence[Candidate], situation: Situation
) -> NDArray[np.bool_]:
    """Tasks for this work and new to the person.

    What they met before comes again only where it has to: first in an area that has nothing new left, because a
    result needs every area, and when nothing new is left at all.
    """
    fits = np.array([not each.families or situation.family in each.families for each in candidates])
    unasked = np.array([each.id not in situation.asked for each in candidates])
    new: NDArray[np.bool_] = fits & unasked & np.array([each.id not in situation.met for each in candidates])
    if situation.only:
        # What makes a competence clearer is a new task for this person, or none.
        return np.asarray(new & (bank.competence == engine.place[situation.only]))
    allowed = new.copy()
    begun = set(bank.area[~unasked])
    for area in set(bank.area):
        inside = bank.area == area
        if not (new & inside).any() and (area not in begun or not new.any()):
            left = inside & unasked
            allowed |= left & fits if (left & fits).any() else left
    return allowed


def _worth(candidates: Sequence[Candidate], situation: Situation, thrift: float) -> Array:
    """What a task is worth beside its gain: a short one more, one for the own work more, and a little chance."""
    chance = np.random.default_rng(int.from_bytes(situation.seed.encode()[:16].ljust(16)))
    seconds = np.array([each.seconds for each in candidates], dtype=np.float64)
    own = np.array([OWN_WORK if situation.family in each.families else 1.0 for each in candidates])
    luck = 1.0 + CHANCE * (2.0 * chance.random(len(candidates)) - 1.0)
    return np.asarray(own * per_time(seconds, thrift) * luck)


def results_of(situation: Situation) -> tuple[Result, Result]:
    """What the answers say together with the self-ratings, and what the tasks say alone."""
    engine = engine_for(situation.areas, situation.assumptions)
    return engine.estimate(situation.answers, situation.self_ratings), engine.estimate(situation.answers, {})
