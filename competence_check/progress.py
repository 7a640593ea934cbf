"""How far a run is, told honestly: place, total, and a range of minutes left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from competence_check.duration import Minutes, minutes_for
from competence_check.finishing import missing_areas
from competence_check.models import ItemKind
from competence_check.runs import Asked


@dataclass(frozen=True)
class Progress:
    """Where a question stands. number, total: within its part; left: for everything unanswered."""

    is_task: bool
    number: int
    total: int
    left: Minutes
    can_finish: bool


def progress_at(asked: Sequence[Asked], answered: Collection[int], number: int) -> Progress:
    """The progress on the page of question `number` (from 1) of the run."""
    here = asked[number - 1]
    part = [item.id for item in asked if item.kind is here.kind]
    return Progress(
        is_task=here.kind is ItemKind.TASK,
        number=part.index(here.id) + 1,
        total=len(part),
        left=minutes_for(item.format for item in asked if item.id not in answered),
        can_finish=not missing_areas(list(asked), set(answered)),
    )


def first_unanswered(order: Sequence[int], answered: Collection[int]) -> int | None:
    """The number (from 1) of the first question without an answer."""
    return next((number for number, item in enumerate(order, start=1) if item not in answered), None)
