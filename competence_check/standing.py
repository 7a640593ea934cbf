"""From what is stored about a run to where it stands, as the engine wants it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from competence_check import queries, runs
from competence_check.calibration.parameters import Learnt, corrected, learnt_before
from competence_check.duration import expected_seconds
from competence_check.models import Answer, Competence, FormerItem, Item, ItemKind, ItemUse, Run
from competence_check.scoring.engine import Scored
from competence_check.scoring.response import parameters_of
from competence_check.situation import Situation, areas_as_key
from lms.kernel import clock
from lms.kernel.db import db


@dataclass(frozen=True)
class Given:
    """An answer as the engine needs it: of a self-rating the step, of a task the score and its parameters then."""

    item: int
    kind: ItemKind
    competence: str
    scored: Scored | None
    score: float | None
    seconds: float


def learnt_for(run: Run) -> Learnt:
    """What calibration had found when the run began, which it keeps."""
    return learnt_before(run.framework_id, run.started_at)


def given_in(run: Run, learnt: Learnt) -> list[Given]:
    """The run's answers; each task as it was when it was answered, in the order of answering."""
    difficulty = Item.body["difficulty"].as_float()
    query = (
        select(
            Answer, Item.kind, Item.version, Item.band, Item.format, difficulty, Item.words, Competence.code, *runs.USE
        )
        .join(Item, Item.id == Answer.item_id)
        .join(Competence, Competence.id == Item.competence_id)
        .outerjoin(ItemUse, ItemUse.item_id == Item.id)
        .where(Answer.run_id == run.id)
        .order_by(Answer.id)
    )
    rows = db.session.execute(query).all()
    former = runs.former_items([(row[0].item_id, row[0].item_version) for row in rows if row[0].item_version != row[2]])
    found = []
    for answer, kind, _version, band, format_name, harder, words, code, timed, taken in rows:
        old = former.get((answer.item_id, answer.item_version))
        seconds = answer.seconds
        if seconds is None:
            seconds = expected_seconds(words, format_name, timed, taken)
        scored = None
        if kind == ItemKind.TASK.value and answer.score is not None:
            then = _then(old) if old is not None else (band, format_name, harder)
            expert = parameters_of(*then)
            parameters = corrected(learnt, answer.item_id, answer.item_version, expert)
            scored = Scored(code, parameters, answer.score)
        found.append(Given(answer.item_id, ItemKind(kind), code, scored, answer.score, seconds))
    return found


def _then(old: FormerItem) -> tuple[str, str, float | None]:
    return old.band, old.format, old.body.get("difficulty")


def scoring_of(run: Run, given: Sequence[Given], learnt: Learnt) -> Situation:
    """What is needed to score the run. A competence can be taken out of the framework while a run is open."""
    areas = runs.areas_of(run.framework_id)
    known = {code for codes in areas.values() for code in codes}
    return Situation(
        areas=areas_as_key(areas),
        answers=[each.scored for each in given if each.scored is not None and each.competence in known],
        self_ratings={
            each.competence: int(each.score)
            for each in given
            if each.kind is ItemKind.SELF_RATING and each.score is not None and each.competence in known
        },
        assumptions=learnt.assumptions,
    )


def situation_of(run: Run, learnt: Learnt) -> Situation:
    """Where the run stands; while a competence is being made clearer, only that one is asked about."""
    given = given_in(run, learnt)
    scoring = scoring_of(run, given, learnt)
    ratings = {each.item for each in given if each.kind is ItemKind.SELF_RATING}
    met = runs.items_met_since(run.person_id, clock.now() - runs.FRESH_AGAIN)
    return Situation(
        areas=scoring.areas,
        answers=scoring.answers,
        self_ratings=scoring.self_ratings,
        asked=[item for item in run.item_order if item not in ratings],
        met=met - set(run.item_order),
        family=run.family,
        weights=queries.weights_for_family(run.family, run.framework_id),
        seconds=sum(each.seconds for each in given if each.kind is ItemKind.TASK),
        seed=run.uid,
        only=run.clarifying,
        assumptions=learnt.assumptions,
    )
