"""What happened."""

from dataclasses import dataclass

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class TipShared(Event):
    """Somebody left a tip."""

    number: int
    words: str
