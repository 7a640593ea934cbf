"""What is stored about tasks, for those who write them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from competence_check.authoring.models import TaskDraft, TaskEvent, TaskImport
from competence_check.models import Area, Competence, FormerItem, Framework, Item, ItemKind
from lms.kernel.db import db
from lms.kernel.errors import NotFound
from lms.kernel.toml import LANGUAGES, Texts

PAGE = 25
HIGHEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Wish:
    """Which tasks an author looks for; empty fields want nothing. state: "all", "everybody", "own", "retired"."""

    words: str = ""
    framework: str = ""
    competence: str = ""
    band: str = ""
    format: str = ""
    state: str = ""


@dataclass(frozen=True)
class Version:
    """A task in one of its versions, as `read_task` gives it."""

    number: int
    task: dict[str, Any]


def _tasks(organisation_id: int) -> Select[Item]:
    """The tasks that an author of the organisation sees, with competence, in the order of the framework."""
    return (
        select(Item)
        .join(Item.competence)
        .join(Area, Area.id == Competence.area_id)
        .join(Framework, Framework.id == Competence.framework_id)
        .where(Item.kind == ItemKind.TASK.value, Item.asked_in(organisation_id))
        .options(contains_eager(Item.competence))
        .order_by(Framework.slug, Area.position, Competence.position, Item.key, Item.id)
    )


def wished(organisation_id: int, wish: Wish) -> Select[Item]:
    """The tasks that fit the wish."""
    query = _tasks(organisation_id)
    for column, value in (
        (Framework.slug, wish.framework),
        (Competence.code, wish.competence),
        (Item.band, wish.band),
        (Item.format, wish.format),
    ):
        if value:
            query = query.where(column == value)
    if wish.state == "everybody":
        query = query.where(Item.organisation_id.is_(None), Item.retired.is_(False))
    elif wish.state == "own":
        query = query.where(Item.organisation_id.is_not(None), Item.retired.is_(False))
    else:
        query = query.where(Item.retired.is_(wish.state == "retired"))
    for word in wish.words.split():
        texts = [Item.key, *(Item.body["prompt"][language].as_string() for language in LANGUAGES)]
        query = query.where(or_(*(each.icontains(word, autoescape=True) for each in texts)))
    return query


def found(organisation_id: int, wish: Wish, page: int) -> Pagination:
    """A page of the tasks that fit."""
    return db.paginate(wished(organisation_id, wish), page=page, per_page=PAGE, error_out=False)


def items_seen_by(organisation_id: int, ids: Iterable[int]) -> list[Item]:
    """Those of the tasks that the organisation's authors can look at."""
    known = [number for number in ids if number <= HIGHEST_ID]
    return list(db.session.scalars(_tasks(organisation_id).where(Item.id.in_(known)))) if known else []


def item_seen_by(organisation_id: int, item_id: int) -> Item:
    """A task that the organisation's authors can look at, with its competence: everybody's or its own; or NotFound."""
    row = None
    if item_id <= HIGHEST_ID:
        row = db.session.scalars(_tasks(organisation_id).where(Item.id == item_id)).one_or_none()
    if row is None:
        raise NotFound
    return row


def own_item(organisation_id: int, item_id: int, *, for_update: bool = False) -> Item:
    """A task that the organisation wrote; raises NotFound for any other."""
    query = _tasks(organisation_id).where(Item.id == min(item_id, HIGHEST_ID), Item.organisation_id == organisation_id)
    if for_update:
        query = query.with_for_update(of=Item).execution_options(populate_existing=True)
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def item_with_competence(item_id: int) -> Item:
    """The item, with its competence."""
    return db.session.scalars(select(Item).where(Item.id == item_id).options(joinedload(Item.competence))).one()


def task_of(item: Item) -> dict[str, Any]:
    """The task as `read_task` gives it, in its present version."""
    return {name: getattr(item, name) for name in ("key", "band", "format", "families", "body")}


def version_of(item: Item, number: int | None) -> Version:
    """The task in that version, in the present one without a number; raises NotFound."""
    if number is None or number == item.version:
        return Version(item.version, task_of(item))
    former = db.session.get(FormerItem, (item.id, number))
    if former is None:
        raise NotFound
    return Version(number, task_of(item) | {"band": former.band, "format": former.format, "body": former.body})


def versions_of(item: Item) -> list[int]:
    """The numbers of all versions that there are, latest first."""
    earlier = select(FormerItem.version).where(FormerItem.item_id == item.id).order_by(FormerItem.version.desc())
    return [item.version, *db.session.scalars(earlier)]


def events_of(item: Item) -> list[TaskEvent]:
    """What happened to the task, latest first."""
    query = select(TaskEvent).where(TaskEvent.item_id == item.id).order_by(TaskEvent.at.desc(), TaskEvent.id.desc())
    return list(db.session.scalars(query))


def drafts(organisation_id: int) -> list[TaskDraft]:
    """The open drafts, latest first, with what they change."""
    query = (
        select(TaskDraft)
        .where(TaskDraft.organisation_id == organisation_id, TaskDraft.closed.is_(False))
        .options(joinedload(TaskDraft.item))
        .order_by(TaskDraft.changed_at.desc(), TaskDraft.id.desc())
    )
    return list(db.session.scalars(query))


def draft_of_item(item_id: int) -> TaskDraft | None:
    """The open draft of the task's next version."""
    query = select(TaskDraft).where(TaskDraft.item_id == item_id, TaskDraft.closed.is_(False))
    return db.session.scalars(query).one_or_none()


def example(surface: str) -> Item | None:
    """A task of everybody's on that surface."""
    query = select(Item).where(
        Item.organisation_id.is_(None), Item.retired.is_(False), Item.body["surface"].as_string() == surface
    )
    return db.session.scalars(query.order_by(Item.id).limit(1)).first()


def codes_of(framework_id: int) -> list[str]:
    """The competences in use of the framework, by their ids."""
    query = select(Competence.code).where(Competence.framework_id == framework_id, Competence.retired.is_(False))
    return list(db.session.scalars(query))


def is_taken(organisation_id: int, framework_id: int, competence: str, key: str) -> bool:
    """Whether there is a task with that key: a retired one of one's own or one of everybody's in use."""
    query = (
        select(func.count(Item.id))
        .join(Item.competence)
        .where(Competence.framework_id == framework_id, Competence.code == competence, Item.key == key)
        .where(Item.kind == ItemKind.TASK.value, Item.asked_in(organisation_id))
        .where(or_(Item.organisation_id.is_not(None), Item.retired.is_(False)))
    )
    return bool(key) and bool(db.session.scalar(query))


def twin_of(item: Item) -> Item | None:
    """Everybody's task in use with the same key: the task came back through the files."""
    query = select(Item).where(
        *(Item.organisation_id.is_(None), Item.retired.is_(False), Item.competence_id == item.competence_id),
        *(Item.kind == ItemKind.TASK.value, Item.key == item.key),
    )
    return db.session.scalars(query).one_or_none()


@dataclass(frozen=True)
class Place:
    """A competence to write tasks about. least_tasks: how many its framework asks for."""

    framework: str
    framework_names: Texts
    code: str
    names: Texts
    least_tasks: int


def places() -> list[Place]:
    """All competences in use of all frameworks in use, in order."""
    query = (
        select(Framework, Competence)
        .join(Competence, Competence.framework_id == Framework.id)
        .join(Area, Area.id == Competence.area_id)
        .where(Framework.retired.is_(False), Competence.retired.is_(False))
        .order_by(Framework.slug, Area.position, Competence.position)
    )
    return [
        Place(frame.slug, frame.names, each.code, each.names, frame.least_tasks)
        for frame, each in db.session.execute(query)
    ]


def framework_ids() -> dict[tuple[str, str], int]:
    """The id of the framework of every competence in use, by their slug and code."""
    query = select(Framework.slug, Competence.code, Framework.id).join(
        Competence, Competence.framework_id == Framework.id
    )
    query = query.where(Framework.retired.is_(False), Competence.retired.is_(False))
    return {(slug, code): number for slug, code, number in db.session.execute(query)}


def outcomes_about(framework_id: int, competence: str) -> list[str]:
    """The learning outcomes that everybody's tasks about the competence name."""
    query = (
        select(Item.body["outcomes"])
        .join(Item.competence)
        .where(Competence.framework_id == framework_id, Competence.code == competence)
        .where(Item.organisation_id.is_(None), Item.kind == ItemKind.TASK.value)
    )
    return sorted({outcome for outcomes in db.session.scalars(query) for outcome in outcomes or ()})


Counts = dict[tuple[str, str], Counter[tuple[str, str]]]


def counts(organisation_id: int) -> Counts:
    """How many tasks in use there are, by framework and competence, then by band and format."""
    query = (
        select(Framework.slug, Competence.code, Item.band, Item.format, func.count(Item.id))
        .join(Item.competence)
        .join(Framework, Framework.id == Competence.framework_id)
        .where(Item.kind == ItemKind.TASK.value, Item.retired.is_(False), Item.asked_in(organisation_id))
        .group_by(Framework.slug, Competence.code, Item.band, Item.format)
    )
    found: Counts = {}
    for framework, code, band, form, number in db.session.execute(query):
        found.setdefault((framework, code), Counter())[band, form] = number
    return found


def imports(organisation_id: int) -> list[TaskImport]:
    """The latest files that were read in."""
    query = select(TaskImport).where(TaskImport.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(TaskImport.made_at.desc(), TaskImport.id.desc()).limit(10)))


def own_import(organisation_id: int, uid: str) -> TaskImport:
    """The organisation's import; raises NotFound."""
    query = select(TaskImport).where(TaskImport.organisation_id == organisation_id, TaskImport.uid == uid)
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def drafts_of(row: TaskImport) -> list[TaskDraft]:
    """The drafts that came of the import and are still open."""
    query = select(TaskDraft).where(TaskDraft.import_id == row.id, TaskDraft.closed.is_(False))
    return list(db.session.scalars(query.options(joinedload(TaskDraft.item)).order_by(TaskDraft.id)))
