"""From the answers of a run to its result, and what the person does with it."""

from flask_babel import gettext as _
from sqlalchemy import delete as remove

from competence_check import bank, engine_room, runs, standing
from competence_check.calibration.parameters import Learnt
from competence_check.models import Estimate, ItemKind, Run, RunState, Scope
from competence_check.rules import ENGINE
from competence_check.scoring.engine import Estimate as Score
from competence_check.scoring.engine import Result
from competence_check.services import delete, drop_unanswered
from competence_check.telling import tell_clarified, tell_finished, tell_shared, tell_withdrawn
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Refused
from lms.learning.services import Learner


def missing_areas(asked: list[runs.Asked], answered: set[int], areas: set[str]) -> set[str]:
    """The areas of which no task has been answered: as long as there are any, there is no result."""
    return areas - {item.area for item in asked if item.kind is ItemKind.TASK and item.id in answered}


def finish(*, run: Run, learner: Learner) -> None:
    """Close the run and keep its estimates; a second time changes nothing. `run` is locked.

    Raises Refused until a task of every area is answered.
    """
    if run.state == RunState.FINISHED.value:
        return
    learnt = standing.learnt_for(run)
    given = standing.given_in(run, learnt)
    if missing_areas(runs.asked_items(run), {each.item for each in given}, runs.areas_with_tasks(run)):
        raise Refused(_("Für ein Ergebnis brauchen wir aus jedem Bereich mindestens eine beantwortete Aufgabe."))
    drop_unanswered(run)
    _keep_result(run, given, learnt)
    run.state, run.finished_at = RunState.FINISHED.value, clock.now()
    tell_finished(run, learner, runs.framework_of(run), round(sum(each.seconds for each in given)))


def finish_clarifying(*, run: Run, learner: Learner) -> str:
    """Take the answers given meanwhile into the result; the competence that became clearer, empty for none.

    `run` is locked. A second time changes nothing.
    """
    competence = run.clarifying
    if not competence:
        return ""
    drop_unanswered(run)
    more = len(run.item_order) - run.clarify_from + 1
    run.clarifying, run.clarify_from = "", 0
    if not more:
        return ""
    learnt = standing.learnt_for(run)
    _keep_result(run, standing.given_in(run, learnt), learnt)
    run.clarified_at = clock.now()
    tell_clarified(run, learner, runs.framework_of(run))
    return competence


def _keep_result(run: Run, given: list[standing.Given], learnt: Learnt) -> None:
    together, tasks = engine_room.results_of(standing.scoring_of(run, given, learnt))
    db.session.execute(remove(Estimate).where(Estimate.run_id == run.id))
    db.session.add_all(Estimate(run_id=run.id, **values) for values in estimate_rows(together, tasks))
    run.engine, run.bank = ENGINE, bank.bank_version(bank.tasks_of(run, learnt))


def estimate_rows(together: Result, tasks: Result) -> list[dict[str, str | float | int]]:
    """The rows of a result, without the run that they belong to."""
    return [
        {"scope": scope.value, "code": code, **_values(score, alone[code])}
        for scope, scores, alone in (
            (Scope.AREA, together.areas, tasks.areas),
            (Scope.COMPETENCE, together.competences, tasks.competences),
        )
        for code, score in scores.items()
    ]


def _values(score: Score, alone: Score) -> dict[str, float | int]:
    return {
        "theta": score.theta,
        "se": score.se,
        "level": score.level,
        "low": score.low,
        "high": score.high,
        "tasks": score.tasks,
        "task_theta": alone.theta,
        "task_se": alone.se,
    }


def share(*, run: Run, learner: Learner) -> None:
    """Let the result count, without a name, in the figures of the person's unit.

    Raises Refused for an open run.
    """
    if run.state != RunState.FINISHED.value:
        raise Refused(_("Beenden Sie den Check zuerst. Dann können Sie das Ergebnis teilen."))
    if run.shared_at is None:
        run.shared_at = clock.now()
        tell_shared(run, learner, runs.framework_of(run))


def withdraw(*, run: Run, learner: Learner) -> None:
    """The result no longer counts, from now on."""
    if run.shared_at is not None:
        run.shared_at = None
        tell_withdrawn(run, learner, runs.framework_of(run))


def delete_run(*, run: Run, learner: Learner) -> None:
    """Remove the run with all answers and levels; nothing of it can be brought back."""
    withdraw(run=run, learner=learner)
    delete(run)
