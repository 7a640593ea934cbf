"""What the page of a roadmap shows, as values."""

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from flask_babel import format_percent
from flask_babel import gettext as _

from competence_check.levels import Profile
from lms.catalogue.models import Course
from lms.jobs.models import OPEN, Job
from lms.kernel.toml import Texts
from lms.programme.queries import Listed
from roadmap import wording
from roadmap.changing_words import ConflictShown
from roadmap.comparing import Comparison
from roadmap.funding.planned import PlanFunding
from roadmap.measured import Measured, Stand, Stated
from roadmap.models import Roadmap, RoadmapVersion
from roadmap.offers.models import Offer
from roadmap.troubles import Trouble

# The steps have a field of the name `date`.
Day = date


@dataclass(frozen=True)
class ShownStep:
    """A step as people see it. number: its place in the roadmap.

    course: one of ours; offer: one of a training provider; both None if it is gone altogether. cost: euros.
    date: of our programme, as it is today.
    start, end: first and last day; minutes: learning time.
    """

    number: int
    slug: str
    course: Course | None
    offer: Offer | None
    title: Texts
    time: str
    when: str
    weeks: int
    reasons: list[str]
    is_done: bool
    cost: float
    date: Listed | None
    start: Day
    end: Day
    minutes: int

    @property
    def format(self) -> str:
        """How it is held; empty if it is gone."""
        held = self.offer or self.course
        return held.format if held is not None else ""


@dataclass(frozen=True)
class Month:
    """The steps that begin in a month; day: any day of it."""

    day: date
    steps: list[ShownStep]


@dataclass(frozen=True)
class GapRow:
    """A competence that the profile asks for. now: raised by finished steps; after: at the end of the roadmap.

    stated: what the person says in place of a check.
    """

    name: Texts
    target: int
    weight: str
    now: Stand
    after: float
    open: str
    stated: Stated | None = None


@dataclass(frozen=True)
class Overview:
    """The page."""

    roadmap: Roadmap
    version: RoadmapVersion
    profile: Profile
    measured: Measured
    months: list[Month]
    done: list[ShownStep]
    gaps: list[GapRow]
    dropped: list[tuple[str, Texts]]
    minutes: int
    until: date | None
    newer: datetime | None
    has_new_profile: bool
    is_overdue: bool
    job: Job | None
    cost: float
    changes: list[str]
    conflict: ConflictShown | None
    proposal: Comparison | None
    titles: dict[str, Texts]
    funding: PlanFunding | None
    new_dates: list[str]
    troubles: dict[str, Trouble]

    @property
    def can_enrol(self) -> bool:
        """Whether there is a date among the steps in which the person could enrol and is not."""
        return any(step.date and not step.date.active and not step.date.session.closed for step in self.coming)

    @property
    def bound(self) -> float | None:
        """The share that no plan exceeds, in whole per cent, rounded up; None where nobody proved one."""
        share = self.version.bound_share
        return None if share is None else min(1.0, ceil(share * 100 - 1e-6) / 100)

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no plan closes more by as much as half a per cent of the gap."""
        share = self.version.bound_share
        return share is not None and share - self.version.closed_share < 0.005

    @property
    def is_waiting(self) -> bool:
        """Whether the best plan is being looked for."""
        return self.job is not None and self.job.state in OPEN

    @property
    def share(self) -> float:
        """The closed share in whole per cent, rounded down: 100 % only where nothing stays open."""
        return wording.floored(self.version.closed_share)

    @property
    def open_gaps(self) -> list[GapRow]:
        """What stays open."""
        return [row for row in self.gaps if row.open]

    @property
    def coming(self) -> list[ShownStep]:
        """The steps that are not done."""
        return [step for month in self.months for step in month.steps]

    @property
    def proven(self) -> str:
        """What is proven about the plan, as a sentence; empty where nobody proved anything."""
        if self.is_best:
            return str(_("Kein Plan schafft nennenswert mehr, das ist bewiesen."))
        if self.bound is None:
            return ""
        return str(_("Mehr als %(bound)s schafft kein Plan, das ist bewiesen.", bound=format_percent(self.bound)))
