"""What a term of a profile is."""

from collections.abc import Mapping
from dataclasses import dataclass

# Texts by language.
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Verb:
    """A verb.

    display: as participle, so that "Ada hat ‚Zoom' …" becomes a sentence. source: the profile it is from.
    """

    id: str
    display: Texts
    source: str


@dataclass(frozen=True)
class ActivityType:
    """A type of activities. name: for people; source: the profile it is from."""

    id: str
    name: Texts
    source: str


@dataclass(frozen=True)
class Extension:
    """A property that a profile defines for results, contexts or activities."""

    id: str
    meaning: str
    source: str


def named(de: str, en: str) -> dict[str, str]:
    """A text in the two languages of the platform."""
    return {"de": de, "en": en}
