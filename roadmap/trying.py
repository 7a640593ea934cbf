"""What if: the plan with other hours, goals and limits beside the one that is followed. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from lms.kernel.i18n import text
from lms.kernel.toml import Texts
from roadmap.comparing import Comparison, compare, side_of_plan
from roadmap.drawing import measured_gap, plan_for, share_closed
from roadmap.forms import WishesForm, shown_wishes, weekly_choices
from roadmap.goals.queries import current_goals
from roadmap.knowing import known_of, wishing
from roadmap.models import Roadmap
from roadmap.offers.queries import places_of_offers
from roadmap.overview import side_of_steps
from roadmap.queries import version_of
from roadmap.services import weekly_faults, wishes_faults


@dataclass(frozen=True)
class WhatIf:
    """The page. compared: None until something was tried; sent: what was tried, to be sent again."""

    roadmap: Roadmap
    form: WishesForm
    compared: Comparison | None
    titles: dict[str, Texts]
    sent: Sequence[tuple[str, str]]


def wishes_form(sent: MultiDict[str, str] | None, **shown: object) -> WishesForm:
    """The form, without a token: it is sent as an address first."""
    form = WishesForm(formdata=sent, meta={"csrf": False}, **shown)
    form.weekly_minutes.choices = weekly_choices()
    form.offer_choices({goal.slug: text(goal.names) for goal in current_goals()}, places_of_offers())
    return form


def what_if(roadmap: Roadmap, sent: MultiDict[str, str]) -> WhatIf:
    """The page for the wishes that were sent; those of today where none were."""
    version = version_of(roadmap)
    known = known_of(roadmap, version)
    if not sent:
        shown = shown_wishes(known.wishes)
        return WhatIf(roadmap, wishes_form(None, weekly_minutes=known.weekly_minutes, **shown), None, {}, ())
    form = wishes_form(sent)
    is_valid = form.validate()
    for name, fault in (weekly_faults(form.weekly_minutes.data or -1) | wishes_faults(form.wishes())).items():
        is_valid = False
        form[name].errors = [*form[name].errors, fault]
    if not is_valid:
        return WhatIf(roadmap, form, None, {}, ())
    other = replace(wishing(known, form.wishes()), weekly_minutes=form.weekly_minutes.data)
    drawn = plan_for(other)
    then = side_of_plan(drawn.plan, share_closed(drawn, drawn.plan.closed, measured_gap(other, drawn.instance)), None)
    compared = compare(side_of_steps(version, known.waiting), then)
    titles = {course.slug: course.title for course in other.offered}
    titles |= {offer.slug: offer.title for offer in (*known.offers, *other.offers)}
    return WhatIf(roadmap, form, compared, titles, tuple(sent.items(multi=True)))
