"""When the people of the demo city take the check: unit by unit, as invited, a year of quarters long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from competence_check.teams.quarters import end_of_last_quarter
from lms.accounts.models import Unit
from lms.kernel.clock import LOCAL
from lms.kernel.db import db
from lms.kernel.demo import DemoPlan
from lms.kernel.tenancy import Organisation, OrganisationKind

# How long an invitation runs, in days.
RUNS = 25

# The quarter back from today in which a third of the city's departments takes the check; None: not again.
FIRST, AGAIN = (3, 2, 1), (1, 0, None)
FIRM = 1


@dataclass(frozen=True)
class Invitations:
    """When units are invited. thirds: which third of its organisation a unit belongs to; FIRM's people come at once.

    ends: of the quarters, the current one first, which ends today.
    """

    thirds: dict[int, int]
    ends: tuple[datetime, ...]

    @classmethod
    def of(cls, plan: DemoPlan) -> "Invitations":
        """Those of all organisations there are."""
        ends = [plan.end - timedelta(days=1)]
        for _quarter in range(max(FIRST)):
            ends.append(end_of_last_quarter(ends[-1]))
        cities = select(Organisation.id).where(Organisation.kind == OrganisationKind.CITY)
        query = select(Unit).where(Unit.organisation_id.in_(cities)).order_by(Unit.id)
        units = {unit.id: _top(unit) for unit in db.session.scalars(query)}
        tops = sorted(set(units.values()))
        thirds = {unit: tops.index(top) * len(FIRST) // len(tops) for unit, top in units.items()}
        return cls(thirds, tuple(ends))

    def moments(self, unit: int | None, chance: Random) -> list[datetime]:
        """When somebody of the unit takes the check, once or twice, at times at which offices work."""
        third = self.thirds.get(unit or 0)
        quarters = (FIRM,) if third is None else (FIRST[third], AGAIN[third])
        return [self._moment(self.ends[quarter], chance) for quarter in quarters if quarter is not None]

    @staticmethod
    def _moment(end: datetime, chance: Random) -> datetime:
        day = end.astimezone(LOCAL) - timedelta(days=chance.randint(0, RUNS))
        return day.replace(hour=chance.randint(8, 16), minute=chance.randint(0, 59), second=0, microsecond=0)


def _top(unit: Unit) -> int:
    return int(next(part for part in unit.path.split("/") if part))
