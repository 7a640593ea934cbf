"""What a person accepts: formats, places and languages of courses, and whether they have to be barrier-free."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from roadmap.planning.hours import Hours
from roadmap.planning.reading import Place

FORMATS = ("presence", "online", "on_demand", "hybrid")

# The common European framework: who has a level understands courses of it and of those before.
LANGUAGE_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")

MOST_UNIT_MINUTES = 24 * 60


@dataclass(frozen=True)
class Kind:
    """How and where a course is held; None where it is not known or does not apply. barrier_free: if known.

    language_level: what one has to understand. unit_minutes: the longest piece that is learned in one go.
    part_time: whether it is held so that people who work part-time can take it.
    """

    format: str | None = None
    place: str | None = None
    language: str | None = None
    barrier_free: bool | None = None
    language_level: str | None = None
    unit_minutes: int | None = None
    part_time: bool | None = None

    @classmethod
    def from_json(cls, fields: dict[str, Place]) -> "Kind":
        """From the fields of a course. Raises InstanceError."""
        given = {name: fields[name] for name in KIND_FIELDS if name in fields and fields[name].value is not None}
        if "format" in given and given["format"].value not in FORMATS:
            raise given["format"].fault(f"must be one of: {', '.join(FORMATS)}")
        return cls(
            barrier_free=given.pop("barrier_free").flag() if "barrier_free" in given else None,
            part_time=given.pop("part_time").flag() if "part_time" in given else None,
            language_level=_language_level(given.pop("language_level", None)),
            unit_minutes=_unit_minutes(given.pop("unit_minutes", None)),
            **{name: place.text() for name, place in given.items()},
        )


KIND_FIELDS = ("format", "place", "language", "barrier_free", "language_level", "unit_minutes", "part_time")


_FLAGS = ("barrier_free", "part_time")


@dataclass(frozen=True)
class Accepted:
    """None: anything. What is not known of a course is no reason against it, except for `barrier_free`.

    language_level: what the person understands. most_unit_minutes: how long a piece may be that has to be learned in
    one go, also on the single days of a session. hours: when the person can come to sessions. part_time: nothing that
    is known to be full-time only.
    """

    formats: frozenset[str] | None = None
    places: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    barrier_free: bool = False
    language_level: str | None = None
    most_unit_minutes: int | None = None
    hours: tuple[Hours, ...] | None = None
    part_time: bool = False

    def takes(self, kind: Kind) -> bool:
        """Whether a course of this kind may be planned."""
        pairs = ((self.formats, kind.format), (self.places, kind.place), (self.languages, kind.language))
        fits = all(wanted is None or known is None or known in wanted for wanted, known in pairs)
        if None not in (self.language_level, kind.language_level):
            fits &= LANGUAGE_LEVELS.index(str(kind.language_level)) <= LANGUAGE_LEVELS.index(str(self.language_level))
        if self.most_unit_minutes is not None and kind.unit_minutes is not None:
            fits &= kind.unit_minutes <= self.most_unit_minutes
        fits &= not self.part_time or kind.part_time is not False
        return fits and (not self.barrier_free or kind.barrier_free is True)

    def comes_to(self, times: Iterable[Hours] | None) -> bool:
        """Whether the person can come at all these times, for as long; unknown ones are no reason against it."""
        return all(self._comes_at(each) for each in times or ())

    def _comes_at(self, held: Hours) -> bool:
        fits = self.hours is None or held.lies_within(self.hours)
        return fits and (self.most_unit_minutes is None or held.minutes <= self.most_unit_minutes)

    def without(self, name: str) -> "Accepted":
        """The same with anything accepted in this respect."""
        anything: dict[str, Any] = {name: False if name in _FLAGS else None}
        return replace(self, **anything)

    @classmethod
    def from_json(cls, place: Place) -> "Accepted":
        """Read what is accepted. Raises InstanceError."""
        known = ("formats", "places", "languages", "language_level", "most_unit_minutes", "hours", *_FLAGS)
        fields = place.fields((), known)
        hours = fields.pop("hours", None)
        flags = {name: fields.pop(name).flag() for name in _FLAGS if name in fields}
        for item in fields["formats"].items() if "formats" in fields and fields["formats"].value is not None else ():
            if item.value not in FORMATS:
                raise item.fault(f"must be one of: {', '.join(FORMATS)}")
        return cls(
            language_level=_language_level(fields.pop("language_level", None)),
            most_unit_minutes=_unit_minutes(fields.pop("most_unit_minutes", None)),
            barrier_free=flags.get("barrier_free", False),
            part_time=flags.get("part_time", False),
            hours=tuple(map(Hours.from_json, hours.items())) if hours and hours.value is not None else None,
            **{name: frozenset(each.texts()) for name, each in fields.items() if each.value is not None},
        )

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        values = {name: sorted(each) if isinstance(each, frozenset) else each for name, each in vars(self).items()}
        return {**values, "hours": None if self.hours is None else [each.to_json() for each in self.hours]}


def _language_level(place: Place | None) -> str | None:
    if place is None or place.value is None:
        return None
    if place.value not in LANGUAGE_LEVELS:
        raise place.fault(f"must be one of: {', '.join(LANGUAGE_LEVELS)}")
    return str(place.value)


def _unit_minutes(place: Place | None) -> int | None:
    if place is None or place.value is None:
        return None
    if not 1 <= place.whole() <= MOST_UNIT_MINUTES:
        raise place.fault(f"must be from 1 to {MOST_UNIT_MINUTES}")
    return place.whole()
