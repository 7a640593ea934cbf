"""What learning brought: for the person, from their own checks; for HR, what courses are expected to teach."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask_babel import format_decimal
from flask_babel import gettext as _

from competence_check.queries import competences
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.i18n import text
from lms.kernel.toml import Texts
from roadmap.followup.outcomes import Changed, changes, closed, together
from roadmap.followup.queries import FollowUp, follow_ups, newest_gains
from roadmap.groups.rosters import smallest_group
from roadmap.knowing import combined_target, profile_of
from roadmap.offers.queries import titles_of
from roadmap.queries import active_roadmap, version_of
from roadmap.wishes import Wishes

blueprint = Blueprint("followup", __name__, template_folder="../templates", url_prefix="/rueckblick")


@dataclass(frozen=True)
class CourseShown:
    """A finished course. parts: names of competences with what changed; whole: in sum."""

    title: str
    parts: list[tuple[Texts, Changed]]
    whole: Changed


@dataclass(frozen=True)
class Shown:
    """Two checks and the courses between them. target: what that means for the gap, None without a roadmap."""

    between: FollowUp
    courses: list[CourseShown]
    whole: Changed
    target: Changed | None


def changed_words(changed: Changed) -> str:
    """A change, with its error."""
    if not changed.is_real:
        span = {"change": _signed(changed.change), "error": format_decimal(round(changed.error, 1))}
        return str(_("%(change)s, innerhalb des Messfehlers von ± %(error)s", **span))
    return str(_("%(change)s, mehr als der Messfehler", change=_signed(changed.change)))


def _signed(value: float) -> str:
    rounded = round(value, 1) or 0.0
    return f"{'+' if rounded > 0 else ''}{format_decimal(rounded)}"


@blueprint.get("")
@allow(Permission.PLAN_ROADMAP)
def mine() -> str:
    """What changed between two checks of the person, per course and in sum."""
    found = follow_ups(viewer().id)
    titles = {slug: text(title) for slug, title in titles_of({t.course for each in found for t in each.taught}).items()}
    names = {each.id: each.names for each in competences()}
    targets = _targets()
    shown = [_shown(each, titles, names, targets) for each in found]
    return render_template("followup/mine.html", shown=shown, words=changed_words)


def _targets() -> Mapping[str, tuple[float, float]]:
    roadmap = active_roadmap(viewer().id)
    if roadmap is None:
        return {}
    version = version_of(roadmap)
    asked = combined_target(profile_of(roadmap, version), Wishes.from_json(version.wishes)).targets
    return {code: (each.level, each.weight) for code, each in asked.items()}


def _shown(
    between: FollowUp,
    titles: Mapping[str, str],
    names: Mapping[str, Texts],
    targets: Mapping[str, tuple[float, float]],
) -> Shown:
    found = changes(between.taught, between.before, between.after)
    courses = []
    for taught in between.taught:
        parts = [(names.get(code, {"de": code}), each) for (slug, code), each in found.items() if slug == taught.course]
        if parts:
            whole = together([each for _name, each in parts])
            courses.append(CourseShown(titles.get(taught.course, taught.course), parts, whole))
    target = closed(targets, between.before, between.after) if targets else None
    return Shown(between, courses, together(list(found.values())), target)


@blueprint.get("/kurse")
@allow(Permission.READ_NEEDS)
def courses() -> str:
    """What courses are expected to teach beside what their authors say."""
    gains = newest_gains()
    return render_template(
        "followup/courses.html",
        gains=gains,
        titles=titles_of({each.course for each in gains}),
        names={each.id: each.names for each in competences()},
        smallest=smallest_group(),
    )
