"""Stores elsewhere: adding, removing, replaying, and how they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import exists, func, insert, literal, select, update

from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound
from lms.xapi.models import Delivery, DeliveryState, Statement, Target
from lms.xapi.sealing import seal

MOST_SHOWN = 20


@dataclass(frozen=True)
class GivenUp:
    """A statement that a target did not take. id: of the delivery."""

    id: int
    statement_id: str
    attempts: int
    reason: str


@dataclass(frozen=True)
class Standing:
    """How a target stands: how many deliveries are due, delivered and given up, and the latest given up
    ones."""

    target: Target
    due: int
    delivered: int
    given_up: int
    latest: tuple[GivenUp, ...] = ()


def add_target(*, organisation_id: int, name: str, endpoint: str, key: str, secret: str) -> Target:
    """Forward everything from now on to another store. endpoint: its address, the part before `/statements`.

    Raises Invalid for an address that is none, for missing values and for a name that is taken.
    """
    parts = urlsplit(endpoint)
    faults: dict[str, str] = {}
    if parts.scheme not in ("http", "https") or not parts.hostname or len(endpoint) > 500:
        faults["endpoint"] = _("Bitte geben Sie die Adresse mit https:// an.")
    if not name.strip() or len(name) > 100:
        faults["name"] = _("Bitte geben Sie dem Ziel einen Namen.")
    elif find_target(organisation_id, name.strip()):
        faults["name"] = _("Ein Ziel mit diesem Namen gibt es schon.")
    if not key or not secret or len(key) > 200:
        faults["key"] = _("Bitte geben Sie Schlüssel und Geheimnis des Ziels an.")
    if faults:
        raise Invalid(fields=faults)
    target = Target(
        organisation_id=organisation_id,
        name=name.strip(),
        endpoint=endpoint.rstrip("/"),
        key=key,
        secret=seal(secret),
    )
    db.session.add(target)
    db.session.flush()
    return target


def find_target(organisation_id: int, name: str) -> Target | None:
    """The target of that name."""
    return db.session.scalar(select(Target).where(Target.organisation_id == organisation_id, Target.name == name))


def remove_target(target: Target) -> None:
    """Stop forwarding and forget what was on its way; the statements stay."""
    db.session.delete(target)
    db.session.flush()


def target_of(*, organisation_id: int, target_id: int) -> Target:
    """The target with this id. Raises NotFound if the organisation has none."""
    target = db.session.get(Target, target_id)
    if target is None or target.organisation_id != organisation_id:
        raise NotFound(_("Dieses Ziel gibt es nicht."))
    return target


def replay(target: Target, *, delivery_id: int | None = None) -> int:
    """Make what was given up due again, all or one delivery, and end the pause of the target; how many."""
    conditions = [Delivery.target_id == target.id, Delivery.state == DeliveryState.GIVEN_UP]
    if delivery_id is not None:
        conditions.append(Delivery.id == delivery_id)
    done = db.session.execute(
        update(Delivery)
        .where(*conditions)
        .values(state=DeliveryState.DUE, attempts=0, next_attempt_at=clock.now(), reason=None),
        execution_options={"synchronize_session": False},
    )
    target.failures, target.paused_until = 0, None
    return int(getattr(done, "rowcount", 0))


def send_past(target: Target) -> int:
    """Make everything due that was stored before the target was added; how many statements."""
    there = exists().where(Delivery.target_id == target.id, Delivery.seq == Statement.seq)
    past = select(
        literal(target.id), Statement.seq, literal(DeliveryState.DUE.value), literal(0), literal(clock.now())
    ).where(Statement.organisation_id == target.organisation_id, ~there)
    columns = ["target_id", "seq", "state", "attempts", "next_attempt_at"]
    done = db.session.execute(
        insert(Delivery).from_select(columns, past, include_defaults=False),
        execution_options={"preserve_rowcount": True},
    )
    return int(getattr(done, "rowcount", 0))


def standings(organisation_id: int) -> list[Standing]:
    """How every target of an organisation stands, by name; without the list of what was given up."""
    targets = db.session.scalars(select(Target).where(Target.organisation_id == organisation_id).order_by(Target.name))
    found = list(targets)
    counts = _counts([target.id for target in found])
    return [_standing(target, counts) for target in found]


def standing_of(target: Target) -> Standing:
    """How one target stands, with the latest statements that it did not take."""
    latest = db.session.execute(
        select(Delivery.id, Statement.statement_id, Delivery.attempts, Delivery.reason)
        .join(Statement, Statement.seq == Delivery.seq)
        .where(Delivery.target_id == target.id, Delivery.state == DeliveryState.GIVEN_UP)
        .order_by(Delivery.seq.desc())
        .limit(MOST_SHOWN)
    )
    shown = tuple(GivenUp(id, statement, attempts, reason or "") for id, statement, attempts, reason in latest)
    return _standing(target, _counts([target.id]), shown)


def _counts(targets: Sequence[int]) -> dict[tuple[int, str], int]:
    query = (
        select(Delivery.target_id, Delivery.state, func.count())
        .where(Delivery.target_id.in_(targets))
        .group_by(Delivery.target_id, Delivery.state)
    )
    return {(target, state): count for target, state, count in db.session.execute(query)}


def _standing(target: Target, counts: Mapping[tuple[int, str], int], latest: tuple[GivenUp, ...] = ()) -> Standing:
    due, delivered, given_up = (
        counts.get((target.id, state), 0)
        for state in (DeliveryState.DUE, DeliveryState.DELIVERED, DeliveryState.GIVEN_UP)
    )
    return Standing(target, due, delivered, given_up, latest)
