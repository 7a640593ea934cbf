"""Giving out the secret address of a person's calendar, and taking it back."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, select

from lms.accounts import throttle
from lms.accounts.models import Person
from lms.accounts.services import TooManyAttempts
from lms.kernel.db import db
from lms.kernel.i18n import language
from roadmap.calendar.models import CalendarAddress

# More than any secret has, and little enough to be hashed without thought.
LONGEST = 100


@dataclass(frozen=True)
class Caller:
    """Whose calendar an address leads to, and the language it is written in."""

    person_id: int
    uid: str
    organisation_id: int
    language: str


def address_of(person_id: int) -> CalendarAddress | None:
    """The address that is in use; its secret is known to nobody but the person."""
    return db.session.get(CalendarAddress, person_id)


def give_address(person_id: int) -> str:
    """A new secret for the person's calendar; an earlier one no longer leads anywhere."""
    # Whoever presses the button in two tabs gets one address after the other, of which the last holds.
    db.session.get_one(Person, person_id, with_for_update=True)
    revoke_address(person_id)
    token = secrets.token_urlsafe(32)
    db.session.add(CalendarAddress(person_id=person_id, token_hash=_hash_of(token), language=language()))
    db.session.flush()
    return token


def revoke_address(person_id: int) -> None:
    """Let the address lead nowhere, at once."""
    db.session.execute(delete(CalendarAddress).where(CalendarAddress.person_id == person_id))


def who_calls(token: str, address: str) -> Caller | None:
    """Whose calendar the secret opens; None for a wrong one, which is counted for the network address.

    Raises TooManyAttempts where too many wrong ones came from there.
    """
    if throttle.too_many_secrets(address):
        raise TooManyAttempts
    query = (
        select(Person.id, Person.uid, Person.organisation_id, CalendarAddress.language)
        .join(CalendarAddress, CalendarAddress.person_id == Person.id)
        .where(Person.active, CalendarAddress.token_hash == _hash_of(token))
    )
    found = db.session.execute(query).one_or_none() if len(token) <= LONGEST else None
    if found is None:
        throttle.count_wrong_secret(address)
        return None
    return Caller(found.id, found.uid, found.organisation_id, found.language)


def _hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
