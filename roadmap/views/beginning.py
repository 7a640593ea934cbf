"""The page on which a roadmap begins, and having it drawn."""

from flask import flash, redirect, render_template, request, url_for

from lms.kernel.access import Permission, allow, may, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid, Refused
from roadmap import beginning, queries, services
from roadmap.views.base import Page, blueprint, learner


@blueprint.get("/neu")
@allow(Permission.PLAN_ROADMAP)
def start() -> str:
    """Choose a target, hours and a first day."""
    return beginning_page(beginning.start_page(queries.active_roadmap(viewer().id)))


def beginning_page(page: beginning.StartPage) -> str:
    """Choose a target, hours and a first day."""
    return render_template("roadmap/start.html", **vars(page), earlier=queries.earlier_roadmaps(viewer().id, 1))


@blueprint.post("/neu")
@allow(Permission.PLAN_ROADMAP)
def create() -> Page:
    """Draw the roadmap."""
    page = beginning.start_page(queries.active_roadmap(viewer().id), request.form)
    form = page.form
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate():
        return beginning_page(page), 422
    try:
        with transaction():
            services.create_roadmap(
                learner(),
                beginning.wish(page),
                internal=may(Permission.INTERNAL_COURSES),
                instead_of=form.instead_of.data or "",
            )
            form.done(viewer().uid, url_for("roadmap.show"))
    except Invalid as error:
        form.refuse(error)
        return beginning_page(page), 422
    except Refused as error:
        flash(error.message, "warning")
    return redirect(url_for("roadmap.show"), 303)
