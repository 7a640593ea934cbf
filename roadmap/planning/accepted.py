"""What a person accepts: formats, places and languages of courses, and whether they have to be barrier-free."""

from dataclasses import dataclass
from typing import Any

from roadmap.planning.reading import Place

FORMATS = ("presence", "online", "on_demand", "hybrid")


@dataclass(frozen=True)
class Kind:
    """How and where a course is held; None where it is not known or does not apply. barrier_free: if known."""

    format: str | None = None
    place: str | None = None
    language: str | None = None
    barrier_free: bool | None = None

    @classmethod
    def from_json(cls, fields: dict[str, Place]) -> "Kind":
        """From the fields of a course. Raises InstanceError."""
        given = {name: fields[name] for name in KIND_FIELDS if name in fields and fields[name].value is not None}
        if "format" in given and given["format"].value not in FORMATS:
            raise given["format"].fault(f"must be one of: {', '.join(FORMATS)}")
        return cls(
            barrier_free=given.pop("barrier_free").flag() if "barrier_free" in given else None,
            **{name: place.text() for name, place in given.items()},
        )


KIND_FIELDS = ("format", "place", "language", "barrier_free")


@dataclass(frozen=True)
class Accepted:
    """None: anything. What is not known of a course is no reason against it, except for `barrier_free`."""

    formats: frozenset[str] | None = None
    places: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    barrier_free: bool = False

    def takes(self, kind: Kind) -> bool:
        """Whether a course of this kind may be planned."""
        pairs = ((self.formats, kind.format), (self.places, kind.place), (self.languages, kind.language))
        fits = all(wanted is None or known is None or known in wanted for wanted, known in pairs)
        return fits and (not self.barrier_free or kind.barrier_free is True)

    @classmethod
    def from_json(cls, place: Place) -> "Accepted":
        """Read what is accepted. Raises InstanceError."""
        fields = place.fields((), ("formats", "places", "languages", "barrier_free"))
        for item in fields["formats"].items() if "formats" in fields and fields["formats"].value is not None else ():
            if item.value not in FORMATS:
                raise item.fault(f"must be one of: {', '.join(FORMATS)}")
        return cls(
            barrier_free=fields.pop("barrier_free").flag() if "barrier_free" in fields else False,
            **{name: frozenset(each.texts()) for name, each in fields.items() if each.value is not None},
        )

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {name: sorted(each) if isinstance(each, frozenset) else each for name, each in vars(self).items()}
