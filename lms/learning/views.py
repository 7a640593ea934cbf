"""The pages of a course and of a step, and what one does there."""

from pathlib import Path
from uuid import uuid4

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    send_from_directory,
    session,
    url_for,
)
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms.catalogue.models import Course, Step
from lms.catalogue.queries import course_with_steps, steps_named
from lms.catalogue.views import format_names
from lms.kernel.access import Permission, Viewer, allow, may, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import NotFound, SignInNeeded
from lms.kernel.plugin import platform
from lms.learning import services
from lms.learning.queries import NOTHING_YET, Progress, city_id, progress_of, unfinished_courses

blueprint = Blueprint(
    "learning", __name__, template_folder="templates", static_folder="static", static_url_path="/static/learning"
)

VISITOR = "visitor"


def learner() -> services.Learner:
    """The person of this request as a learner, always at home."""
    return services.Learner(viewer().id, viewer().uid, viewer().home_organisation_id)


def _course(slug: str) -> Course:
    """The course. Raises NotFound or SignInNeeded where the viewer may not read it; 410 for one that was retired."""
    course = course_with_steps(slug)
    if not course.is_open and not may(Permission.INTERNAL_COURSES):
        raise NotFound if viewer().is_authenticated else SignInNeeded
    if course.retired:
        abort(410)
    return course


def _step(course: Course, key: str) -> tuple[int, Step]:
    for position, step in enumerate(course.steps):
        if step.key == key:
            return position, step
    raise NotFound(_("Diesen Schritt gibt es im Kurs nicht mehr. Auf der Kursseite finden Sie alle Schritte."))


def _progress(course: Course) -> Progress:
    return progress_of(viewer().id, course) if viewer().is_authenticated else NOTHING_YET


@blueprint.get("/kurse/<slug>")
@allow(Permission.EVERYBODY)
def course(slug: str) -> str:
    """A course: what it helps with, its steps, how far one is."""
    course = _course(slug)
    progress = _progress(course)
    following = next((step for step in course.steps if step.id not in progress.finished), None)
    return render_template(
        "learning/course.html",
        course=course,
        progress=progress,
        following=following,
        formats=format_names(),
        pieces=_pieces(course.slug) if course.kind == "seminar" else [],
    )


def _pieces(slug: str) -> list[Markup]:
    """What other features have to say about the course to this viewer."""
    found = sorted((piece for plugin in platform().plugins for piece in plugin.course_pieces), key=lambda p: p.order)
    return [piece for each in found if (piece := each.render(viewer(), slug)) is not None]


@blueprint.get("/kurse/<slug>/<key>")
@allow(Permission.EVERYBODY)
def step(slug: str, key: str) -> str:
    """A step: the answer to one question."""
    course = _course(slug)
    position, step = _step(course, key)
    # The steps of the same course stand beside this one anyway.
    elsewhere = steps_named([pair for pair in step.related if pair[0] != slug])
    related = [each for each in elsewhere if each.course.is_open or may(Permission.INTERNAL_COURSES)]
    return render_template(
        "learning/step.html",
        course=course,
        step=step,
        position=position,
        previous=course.steps[position - 1] if position else None,
        following=course.steps[position + 1] if position + 1 < len(course.steps) else None,
        progress=_progress(course),
        related=related,
    )


@blueprint.post("/kurse/<slug>/<key>/geoeffnet")
@allow(Permission.EVERYBODY)
def opened(slug: str, key: str) -> tuple[str, int]:
    """The step is in front of somebody: sent by the page itself, so that prefetching records nothing."""
    course = _course(slug)
    _position, step = _step(course, key)
    with transaction():
        if viewer().is_authenticated:
            services.open_step(learner=learner(), course=course, step=step)
        elif (city := city_id()) is not None and _is_new_for_visitor(step):
            services.open_step_as_visitor(visitor=session[VISITOR], organisation_id=city, course=course, step=step)
    return "", 204


def _is_new_for_visitor(step: Step) -> bool:
    session.setdefault(VISITOR, str(uuid4()))
    seen = session.get("seen", [])
    if step.id in seen:
        return False
    session["seen"] = [*seen, step.id][-50:]
    return True


@blueprint.post("/kurse/<slug>/<key>/erledigt")
@allow(Permission.LEARN)
def finish_step(slug: str, key: str) -> Response:
    """The step is done: on to the next open one, or to the course when all are done."""
    course = _course(slug)
    position, step = _step(course, key)
    with transaction():
        services.finish_step(learner=learner(), course=course, step=step)
    finished = _progress(course).finished
    later = [each for each in course.steps[position + 1 :] if each.id not in finished]
    if later:
        return redirect(url_for("learning.step", slug=slug, key=later[0].key), 303)
    if len(finished) >= len(course.steps):
        flash(_("Geschafft: Sie haben alle Schritte dieses Kurses erledigt."), "success")
    return redirect(url_for("learning.course", slug=slug), 303)


@blueprint.post("/kurse/<slug>/teilgenommen")
@allow(Permission.LEARN)
def complete_course(slug: str) -> Response:
    """I took part in this seminar."""
    course = _course(slug)
    with transaction():
        services.complete_course(learner=learner(), course=course)
    flash(_("Notiert: Sie haben an diesem Kurs teilgenommen."), "success")
    return redirect(url_for("learning.course", slug=slug), 303)


@blueprint.get("/kurse/<slug>/medien/<name>")
@allow(Permission.EVERYBODY)
def media(slug: str, name: str) -> Response:
    """A picture or video of a course, for those who may read it."""
    course = _course(slug)
    folder = Path(current_app.extensions["settings"].content) / "courses" / course.slug / "media"
    return send_from_directory(folder, name, max_age=3600)


def continue_card(viewer: Viewer) -> Markup | None:
    """On the start page: on where you left off."""
    if not viewer.is_authenticated:
        return None
    begun = unfinished_courses(viewer.id)
    if not begun:
        return None
    return Markup(render_template("learning/continue_card.html", begun=begun))  # noqa: S704  our own template
