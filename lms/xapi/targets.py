"""Stores elsewhere: adding, changing, stopping, removing, and sending again."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import select, update

from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound
from lms.xapi.models import Delivery, DeliveryState, Statement, Target
from lms.xapi.rules.iris import is_iri
from lms.xapi.sealing import seal
from lms.xapi.selecting import Selection

MOST_CHOSEN = 100


@dataclass(frozen=True)
class Wish:
    """How a target shall be. endpoint: its address, the part before `/statements`. secret: empty to keep it.

    internal: may lie in our own network and be reached without encryption; only the operator can say so.
    """

    name: str
    endpoint: str
    key: str
    secret: str = ""
    verbs: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    with_parts: bool = False
    internal: bool = False


def add_target(*, organisation_id: int, wish: Wish) -> Target:
    """Forward to another store from now on. Raises Invalid for an address that is none, for missing values and for a
    name that is taken."""
    faults = _faults(wish, organisation_id)
    if not wish.secret:
        faults.setdefault("secret", _("Bitte geben Sie das Geheimnis des Ziels an."))
    if faults:
        raise Invalid(fields=faults)
    target = Target(organisation_id=organisation_id, secret=seal(wish.secret), internal=wish.internal)
    _become(target, wish)
    db.session.add(target)
    db.session.flush()
    return target


def change_target(target: Target, wish: Wish) -> None:
    """Make the target as wished, and try it at once. What waits for it goes on waiting, whatever is chosen now.

    Raises Invalid as `add_target` does, and where the secret would go to another address than it was meant for.
    """
    moves = wish.endpoint.rstrip("/") != target.endpoint
    # Who did not get to choose an internal address keeps it as long as they do not touch it.
    internal = wish.internal or (target.internal and not moves)
    faults = _faults(wish, target.organisation_id, target, internal=internal)
    if moves and not wish.secret:
        faults.setdefault("secret", _("Für eine andere Adresse geben Sie bitte das Geheimnis noch einmal an."))
    if faults:
        raise Invalid(fields=faults)
    _become(target, wish)
    target.internal = internal
    if wish.secret:
        target.secret = seal(wish.secret)
    target.failures, target.paused_until, target.last_failure = 0, None, None


def _become(target: Target, wish: Wish) -> None:
    target.name, target.key, target.endpoint = wish.name.strip(), wish.key.strip(), wish.endpoint.rstrip("/")
    target.verbs, target.activities, target.with_parts = [*wish.verbs], [*wish.activities], wish.with_parts


def _faults(
    wish: Wish, organisation_id: int, target: Target | None = None, *, internal: bool | None = None
) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not _is_address(wish.endpoint):
        faults["endpoint"] = _("Bitte geben Sie die Adresse an, zum Beispiel https://lrs.example.org/xapi.")
    elif not (wish.internal if internal is None else internal) and not wish.endpoint.startswith("https://"):
        faults["endpoint"] = _("Die Adresse muss mit https:// beginnen, damit niemand mitliest.")
    if not wish.name.strip() or len(wish.name) > 100:
        faults["name"] = _("Bitte geben Sie dem Ziel einen Namen.")
    elif (other := find_target(organisation_id, wish.name.strip())) and other is not target:
        faults["name"] = _("Ein Ziel mit diesem Namen gibt es schon.")
    if not wish.key.strip() or len(wish.key) > 200 or ":" in wish.key:
        faults["key"] = _("Bitte geben Sie den Schlüssel an, den das Ziel für uns angelegt hat.")
    for name, chosen in (("verbs", wish.verbs), ("activities", wish.activities)):
        if fault := _fault_of_choice(chosen):
            faults[name] = fault
    return faults


def _is_address(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        usable = parts.hostname and parts.port != 0 and not parts.username and not parts.query and not parts.fragment
    except ValueError:
        return False
    plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    return bool(usable) and plain and parts.scheme in ("http", "https") and len(endpoint) <= 500


def _fault_of_choice(chosen: Iterable[str]) -> str | None:
    named = list(chosen)
    if len(named) > MOST_CHOSEN:
        return str(_("Bitte nennen Sie höchstens %(most)s.", most=MOST_CHOSEN))
    wrong = next((each for each in named if not is_iri(each) or len(each) > 2000), None)
    return (
        str(_("„%(text)s“ ist keine Kennung. Sie beginnt zum Beispiel mit https://.", text=wrong[:60]))
        if wrong
        else None
    )


def selection_of(target: Target) -> Selection:
    """Which statements the target receives."""
    return Selection(frozenset(target.verbs), frozenset(target.activities), target.with_parts)


def find_target(organisation_id: int, name: str) -> Target | None:
    """The target of that name."""
    return db.session.scalar(select(Target).where(Target.organisation_id == organisation_id, Target.name == name))


def target_of(*, organisation_id: int, target_id: int) -> Target:
    """The target with this id. Raises NotFound if the organisation has none."""
    target = db.session.get(Target, target_id)
    if target is None or target.organisation_id != organisation_id:
        raise NotFound(_("Dieses Ziel gibt es nicht."))
    return target


def remove_target(target: Target) -> None:
    """Stop forwarding and forget what was on its way; the statements stay."""
    db.session.delete(target)
    db.session.flush()


def set_active(target: Target, *, active: bool) -> None:
    """Stop sending, or go on. What is stored meanwhile waits. Going on also ends a pause."""
    target.active = active
    if active:
        target.paused_until = None


def replay(target: Target, *, delivery_id: int | None = None, statement_id: str | None = None) -> int:
    """Make what was given up due again, all or one, and end the pause of the target; how many."""
    conditions = [Delivery.target_id == target.id, Delivery.state == DeliveryState.GIVEN_UP]
    if delivery_id is not None:
        conditions.append(Delivery.id == delivery_id)
    if statement_id is not None:
        named = select(Statement.seq).where(
            Statement.organisation_id == target.organisation_id, Statement.statement_id == statement_id.lower()
        )
        conditions.append(Delivery.seq.in_(named))
    done = db.session.execute(
        update(Delivery)
        .where(*conditions)
        .values(state=DeliveryState.DUE, attempts=0, next_attempt_at=clock.now(), reason=None),
        execution_options={"synchronize_session": False},
    )
    target.failures, target.paused_until = 0, None
    return int(getattr(done, "rowcount", 0))
