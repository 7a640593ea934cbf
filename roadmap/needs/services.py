"""Reporting a need that nothing answers, and taking it off the list."""

from flask_babel import gettext as _
from sqlalchemy import select

from lms.catalogue.ranking.words import FUNCTION_WORDS, WISHES, normal_words
from lms.kernel import clock
from lms.kernel.access import in_tenant
from lms.kernel.db import db, insert_once
from lms.kernel.errors import Invalid
from roadmap.needs.models import UnmetNeed

LONGEST_NEED, LONGEST_KEY = 200, 300


def need_key(words: str) -> str:
    """By which equal needs are counted together: the words that matter, in the order of the alphabet."""
    known = set(normal_words(words))
    return " ".join(sorted(known - FUNCTION_WORDS - WISHES or known))[:LONGEST_KEY]


def report_need(organisation_id: int, words: str) -> None:
    """Count a need. Who reports it is not stored. Raises Invalid for what holds no word or is too long."""
    words = " ".join(words.split())
    key = need_key(words)
    if not key:
        raise Invalid(fields={"words": _("Schreiben Sie, was Sie können möchten.")})
    if len(words) > LONGEST_NEED:
        raise Invalid(fields={"words": _("Schreiben Sie höchstens 200 Zeichen.")})
    month = clock.today().replace(day=1)
    inserted = insert_once(UnmetNeed, organisation_id=organisation_id, key=key, words=words, count=1, last_month=month)
    if inserted:
        return
    query = select(UnmetNeed).where(UnmetNeed.organisation_id == organisation_id, UnmetNeed.key == key)
    need = db.session.scalars(query.with_for_update()).one()
    need.count += 1
    need.last_month = month


def settle_need(need_id: int) -> None:
    """Take a need off the list: there is an offer now, or it should not have been written. Raises NotFound."""
    db.session.delete(in_tenant(db.session.get(UnmetNeed, need_id)))
