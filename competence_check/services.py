"""What one can do with the check. Services neither commit nor know the request."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from competence_check import bank, engine_room, runs, standing
from competence_check.models import Answer, Competence, Framework, Item, ItemKind, Run, RunState, new_uid
from competence_check.rules import TASKS_TO_CLARIFY
from competence_check.tasks import grading
from competence_check.tasks.format import UNKNOWN, Fields, Response
from competence_check.telling import tell_started
from lms.kernel import clock
from lms.kernel.db import db, insert_once
from lms.kernel.errors import Invalid, NotFound, Refused
from lms.learning.services import Learner

# More than this between two answers was a pause.
PAUSE = timedelta(minutes=10)


class RunFinished(Refused):
    """The run is finished; its answers stay as they are."""


class ItemChanged(Invalid):
    """The item was revised while somebody was reading it."""


class ItemGone(Refused):
    """The answer is to a task that is no longer, or not yet, at this place of the run."""


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
    """The question `number` (from 1) of the run. Raises ItemGone for one that does not come yet, NotFound for none."""
    if number < 1:
        raise NotFound
    if number > len(run.item_order):
        raise ItemGone(_("Diese Aufgabe gibt es in Ihrem Check noch nicht. Hier geht es weiter."))
    return Place(run, number)


def begin(*, learner: Learner, framework: Framework, family: str) -> Run:
    """The learner's open run, begun if there is none. Raises Refused while there is nothing to ask."""
    run = runs.open_run(learner.person_id, framework.id)
    if run is not None:
        return run
    if not bank.tasks_in_use(framework.id, organisation_id=learner.organisation_id):
        raise Refused(_("Der Kompetenzcheck wird gerade vorbereitet. Bitte kommen Sie später wieder."))
    begun = insert_once(
        Run,
        uid=new_uid(),
        person_id=learner.person_id,
        organisation_id=learner.organisation_id,
        framework_id=framework.id,
        family=family,
        item_order=[rating.id for rating in bank.self_ratings_in_use(framework.id)],
    )
    run = runs.open_run(learner.person_id, framework.id)
    assert run is not None
    if begun:
        go_further(run)
        tell_started(run, learner, framework)
    return run


def go_further(run: Run, answered: Collection[int] | None = None) -> None:
    """Put the next task behind the last where all questions are answered and more are needed. `run` is locked.

    answered: the items with an answer, where the caller knows them.
    """
    if answered is None:
        answered = runs.answered_ids(run)
    if not takes_answers(run) or any(item not in answered for item in run.item_order):
        return
    if run.clarifying and len(run.item_order) - run.clarify_from + 1 >= TASKS_TO_CLARIFY:
        return
    learnt = standing.learnt_for(run)
    chosen = engine_room.next_item(standing.situation_of(run, learnt), bank.tasks_of(run, learnt))
    if chosen is not None:
        run.item_order = [*run.item_order, chosen]
        bank.count_asked(chosen)
        db.session.flush()


def takes_answers(run: Run) -> bool:
    """Whether the run is open, or a competence of it is being made clearer."""
    return run.state == RunState.OPEN.value or bool(run.clarifying)


def read_response(item: Item, fields: Fields) -> Response:
    """The answer in a form's fields. Raises Invalid with a sentence for the person."""
    if item.kind == ItemKind.SELF_RATING.value:
        return grading.read_self_rating(fields)
    return grading.read_answer(item.format, item.body, fields)


def keep_open(run: Run, number: int) -> None:
    """Raise RunFinished where the run takes no more answers to the question `number`."""
    if run.state == RunState.FINISHED.value and not (run.clarifying and number >= run.clarify_from):
        raise RunFinished(_("Dieser Check ist schon abgeschlossen. Ihre Antworten bleiben, wie sie sind."))


def answer(*, run: Run, item: Item, version: int, response: Response) -> None:
    """Keep the answer, a later one replaces it; then the next task is chosen. `run` is locked.

    Raises RunFinished after the end, ItemChanged if `version` is not the present one, NotFound for an item
    that the run does not ask.
    """
    if item.id not in run.item_order:
        raise NotFound
    keep_open(run, run.item_order.index(item.id) + 1)
    if version != item.version:
        raise ItemChanged(_("Diese Aufgabe wurde gerade überarbeitet. Bitte lesen Sie sie noch einmal."))
    answers = runs.answers_of(run)
    present = answers.get(item.id)
    if present is None:
        present = Answer(run_id=run.id, item_id=item.id, seconds=_seconds(run, answers))
        bank.count_time(item.id, present.seconds)
        db.session.add(present)
    present.item_version, present.response = item.version, response
    present.score, present.answered_at = _score(item, response), clock.now()
    db.session.flush()
    go_further(run, {*answers, item.id})


def leave_out(*, run: Run, item: Item) -> bool:
    """Take a retired question out of the run where it has no answer yet, and ask another; whether that was needed."""
    if not item.retired or item.id in runs.answered_ids(run):
        return False
    run.item_order = [each for each in run.item_order if each != item.id]
    db.session.flush()
    go_further(run)
    return True


def clarify(*, run: Run, competence: str) -> None:
    """Ask more tasks about one competence of a finished run. `run` is locked.

    Raises Refused where the person has met all tasks about it, NotFound for a competence that there is not.
    """
    if run.state != RunState.FINISHED.value:
        raise Refused(_("Beenden Sie den Check zuerst."))
    if run.clarifying == competence:
        return
    known = select(Competence.id).where(
        Competence.framework_id == run.framework_id, Competence.code == competence, Competence.retired.is_(False)
    )
    if db.session.scalar(known) is None:
        raise NotFound
    drop_unanswered(run)
    before = len(run.item_order)
    run.clarifying, run.clarify_from = competence, before + 1
    go_further(run)
    if len(run.item_order) == before:
        run.clarifying, run.clarify_from = "", 0
        raise Refused(_("Zu dieser Kompetenz haben Sie schon alle Aufgaben gesehen, die zu Ihrer Arbeit passen."))


def drop_unanswered(run: Run) -> None:
    """Forget tasks that were chosen and not answered."""
    answered = runs.answered_ids(run)
    run.item_order = [item for item in run.item_order if item in answered]


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
