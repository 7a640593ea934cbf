"""Which tasks a run asks, and in which order. Pure: the same source of chance gives the same run."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from competence_check.scoring.scale import BANDS

TASKS_PER_COMPETENCE = 3


@dataclass(frozen=True)
class Candidate:
    """A task that could be asked. seen: the person met it in an earlier run."""

    id: int
    area: str
    competence: str
    band: str
    families: frozenset[str]
    seen: bool


def select_tasks(candidates: Iterable[Candidate], family: str, chance: Random) -> list[int]:
    """The ids of the tasks to ask, in order: of each competence three over the bands, as far as there are.

    Tasks for the person's role family or for everybody come before others, new ones before those already met.
    Every round asks each competence once and changes the area from task to task; the first round takes the
    easiest, so that everybody begins with something they can do.
    """
    by_competence: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_competence[candidate.area, candidate.competence].append(candidate)
    chosen: dict[tuple[str, str], list[Candidate]] = {}
    # Of the four bands each competence leaves out another one, so that all bands are asked about equally
    # often.
    first_left_out = chance.randrange(len(BANDS))
    for number, (place, tasks) in enumerate(sorted(by_competence.items())):
        left_out = list(BANDS)[(first_left_out + number) % len(BANDS)]
        three = _choose(tasks, family, left_out, chance)
        easiest, *others = sorted(three, key=lambda task: BANDS[task.band])
        chance.shuffle(others)
        chosen[place] = [easiest, *others]
    rounds = [
        [(area, tasks[turn].id) for (area, _competence), tasks in chosen.items() if turn < len(tasks)]
        for turn in range(TASKS_PER_COMPETENCE)
    ]
    return [task for each in rounds for task in _alternate(each)]


def _choose(tasks: Sequence[Candidate], family: str, left_out: str, chance: Random) -> list[Candidate]:
    """Up to three tasks: fitting and new ones first, then from as many bands as possible, `left_out` last."""
    waiting = list(tasks)
    chance.shuffle(waiting)
    chosen: list[Candidate] = []
    while waiting and len(chosen) < TASKS_PER_COMPETENCE:
        used = [task.band for task in chosen]

        def rank(task: Candidate, used: Sequence[str] = used) -> tuple[bool, bool, int, bool]:
            for_others = bool(task.families) and family not in task.families
            return for_others, task.seen, used.count(task.band), task.band == left_out

        best = min(waiting, key=rank)
        chosen.append(best)
        waiting.remove(best)
    return chosen


def _alternate(tasks: Sequence[tuple[str, int]]) -> list[int]:
    """The tasks so that areas take turns."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for area, task in tasks:
        waiting[area].append(task)
    ordered = []
    while any(waiting.values()):
        ordered += [queue.pop(0) for queue in waiting.values() if queue]
    return ordered
