"""What happened with accounts, for features that hang on it; none of it becomes a learning record."""

from dataclasses import dataclass

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AdmissionEnded(Event):
    """An organisation no longer lets a consultant in. actor: who ended it; consultant_id: of the person."""

    consultant_id: int


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """An account can no longer be used. actor: the person whose it is; person_id: primary key."""

    person_id: int
