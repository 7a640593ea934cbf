"""What happened is told to every listener in the same transaction; a listener that fails undoes the action."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from lms.kernel.db import db, transaction
from lms.kernel.events import Bus, Event, Listener
from lms.kernel.plugin import Platform, Plugin, platform, publish
from lms.kernel.tenancy import Organisation, OrganisationKind
from tests.web.browser import rows


@dataclass(frozen=True, kw_only=True)
class SomethingHappened(Event):
    what: str


@dataclass(frozen=True, kw_only=True)
class SomethingSpecialHappened(SomethingHappened):
    """A kind of the above."""


def event(kind: type[SomethingHappened] = SomethingHappened) -> SomethingHappened:
    return kind(actor=str(uuid4()), organisation_id=1, at=datetime(2026, 11, 1, tzinfo=UTC), what="it")


def test_listeners_hear_of_their_kind_and_its_kinds_in_the_order_they_registered() -> None:
    heard: list[str] = []
    bus = Bus(
        (
            Listener(SomethingHappened, lambda each: heard.append(f"first {each.what}")),
            Listener(SomethingSpecialHappened, lambda each: heard.append("special")),
            Listener(Event, lambda each: heard.append("last")),
        )
    )
    bus.publish(event())
    assert heard == ["first it", "last"]
    bus.publish(event(SomethingSpecialHappened))
    assert heard[2:] == ["first it", "special", "last"]


def test_a_listener_that_fails_is_not_swallowed_and_later_ones_hear_nothing() -> None:
    heard: list[Event] = []

    def fail(_event: Event) -> None:
        raise LookupError("no recipe")

    with pytest.raises(LookupError, match="no recipe"):
        Bus((Listener(Event, fail), Listener(Event, heard.append))).publish(event())
    assert heard == []


def test_an_event_cannot_be_changed_by_a_listener() -> None:
    with pytest.raises(AttributeError):
        event().actor = "somebody else"  # type: ignore[misc]


def test_the_platform_gathers_listeners_in_the_order_of_plugins() -> None:
    heard: list[str] = []
    plugins = tuple(
        Plugin(
            name=name,
            module=__name__,
            listeners=(Listener(Event, lambda _event, name=name: heard.append(name)),),  # type: ignore[misc]
        )
        for name in ("b", "a")
    )
    Platform.of(plugins).bus.publish(event())
    assert heard == ["b", "a"]


@pytest.mark.db
def test_a_listener_that_fails_undoes_the_whole_action(app: Flask) -> None:
    def half_and_fail(_event: Event) -> None:
        db.session.add(Organisation(slug="halb", name="Halb", kind=OrganisationKind.FIRM.value))
        db.session.flush()
        raise LookupError("the recipe is broken")

    broken = Plugin(name="broken", module=__name__, listeners=(Listener(Event, half_and_fail),))
    app.extensions["lernlotse"] = Platform.of((*platform().plugins, broken))
    with pytest.raises(LookupError), transaction():
        db.session.add(Organisation(slug="stadt", name="Stadt", kind=OrganisationKind.CITY.value))
        publish(event())
    assert rows(Organisation) == 0


@pytest.mark.db
def test_what_listeners_write_is_stored_together_with_the_action(app: Flask) -> None:
    def note(each: SomethingHappened) -> None:
        db.session.add(Organisation(slug="notiz", name=each.what, kind=OrganisationKind.FIRM.value))

    noting = Plugin(name="noting", module=__name__, listeners=(Listener(SomethingHappened, note),))
    app.extensions["lernlotse"] = Platform.of((*platform().plugins, noting))
    with transaction():
        publish(event())
    db.session.rollback()
    assert db.session.scalars(select(Organisation.name)).all() == ["it"]
