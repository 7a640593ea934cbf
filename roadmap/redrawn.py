"""What a roadmap would become if it were drawn anew today: shown before it is taken, with the differences marked."""

from dataclasses import dataclass, replace
from enum import StrEnum

from competence_check.queries import latest_levels, target_profile
from lms.kernel.toml import Texts
from roadmap.comparing import Comparison, compare, side_of_plan
from roadmap.drawing import measured_gap, plan_for, share_closed
from roadmap.knowing import known_of, new_dates, troubles_now, wishing
from roadmap.measured import Measured
from roadmap.models import Roadmap
from roadmap.offers.queries import titles_of
from roadmap.overview import side_of_steps
from roadmap.queries import version_of
from roadmap.troubles import Trouble


class Occasion(StrEnum):
    """Why to draw anew."""

    DATES = "termine"
    RESULT = "ergebnis"
    TODAY = "heute"
    NEW_DATES = "neue-termine"
    PROFILE = "ziel"


@dataclass(frozen=True)
class Redrawn:
    """Both plans. troubles: by course; new_dates: courses that have some now; titles: of all courses named."""

    occasion: Occasion
    compared: Comparison
    titles: dict[str, Texts]
    troubles: dict[str, Trouble]
    new_dates: list[str]


def redrawn(roadmap: Roadmap, occasion: Occasion) -> Redrawn:
    """The plan of today beside that which would take its place; nothing is kept."""
    version = version_of(roadmap)
    known = known_of(roadmap, version)
    found = troubles_now(known)
    if occasion is Occasion.RESULT and (latest := latest_levels(roadmap.person_id)) is not None:
        known = replace(known, measured=Measured.of_check(latest))
    if occasion is Occasion.PROFILE:
        known = wishing(replace(known, profile=target_profile(roadmap.profile)), known.wishes)
    drawn = plan_for(known)
    then = side_of_plan(drawn.plan, share_closed(drawn, drawn.plan.closed, measured_gap(known, drawn.instance)), None)
    titles = {course.slug: course.title for course in known.offered} | {each.slug: each.title for each in known.offers}
    compared = compare(side_of_steps(version, known.waiting), then)
    return Redrawn(occasion, compared, titles | _gone(found, titles), found, new_dates(known, version))


def _gone(found: dict[str, Trouble], titles: dict[str, Texts]) -> dict[str, Texts]:
    """The titles of what is no longer offered."""
    missing = found.keys() - titles.keys()
    return titles_of(set(missing)) if missing else {}
