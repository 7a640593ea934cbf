"""Times of the week: when a session is held, and when somebody who works part-time can come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any

from roadmap.planning.reading import Place


@dataclass(frozen=True)
class Hours:
    """From `begin` to `end` on one day of the week, 1 for Monday to 7 for Sunday."""

    weekday: int
    begin: time
    end: time

    @property
    def minutes(self) -> int:
        """How long that is."""
        return (self.end.hour - self.begin.hour) * 60 + self.end.minute - self.begin.minute

    def lies_within(self, windows: "Iterable[Hours]") -> bool:
        """Whether one of the windows holds all of it."""
        return any(
            each.weekday == self.weekday and each.begin <= self.begin and self.end <= each.end for each in windows
        )

    @classmethod
    def from_json(cls, place: Place) -> "Hours":
        """Read hours. Raises InstanceError."""
        fields = place.fields(("weekday", "from", "to"))
        hours = cls(fields["weekday"].whole(), fields["from"].time_of_day(), fields["to"].time_of_day())
        if not 1 <= hours.weekday <= 7:
            raise fields["weekday"].fault("must be from 1, Monday, to 7, Sunday")
        if hours.end <= hours.begin:
            raise fields["to"].fault(f"must be after {hours.begin:%H:%M}")
        return hours

    def to_json(self) -> dict[str, Any]:
        """The hours as JSON values."""
        return {"weekday": self.weekday, "from": f"{self.begin:%H:%M}", "to": f"{self.end:%H:%M}"}
