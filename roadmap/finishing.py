"""Saying that an offer of a training provider is finished, and taking it back: providers do not report to us.

What is finished counts: for levels that nobody measured since, for what requires it, and for what offers are expected
to teach (`roadmap.followup`). Everything here may be asked twice and is done once.
"""

from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from lms.kernel import clock
from lms.kernel.clock import LOCAL
from lms.kernel.db import db, insert_once
from lms.kernel.errors import Invalid
from lms.learning.services import Learner
from roadmap import redrawing
from roadmap.offers.models import OfferCompletion
from roadmap.offers.queries import offer_called

LONGEST_AGO = timedelta(days=3653)


def finish_offer(learner: Learner, slug: str, day: date | None = None) -> bool:
    """The learner finished the offer on that day, today unless given; whether that is new. It is ticked off in their
    roadmap, and the rest drawn anew. Raises NotFound or Invalid."""
    offer, today = offer_called(slug), clock.today()
    if day is not None and not today - LONGEST_AGO <= day <= today:
        raise Invalid(fields={"day": _("Wählen Sie einen Tag bis heute, höchstens zehn Jahre zurück.")})
    at = clock.now() if day in (None, today) else datetime.combine(day or today, time(12), LOCAL)
    if not insert_once(OfferCompletion, person_id=learner.person_id, offer=slug, completed_at=at):
        return False
    redrawing.tick_off(learner.uid, slug, offer.title, f"/angebote/{slug}")
    return True


def take_back(learner: Learner, slug: str) -> bool:
    """The learner has not finished the offer after all; whether they had said so. Raises NotFound."""
    offer_called(slug)
    said = (OfferCompletion.person_id == learner.person_id, OfferCompletion.offer == slug)
    gone = db.session.execute(delete(OfferCompletion).where(*said).returning(OfferCompletion.offer)).all()
    if gone:
        redrawing.not_ticked_off(learner, slug)
    return bool(gone)
