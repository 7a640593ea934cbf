"""From the answers of a run to its result, and what the person does with it."""

from flask_babel import gettext as _

from competence_check import runs
from competence_check.models import Answer, Competence, Estimate, Item, ItemKind, Run, RunState, Scope
from competence_check.scoring import engine as scores
from competence_check.scoring.hierarchical import HierarchicalEngine
from competence_check.scoring.response import GUESSING, Parameters
from competence_check.scoring.scale import BANDS
from competence_check.services import delete
from competence_check.telling import tell_finished, tell_shared, tell_withdrawn
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Refused
from lms.learning.services import Learner


def engine_for(areas: dict[str, list[str]]) -> scores.Engine:
    """The engine that scores a framework with these areas: here a better one is put in."""
    return HierarchicalEngine(areas)


def parameters_of(band: str, format_name: str) -> Parameters:
    """A task as the engine sees it, by the experts' judgement."""
    return Parameters(BANDS[band], guessing=GUESSING[format_name])


def missing_areas(asked: list[runs.Asked], answered: set[int]) -> set[str]:
    """The areas of which no task has been answered: as long as there are any, there is no result."""
    tasks = [item for item in asked if item.kind is ItemKind.TASK]
    return {item.area for item in tasks} - {item.area for item in tasks if item.id in answered}


def finish(*, run: Run, learner: Learner) -> None:
    """Close the run and keep its estimates; a second time changes nothing. `run` is locked.

    Raises Refused until a task of every area is answered.
    """
    if run.state == RunState.FINISHED.value:
        return
    rows = runs.answered_items(run)
    if missing_areas(runs.asked_items(run), {answer.item_id for answer, _item, _competence in rows}):
        raise Refused(_("Für ein Ergebnis brauchen wir aus jedem Bereich mindestens eine beantwortete Aufgabe."))
    areas = runs.areas_of(run.framework_id)
    result = engine_for(areas).estimate(*_as_scores(rows, areas))
    for scope, estimates in ((Scope.AREA, result.areas), (Scope.COMPETENCE, result.competences)):
        for code, estimate in estimates.items():
            db.session.add(Estimate(run_id=run.id, scope=scope.value, code=code, **estimate_values(estimate)))
    run.state, run.finished_at = RunState.FINISHED.value, clock.now()
    seconds = sum(answer.seconds or 0 for answer, _item, _competence in rows)
    tell_finished(run, learner, runs.framework_of(run), seconds)


def estimate_values(estimate: scores.Estimate) -> dict[str, float | int]:
    """The columns of an estimate."""
    return {
        "theta": estimate.theta,
        "se": estimate.se,
        "level": estimate.level,
        "low": estimate.low,
        "high": estimate.high,
        "tasks": estimate.tasks,
    }


def _as_scores(
    rows: list[tuple[Answer, Item, Competence]], areas: dict[str, list[str]]
) -> tuple[list[scores.Scored], dict[str, int]]:
    known = {code for codes in areas.values() for code in codes}
    answers, self_ratings = [], {}
    for answer, item, competence in rows:
        # A competence can be taken out of the framework while a run is open.
        if answer.score is None or competence.code not in known:
            continue
        if item.kind == ItemKind.TASK.value:
            parameters = parameters_of(item.band, item.format)
            answers.append(scores.Scored(competence.code, parameters, answer.score))
        else:
            self_ratings[competence.code] = int(answer.score)
    return answers, self_ratings


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
