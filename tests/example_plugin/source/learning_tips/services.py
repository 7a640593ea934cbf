"""What one can do with tips."""

from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.plugin import publish

from .events import TipShared
from .models import Tip


def share_tip(*, organisation_id: int, uid: str, words: str) -> Tip:
    """Leave a tip."""
    tip = Tip(organisation_id=organisation_id, words=words)
    db.session.add(tip)
    db.session.flush()
    publish(TipShared(actor=uid, organisation_id=organisation_id, at=clock.now(), number=tip.id, words=words))
    return tip
