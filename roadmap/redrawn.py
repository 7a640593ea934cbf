"""What a roadmap would become if it were drawn anew today: shown before it is taken, with the differences marked."""

from dataclasses import dataclass, replace
from enum import StrEnum

from competence_check.queries import latest_levels
from lms.kernel.toml import Texts
from roadmap.comparing import Comparison, compare, side_of_plan
from roadmap.drawing import measured_gap, plan_for, share_closed
from roadmap.knowing import known_of, troubles_now
from roadmap.measured import Measured
from roadmap.models import Roadmap
from roadmap.overview import side_of_steps
from roadmap.queries import version_of
from roadmap.troubles import Trouble


class Occasion(StrEnum):
    """Why to draw anew."""

    DATES = "termine"
    RESULT = "ergebnis"
    TODAY = "heute"


@dataclass(frozen=True)
class Redrawn:
    """Both plans. troubles: by course; titles: of all courses named."""

    occasion: Occasion
    compared: Comparison
    titles: dict[str, Texts]
    troubles: dict[str, Trouble]


def redrawn(roadmap: Roadmap, occasion: Occasion) -> Redrawn:
    """The plan of today beside that which would take its place; nothing is kept."""
    version = version_of(roadmap)
    known = known_of(roadmap, version)
    found = troubles_now(roadmap, known)
    if occasion is Occasion.RESULT and (latest := latest_levels(roadmap.person_id)) is not None:
        known = replace(known, measured=Measured.of_check(latest))
    drawn = plan_for(known)
    then = side_of_plan(drawn.plan, share_closed(drawn, drawn.plan.closed, measured_gap(known, drawn.instance)), None)
    titles = {course.slug: course.title for course in known.offered} | {each.slug: each.title for each in known.offers}
    return Redrawn(occasion, compare(side_of_steps(version, known.waiting), then), titles, found)
