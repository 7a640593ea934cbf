"""How far a run is, told honestly: what is still to come is a range, for tasks are chosen one by one.

The check ends by time, by count or by precision (`competence_check.rules`); what comes first depends on the person's
pace, so the range is made of the time that is left and of how quickly this person answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from competence_check.duration import QUICK, SLOW, Minutes
from competence_check.models import ItemKind
from competence_check.rules import BUDGET_SECONDS, MOST_TASKS, TASKS_TO_CLARIFY
from competence_check.runs import Asked

# A task in the middle, in seconds, before this person answered any; it counts as much as so many answers.
TYPICAL_SECONDS, WORTH = 34.0, 3

# How far the number of tasks to come may lie from the middle: nine of ten times it does not lie further.
FEWER, MORE = 0.65, 1.3


@dataclass(frozen=True)
class Range:
    """From `least` to `most` tasks."""

    least: int
    most: int


@dataclass(frozen=True)
class Progress:
    """Where a question stands. number: within its part; total: of the part, None where nobody knows yet.

    tasks: how many tasks may come, this one included, None in the other parts; left: minutes for everything to come;
    done: hundredths of the whole; can_finish: whether there can be a result already.
    """

    is_task: bool
    number: int
    total: int | None
    tasks: Range | None
    left: Minutes
    done: int
    can_finish: bool


def progress_at(
    asked: Sequence[Asked], taken: Mapping[int, int | None], number: int, *, clarify_from: int, missing: int
) -> Progress:
    """The progress on the page of question `number` (from 1). taken: seconds by answered item, None after a pause.

    clarify_from: number of the first of some tasks asked after the end, 0 for none; missing: areas without an answer.
    """
    here = asked[number - 1]
    ratings = [item for item in asked if item.kind is ItemKind.SELF_RATING]
    tasks = [item for item in asked if item.kind is ItemKind.TASK]
    if clarify_from:
        return _clarifying(number - clarify_from + 1)
    rating_seconds = sum(item.seconds for item in ratings if item.id not in taken)
    answered = [item for item in tasks if item.id in taken]
    used = sum(_seconds(item, taken[item.id]) for item in answered)
    pace = (used + WORTH * TYPICAL_SECONDS) / (len(answered) + WORTH)
    to_come = tasks_to_come(used, pace, len(answered), missing)
    minutes = Minutes(
        max(1, floor((rating_seconds * QUICK + to_come.least * pace) / 60)),
        max(1, ceil((rating_seconds * SLOW + to_come.most * pace) / 60)),
    )
    spent = sum(item.seconds for item in ratings) - rating_seconds + used
    whole = spent + rating_seconds + (to_come.least + to_come.most) / 2 * pace
    is_task = here.kind is ItemKind.TASK
    return Progress(
        is_task=is_task,
        number=(tasks if is_task else ratings).index(here) + 1,
        total=None if is_task else len(ratings),
        tasks=to_come if is_task else None,
        left=minutes,
        done=min(99, round(100 * spent / whole)),
        can_finish=missing == 0,
    )


def tasks_to_come(used: float, pace: float, answered: int, missing: int) -> Range:
    """How many tasks may still come: after `used` seconds for `answered` ones, at `pace` seconds each."""
    middle = max(0.0, BUDGET_SECONDS - used) / pace
    most = min(MOST_TASKS - answered, ceil(middle * MORE))
    least = min(MOST_TASKS - answered, floor(middle * FEWER))
    floor_of_both = max(1, missing)
    return Range(max(floor_of_both, least), max(floor_of_both, most))


def _clarifying(number: int) -> Progress:
    left = TASKS_TO_CLARIFY - number + 1
    minutes = Minutes(max(1, floor(left * TYPICAL_SECONDS * QUICK / 60)), ceil(left * TYPICAL_SECONDS * SLOW / 60))
    done = round(100 * (number - 1) / TASKS_TO_CLARIFY)
    return Progress(True, number, TASKS_TO_CLARIFY, None, minutes, done, can_finish=False)


def _seconds(item: Asked, taken: int | None) -> float:
    return item.seconds if taken is None else float(taken)


def first_unanswered(order: Sequence[int], answered: Mapping[int, object] | set[int]) -> int | None:
    """The number (from 1) of the first question without an answer."""
    return next((number for number, item in enumerate(order, start=1) if item not in answered), None)
