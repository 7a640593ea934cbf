"""What the start page shows of the roadmap."""

from flask import render_template
from markupsafe import Markup

from competence_check.queries import latest_levels
from lms.kernel import clock
from lms.kernel.access import Viewer
from roadmap import queries, wording


def next_step_card(viewer: Viewer) -> Markup | None:
    """On the start page: the next step, or an invitation where a check result waits to be used."""
    if not viewer.is_authenticated:
        return None
    step = queries.next_step(viewer.id)
    if step is not None:
        course = queries.courses_named([step.course]).get(step.course)
        facts = {"time": wording.hours(step.minutes), "when": wording.when(step, clock.today())}
        page = render_template("roadmap/next_step_card.html", step=step, course=course, **facts)
    elif queries.active_roadmap(viewer.id) is None and latest_levels(viewer.id) is not None:
        page = render_template("roadmap/invitation_card.html")
    else:
        return None
    return Markup(page)  # noqa: S704  our own templates
