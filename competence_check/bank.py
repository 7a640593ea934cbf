"""What is stored about the tasks that can be asked: their parameters, how often they were asked, how long they take."""

from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import func, select

from competence_check.calibration.parameters import Learnt, corrected, learnt_before
from competence_check.duration import expected_seconds
from competence_check.models import Area, Competence, Item, ItemKind, ItemUse, Run
from competence_check.runs import USE
from competence_check.scoring.response import Parameters, parameters_of
from lms.kernel import clock
from lms.kernel.db import count_up, db

# Until so many runs have been made, shares of runs say little and are taken of this number.
FEWEST_RUNS = 25


@dataclass(frozen=True)
class BankTask:
    """A task in use. share: of the runs that asked it; seconds: what it is expected to take."""

    id: int
    version: int
    competence: str
    parameters: Parameters
    families: frozenset[str]
    share: float
    seconds: float


@dataclass(frozen=True)
class BankRating:
    """A self-rating in use. seconds: what it is expected to take."""

    id: int
    competence: str
    seconds: float


def tasks_in_use(
    framework_id: int, learnt: Learnt | None = None, *, organisation_id: int | None = None
) -> list[BankTask]:
    """The tasks that can be asked, in a fixed order; without what people read, so that it is quick.

    learnt: the parameters of calibration that hold for a run; those that hold now without it. organisation_id: whose
    own tasks are among them; without it only everybody's.
    """
    if learnt is None:
        learnt = learnt_before(framework_id, clock.now())
    many = select(func.count()).select_from(Run).where(Run.framework_id == framework_id).scalar_subquery()
    columns = (Item.id, Item.version, Competence.code, Item.band, Item.format, Item.families, Item.words)
    query = (
        select(*columns, Item.body["difficulty"].as_float(), many, func.coalesce(ItemUse.asked, 0), *USE)
        .join(Competence, Competence.id == Item.competence_id)
        .join(Area, Area.id == Competence.area_id)
        .outerjoin(ItemUse, ItemUse.item_id == Item.id)
        .where(Competence.framework_id == framework_id, Competence.retired.is_(False))
        .where(Item.kind == ItemKind.TASK.value, Item.retired.is_(False), Item.asked_in(organisation_id))
        .order_by(Area.position, Competence.position, Item.id)
    )
    return [
        BankTask(
            id=row[0],
            version=row[1],
            competence=row[2],
            parameters=corrected(learnt, row[0], row[1], parameters_of(row[3], row[4], row[7])),
            families=frozenset(row[5]),
            share=row[9] / max(row[8], FEWEST_RUNS),
            seconds=expected_seconds(row[6], row[4], *row[10:]),
        )
        for row in db.session.execute(query)
    ]


def tasks_of(run: Run, learnt: Learnt) -> list[BankTask]:
    """The tasks that can be asked in the run, with the parameters that hold for it."""
    return tasks_in_use(run.framework_id, learnt, organisation_id=run.organisation_id)


def self_ratings_in_use(framework_id: int) -> list[BankRating]:
    """The self-ratings that are asked, in the order of the framework."""
    query = (
        select(Item.id, Competence.code, Item.words, *USE)
        .join(Competence, Competence.id == Item.competence_id)
        .join(Area, Area.id == Competence.area_id)
        .outerjoin(ItemUse, ItemUse.item_id == Item.id)
        .where(Competence.framework_id == framework_id, Competence.retired.is_(False))
        .where(Item.kind == ItemKind.SELF_RATING.value, Item.retired.is_(False))
        .order_by(Area.position, Competence.position)
    )
    return [BankRating(row[0], row[1], expected_seconds(row[2], "", *row[3:])) for row in db.session.execute(query)]


def bank_version(tasks: list[BankTask]) -> str:
    """A short print of which tasks, in which versions, could be asked."""
    print_of = "".join(f"{task.id}.{task.version};" for task in tasks)
    return blake2b(print_of.encode(), digest_size=6).hexdigest()


def count_asked(item_id: int) -> None:
    """The item was put before somebody."""
    _count(item_id, asked=1)


def count_time(item_id: int, seconds: int | None) -> None:
    """Somebody answered the item within so many seconds; None after a pause, which says nothing."""
    if seconds is not None:
        _count(item_id, timed=1, seconds=seconds)


def _count(item_id: int, **more: int) -> None:
    """Add to the item's row, in one statement, so that two who do it at the same moment both count."""
    count_up(ItemUse, {"item_id": item_id}, {"asked": 0, "timed": 0, "seconds": 0} | more)
