"""Seeing a roadmap and its versions."""

from uuid import UUID

from flask import render_template

from competence_check.scoring.scale import whole
from lms.kernel.access import Permission, allow, viewer
from lms.programme import wording as programme_wording
from roadmap import beginning, queries, wording
from roadmap.forms import HoursForm, weekly_choices
from roadmap.models import Roadmap
from roadmap.overview import overview
from roadmap.views.base import Page, blueprint
from roadmap.views.beginning import beginning_page


def hours_form(weekly_minutes: int | None = None) -> HoursForm:
    """The form for other weekly hours, filled in if they are given."""
    form = HoursForm() if weekly_minutes is None else HoursForm(formdata=None, weekly_minutes=weekly_minutes)
    form.weekly_minutes.choices = weekly_choices()
    return form


def roadmap_page(roadmap: Roadmap, number: int | None = None, form: HoursForm | None = None) -> str:
    """The page of a version, the newest unless another is asked for."""
    version = queries.version_of(roadmap, number)
    return render_template(
        "roadmap/roadmap.html",
        roadmap=roadmap,
        version=version,
        page_of=overview(roadmap, version),
        form=form or hours_form(version.weekly_minutes),
        changeable=roadmap.active and version.number == roadmap.version,
        hours=wording.hours,
        level=whole,
        euros=wording.euros,
        programme_words=programme_wording,
        trouble_words=wording.trouble_sentences(),
    )


@blueprint.get("")
@allow(Permission.PLAN_ROADMAP)
def show() -> Page:
    """The roadmap that the person follows, or the page on which one begins."""
    roadmap = queries.active_roadmap(viewer().id)
    return roadmap_page(roadmap) if roadmap is not None else beginning_page(beginning.start_page(None))


@blueprint.get("/<uuid:uid>")
@allow(Permission.PLAN_ROADMAP)
def one(uid: UUID) -> str:
    """One of the person's roadmaps, also an earlier one."""
    return roadmap_page(queries.roadmap_of(viewer().id, str(uid)))


@blueprint.get("/<uuid:uid>/fassungen")
@allow(Permission.PLAN_ROADMAP)
def versions(uid: UUID) -> str:
    """All versions of a roadmap, and the person's earlier roadmaps."""
    roadmap = queries.roadmap_of(viewer().id, str(uid))
    return render_template(
        "roadmap/versions.html",
        roadmap=roadmap,
        versions=queries.versions_of(roadmap),
        causes=wording.cause_names(),
        earlier=[each for each in queries.earlier_roadmaps(viewer().id) if each.id != roadmap.id],
        hours=wording.hours,
    )


@blueprint.get("/<uuid:uid>/fassungen/<int:number>")
@allow(Permission.PLAN_ROADMAP)
def version(uid: UUID, number: int) -> str:
    """A version as it was drawn."""
    return roadmap_page(queries.roadmap_of(viewer().id, str(uid)), min(number, 2**31 - 1))
