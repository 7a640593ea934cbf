"""The answers that a calibration learns from: of finished runs, without names; the latest answer of each person."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from sqlalchemy import select

from competence_check import runs
from competence_check.calibration.estimating import Answered, Known
from competence_check.models import Answer, Competence, Item, ItemKind, Run, RunState
from competence_check.scoring.response import parameters_of
from lms.kernel.db import db


@dataclass
class Gathered:
    """versions, names: by item. groups: the role family by person. self_ratings: by person and competence."""

    areas: dict[str, list[str]]
    tasks: dict[int, Known] = field(default_factory=dict)
    answers: list[Answered] = field(default_factory=list)
    self_ratings: dict[int, dict[str, int]] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    groups: dict[int, Hashable] = field(default_factory=dict)


def gather(framework_id: int) -> Gathered:
    """All answers to everybody's tasks and self-ratings in their present version."""
    found = Gathered(runs.areas_of(framework_id))
    known = {code for codes in found.areas.values() for code in codes}
    difficulty = Item.body["difficulty"].as_float()
    query = (
        select(Run.person_id, Run.family, Item, difficulty, Competence.code, Answer.score)
        .join(Answer, Answer.run_id == Run.id)
        .join(Item, Item.id == Answer.item_id)
        .join(Competence, Competence.id == Item.competence_id)
        .where(Run.framework_id == framework_id, Run.state == RunState.FINISHED.value)
        .where(Answer.item_version == Item.version, Answer.score.is_not(None), Item.retired.is_(False))
        # What an organisation wrote is read by nobody else, and few answer it.
        .where(Item.organisation_id.is_(None))
        .order_by(Run.finished_at, Answer.id)
    )
    latest: dict[tuple[int, int], float] = {}
    for person, family, item, harder, code, score in db.session.execute(query):
        if code not in known:
            continue
        if family:
            found.groups[person] = family
        if item.kind == ItemKind.SELF_RATING.value:
            found.self_ratings.setdefault(person, {})[code] = int(score)
            continue
        found.tasks[item.id] = Known(code, parameters_of(item.band, item.format, harder))
        found.versions[item.id], found.names[item.id] = item.version, f"{code}/{item.key}"
        latest[person, item.id] = score
    found.answers = [Answered(person, item, score) for (person, item), score in latest.items()]
    return found
