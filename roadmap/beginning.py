"""The page on which a roadmap begins: what it offers, and what somebody asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from competence_check.levels import LevelSet, Profile
from competence_check.queries import competences, latest_levels, target_profiles
from lms.kernel import clock
from lms.kernel.access import viewer
from lms.kernel.i18n import text
from roadmap.forms import StartForm, area_field, weekly_choices, with_area_levels
from roadmap.goals.queries import current_goals
from roadmap.models import Roadmap
from roadmap.offers.queries import places_of_offers
from roadmap.planning.calendar import monday_of
from roadmap.services import Wish


@dataclass(frozen=True)
class StartPage:
    """What the page shows. areas: ids of the areas that the form asks about; none where a check result is used."""

    form: StartForm
    profiles: list[Profile]
    result: LevelSet | None
    areas: list[str]
    active: Roadmap | None


def next_monday(today: date) -> date:
    """Today if it is a Monday, else the next one: a good day to begin."""
    return today if today.weekday() == 0 else monday_of(today) + timedelta(weeks=1)


def start_page(active: Roadmap | None, sent: Mapping[str, Any] | None = None) -> StartPage:
    """The page, with an empty form unless one was sent. active: the roadmap that a new one would replace."""
    profiles, result = target_profiles(organisation_id=viewer().home_organisation_id), latest_levels(viewer().id)
    areas = {} if result else {each.area: text(each.area_names) for each in competences()}
    kind = with_area_levels(areas)
    form = kind() if sent is not None else kind(formdata=None, **_defaults(profiles, active))
    form.profile.choices = [SelectChoice(profile.slug, text(profile.names)) for profile in profiles]
    form.weekly_minutes.choices = weekly_choices()
    form.offer_choices({goal.slug: text(goal.names) for goal in current_goals()}, places_of_offers())
    return StartPage(form, profiles, result, list(areas), active)


def _defaults(profiles: list[Profile], active: Roadmap | None) -> dict[str, Any]:
    family = getattr(viewer(), "family", "")
    fitting = [profile.slug for profile in profiles if profile.family and profile.family == family]
    return {
        "profile": active.profile if active else next(iter(fitting), None),
        "weekly_minutes": 60,
        "start": next_monday(clock.today()),
        "instead_of": active.uid if active else "",
    }


def wish(page: StartPage) -> Wish:
    """What the person asks for, from a form that was validated."""
    form = page.form
    assert form.start.data is not None, "the form was validated"
    levels = {area: float(form[area_field(area)].data) for area in page.areas}
    return Wish(
        form.profile.data, form.weekly_minutes.data, form.start.data, None if page.result else levels, form.wishes()
    )
