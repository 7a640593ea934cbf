"""What one can do with the check. Services neither commit nor know the request."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from flask_babel import gettext as _

from competence_check import runs
from competence_check.models import Answer, Area, Competence, Framework, Item, ItemKind, Run, RunState, new_uid
from competence_check.selection import Candidate, select_tasks
from competence_check.tasks import grading
from competence_check.tasks.format import UNKNOWN, Fields, Response
from competence_check.telling import tell_started
from lms.kernel import clock
from lms.kernel.db import db, insert_once
from lms.kernel.errors import Invalid, NotFound, Refused
from lms.learning.services import Learner

# Tasks met within this time are asked again only where there are no others.
FRESH_AGAIN = timedelta(days=365)

# More than this between two answers was a pause.
PAUSE = timedelta(minutes=10)


class RunFinished(Refused):
    """The run is finished; its answers stay as they are."""


class ItemChanged(Invalid):
    """The item was revised while somebody was reading it."""


@dataclass(frozen=True)
class Place:
    """A question of a run. number: from 1."""

    run: Run
    number: int

    @property
    def item_id(self) -> int:
        """The item that is asked here."""
        return self.run.item_order[self.number - 1]


def place_in(run: Run, number: int) -> Place:
    """The question `number` (from 1) of the run; raises NotFound."""
    if not 1 <= number <= len(run.item_order):
        raise NotFound
    return Place(run, number)


def begin(*, learner: Learner, framework: Framework, family: str) -> Run:
    """The learner's open run, begun if there is none. Raises Refused while there is nothing to ask."""
    run = runs.open_run(learner.person_id, framework.id)
    if run is not None:
        return run
    uid = new_uid()
    order = _order(learner, framework, family, uid)
    if not order:
        raise Refused(_("Der Kompetenzcheck wird gerade vorbereitet. Bitte kommen Sie später wieder."))
    begun = insert_once(
        Run,
        uid=uid,
        person_id=learner.person_id,
        organisation_id=learner.organisation_id,
        framework_id=framework.id,
        family=family,
        item_order=order,
    )
    run = runs.open_run(learner.person_id, framework.id)
    assert run is not None
    if begun:
        tell_started(run, learner, framework)
    return run


def _order(learner: Learner, framework: Framework, family: str, uid: str) -> list[int]:
    met = runs.items_met_since(learner.person_id, clock.now() - FRESH_AGAIN)
    return _arranged(runs.items_in_use(framework.id), met, family, uid)


def _arranged(items: list[tuple[Item, Competence, Area]], met: set[int], family: str, uid: str) -> list[int]:
    self_ratings = [item.id for item, _of, _in in items if item.kind == ItemKind.SELF_RATING.value]
    candidates = [
        Candidate(item.id, area.code, competence.code, item.band, frozenset(item.families), item.id in met)
        for item, competence, area in items
        if item.kind == ItemKind.TASK.value
    ]
    # The same run always asks the same; there is no secret in it.
    return self_ratings + select_tasks(candidates, family, Random(uid)) if candidates else []  # noqa: S311


def planned_formats(framework: Framework) -> list[str]:
    """The formats of what a run would ask now; a self-rating has the empty one."""
    items = runs.items_in_use(framework.id)
    formats = {item.id: item.format for item, _of, _in in items}
    return [formats[item] for item in _arranged(items, set(), "", "planned")]


def read_response(item: Item, fields: Fields) -> Response:
    """The answer in a form's fields. Raises Invalid with a sentence for the person."""
    if item.kind == ItemKind.SELF_RATING.value:
        return grading.read_self_rating(fields)
    return grading.read_answer(item.format, item.body, fields)


def keep_open(run: Run) -> None:
    """Raise RunFinished where the run takes no more answers."""
    if run.state != RunState.OPEN.value:
        raise RunFinished(_("Dieser Check ist schon abgeschlossen. Ihre Antworten bleiben, wie sie sind."))


def answer(*, run: Run, item: Item, version: int, response: Response) -> None:
    """Keep the answer; a later one replaces it. `run` is locked.

    Raises RunFinished after the end, ItemChanged if `version` is not the present one, NotFound for an item
    that the run does not ask.
    """
    keep_open(run)
    if item.id not in run.item_order:
        raise NotFound
    if version != item.version:
        raise ItemChanged(_("Diese Aufgabe wurde gerade überarbeitet. Bitte lesen Sie sie noch einmal."))
    answers = runs.answers_of(run)
    values = {
        "item_version": item.version,
        "response": response,
        "score": _score(item, response),
        "answered_at": clock.now(),
    }
    present = answers.get(item.id)
    if present is None:
        present = Answer(run_id=run.id, item_id=item.id, seconds=_seconds(run, answers))
        db.session.add(present)
    for name, value in values.items():
        setattr(present, name, value)
    db.session.flush()


def _score(item: Item, response: Response) -> float | None:
    if item.kind == ItemKind.SELF_RATING.value:
        return None if response == UNKNOWN else float(response["step"])
    return grading.grade(item.format, item.body, response)


def _seconds(run: Run, answers: dict[int, Answer]) -> int | None:
    latest = max((answer.answered_at for answer in answers.values()), default=run.started_at)
    passed = clock.now() - latest
    return None if passed > PAUSE else int(passed.total_seconds())


def delete(run: Run) -> None:
    """Remove the run with everything that belongs to it."""
    db.session.delete(run)
    db.session.flush()
