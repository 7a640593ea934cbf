"""The search and the list of all courses."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from lms.catalogue.models import Course
from lms.catalogue.queries import offered_courses, search_courses
from lms.kernel.access import Permission, Viewer, allow, may

blueprint = Blueprint(
    "catalogue", __name__, template_folder="templates", static_folder="static", static_url_path="/static/catalogue"
)

LONGEST_QUERY = 200


def wanted_words() -> str:
    """What was typed into the search field, without what cannot be searched."""
    return request.args.get("q", "").replace("\x00", " ").strip()[:LONGEST_QUERY]


@blueprint.get("/suche")
@allow(Permission.EVERYBODY)
def search() -> str:
    """Steps that answer, best first, then seminars."""
    wanted = wanted_words()
    found = search_courses(wanted, internal=may(Permission.INTERNAL_COURSES)) if wanted else []
    answers = [each for each in found if each.step is not None][:12]
    courses = [each.course for each in found if each.step is None][:6]
    topics = _job_aids() if wanted and not answers else []
    return render_template("catalogue/search.html", wanted=wanted, answers=answers, courses=courses, topics=topics)


def _job_aids() -> list[Course]:
    """The job aids that the viewer may read."""
    return [course for course in offered_courses("job_aid") if course.is_open or may(Permission.INTERNAL_COURSES)]


@blueprint.get("/kurse")
@allow(Permission.EVERYBODY)
def courses() -> str:
    """Everything on offer: job aids first, then seminars."""
    offered = [course for course in offered_courses() if course.is_open or may(Permission.INTERNAL_COURSES)]
    return render_template(
        "catalogue/courses.html",
        job_aids=[course for course in offered if course.kind == "job_aid"],
        seminars=[course for course in offered if course.kind == "seminar"],
        formats=format_names(),
    )


def format_names() -> dict[str, str]:
    """How a course takes place, in words."""
    return {
        "presence": _("in Präsenz"),
        "online": _("online"),
        "on_demand": _("jederzeit abrufbar"),
        "hybrid": _("teils in Präsenz, teils online"),
    }


def search_card(_viewer: Viewer) -> Markup | None:
    """The search field on the start page, with a few job aids to begin with."""
    return Markup(render_template("catalogue/search_card.html", job_aids=_job_aids()))  # noqa: S704  our own template
