"""What is stored about runs. Everything asks for the person: nobody finds a run of somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from competence_check.duration import expected_seconds
from competence_check.models import (
    Answer,
    Area,
    Competence,
    Estimate,
    FormerItem,
    Framework,
    Item,
    ItemKind,
    ItemUse,
    Run,
    RunState,
    Scope,
)
from lms.kernel.db import db
from lms.kernel.errors import NotFound

# Items met within this time are asked again only where there are no others.
FRESH_AGAIN = timedelta(days=365)

# How often an item's answers were timed and what they took.
USE = (func.coalesce(ItemUse.timed, 0), func.coalesce(ItemUse.seconds, 0))


@dataclass(frozen=True)
class Asked:
    """An item of a run in brief.

    format: empty for a self-rating; area, competence: their codes; seconds: what it is expected to take.
    """

    id: int
    kind: ItemKind
    format: str
    area: str
    competence: str
    retired: bool
    seconds: float


def own_run(person_id: int, uid: str, *, for_update: bool = False) -> Run:
    """The person's run; raises NotFound for anybody else's.

    for_update: others who want to change it wait until the transaction ends.
    """
    query = select(Run).where(Run.person_id == person_id, Run.uid == uid)
    run = db.session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if run is None:
        raise NotFound
    return run


def open_run(person_id: int, framework_id: int) -> Run | None:
    """The person's unfinished run."""
    query = select(Run).where(
        Run.person_id == person_id, Run.framework_id == framework_id, Run.state == RunState.OPEN.value
    )
    return db.session.scalars(query).one_or_none()


def _finished(person_id: int, framework_id: int) -> Select[Run]:
    return (
        select(Run)
        .where(Run.person_id == person_id, Run.framework_id == framework_id, Run.state == RunState.FINISHED.value)
        .order_by(Run.finished_at.desc(), Run.id.desc())
    )


def latest_run(person_id: int, framework_id: int) -> Run | None:
    """The person's latest finished run."""
    return db.session.scalars(_finished(person_id, framework_id).limit(1)).first()


def open_and_latest(person_id: int) -> dict[int, tuple[Run | None, Run | None]]:
    """The person's unfinished run and their latest finished one, by the framework's id."""
    query = select(Run).where(Run.person_id == person_id).order_by(Run.finished_at.desc(), Run.id.desc())
    found: dict[int, dict[str, Run]] = {}
    for run in db.session.scalars(query):
        found.setdefault(run.framework_id, {}).setdefault(run.state, run)
    names = RunState.OPEN.value, RunState.FINISHED.value
    return {framework: (runs.get(names[0]), runs.get(names[1])) for framework, runs in found.items()}


def finished_runs(person_id: int, framework_id: int) -> list[tuple[Run, dict[str, Estimate]]]:
    """The person's finished runs, latest first, each with its areas' estimates."""
    runs = list(db.session.scalars(_finished(person_id, framework_id).limit(10)))
    query = select(Estimate).where(Estimate.run_id.in_([run.id for run in runs]), Estimate.scope == Scope.AREA.value)
    estimates: dict[int, dict[str, Estimate]] = {run.id: {} for run in runs}
    for estimate in db.session.scalars(query):
        estimates[estimate.run_id][estimate.code] = estimate
    return [(run, estimates[run.id]) for run in runs]


def asked_items(run: Run) -> list[Asked]:
    """The run's items in their order."""
    query = (
        select(Item.id, Item.kind, Item.format, Area.code, Competence.code, Item.retired, Item.words, *USE)
        .join(Competence, Competence.id == Item.competence_id)
        .join(Area, Area.id == Competence.area_id)
        .outerjoin(ItemUse, ItemUse.item_id == Item.id)
        .where(Item.id.in_(run.item_order))
    )
    found = {
        row[0]: Asked(row[0], ItemKind(row[1]), *row[2:6], expected_seconds(row[6], row[2], *row[7:]))
        for row in db.session.execute(query)
    }
    return [found[item] for item in run.item_order]


def item_with_competence(item_id: int) -> Item:
    """The item, with its competence and area."""
    query = select(Item).where(Item.id == item_id).options(joinedload(Item.competence).joinedload(Competence.area))
    return db.session.scalars(query).one()


def answers_of(run: Run) -> dict[int, Answer]:
    """The run's answers by item."""
    return {row.item_id: row for row in db.session.scalars(select(Answer).where(Answer.run_id == run.id))}


def answered_ids(run: Run) -> set[int]:
    """The items that have an answer."""
    return set(db.session.scalars(select(Answer.item_id).where(Answer.run_id == run.id)))


def answered_items(run: Run) -> list[tuple[Answer, Item, Competence]]:
    """The run's answers with what was asked, in the order of the framework."""
    query = (
        select(Answer, Item, Competence)
        .join(Item, Item.id == Answer.item_id)
        .join(Competence, Competence.id == Item.competence_id)
        .join(Area, Area.id == Competence.area_id)
        .where(Answer.run_id == run.id)
        .options(joinedload(Competence.area))
        .order_by(Area.position, Competence.position, Item.id)
    )
    return [(first, item, last) for first, item, last in db.session.execute(query)]


def self_ratings_of(run: Run) -> dict[str, tuple[int, Item]]:
    """The chosen steps (0–4) by competence, each with the item that words them."""
    query = (
        select(Answer, Item, Competence.code)
        .join(Item, Item.id == Answer.item_id)
        .join(Competence, Competence.id == Item.competence_id)
        .where(Answer.run_id == run.id, Item.kind == ItemKind.SELF_RATING.value, Answer.score.is_not(None))
    )
    return {code: (int(answer.score or 0), item) for answer, item, code in db.session.execute(query)}


def former_items(pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], FormerItem]:
    """Earlier versions of items, by (item, version)."""
    if not pairs:
        return {}
    query = select(FormerItem).where(FormerItem.item_id.in_({item for item, _version in pairs}))
    found = {(row.item_id, row.version): row for row in db.session.scalars(query)}
    return {pair: found[pair] for pair in pairs if pair in found}


def items_met_since(person_id: int, since: datetime) -> set[int]:
    """The items that the person was asked since then, in any run, answered or not."""
    query = select(Run.item_order).where(
        Run.person_id == person_id, or_(Run.started_at >= since, Run.finished_at >= since, Run.clarified_at >= since)
    )
    return {item for order in db.session.scalars(query) for item in order}


def areas_with_tasks(run: Run) -> set[str]:
    """The areas, by code, about which something can be asked in the run."""
    query = (
        select(Area.code)
        .join(Competence, Competence.area_id == Area.id)
        .join(Item, Item.competence_id == Competence.id)
        .where(Competence.framework_id == run.framework_id, Competence.retired.is_(False))
        .where(Item.kind == ItemKind.TASK.value, Item.retired.is_(False), Item.asked_in(run.organisation_id))
        .distinct()
    )
    return set(db.session.scalars(query))


def framework_of(run: Run) -> Framework:
    """The run's framework, also a retired one."""
    return db.session.get_one(Framework, run.framework_id)


def areas_of(framework_id: int) -> dict[str, list[str]]:
    """The competences of each area in use, by their ids, in the order of the framework."""
    query = (
        select(Area.code, Competence.code)
        .join(Area, Area.id == Competence.area_id)
        .where(Competence.framework_id == framework_id, Competence.retired.is_(False))
        .order_by(Area.position, Competence.position)
    )
    found: dict[str, list[str]] = {}
    for area, competence in db.session.execute(query):
        found.setdefault(area, []).append(competence)
    return found
