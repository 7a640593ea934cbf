"""How long learning records are kept: the rules of an organisation, what they would do now, and doing it.

A rule counts from when something was stored here. Voiding is not deletion: a voided statement is kept like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, delete, func, literal, select, union_all

from lms.kernel import clock
from lms.kernel.db import db, insert_once
from lms.kernel.errors import Invalid, NotFound
from lms.xapi.agents import public_url
from lms.xapi.document_models import AttachmentData, Document, StatementAttachment
from lms.xapi.indexing import index_key
from lms.xapi.models import LONGEST_KEY, Statement
from lms.xapi.pseudonyms import Run, of_nobody, pseudonym_page
from lms.xapi.retention_models import Action, Kept, RetentionRule
from lms.xapi.rewriting import UNSYNCHRONISED, drop_loose_attachments, remove, rewrite

AT_ONCE = 500
MOST_MONTHS = 1200
# What audit entries count.
DELETED, PSEUDONYMISED, DOCUMENTS, ATTACHMENTS = "deleted", "pseudonymised", "documents", "attachments"


@dataclass(frozen=True)
class Due:
    """A rule and how much it would touch now."""

    rule: RetentionRule
    count: int


def add_rule(*, organisation_id: int, kept: Kept, verb: str, months: int, action: Action) -> None:
    """Keep something no longer than so many months. Raises Invalid for what makes no sense, and for a second rule."""
    faults: dict[str, str] = {}
    if not 1 <= months <= MOST_MONTHS:
        faults["months"] = _("Bitte geben Sie 1 bis %(most)s Monate an.", most=MOST_MONTHS)
    if kept is not Kept.STATEMENTS and action is not Action.DELETE:
        faults["action"] = _("Nur Lernnachweise können ohne Namen bleiben. Wählen Sie „löschen“.")
    if kept is not Kept.STATEMENTS and verb:
        faults["verb"] = _("Eine Tätigkeit haben nur Lernnachweise.")
    elif len(verb) > LONGEST_KEY or (verb and ":" not in verb):
        faults["verb"] = _(
            "Diese Tätigkeit kennen wir nicht. Wählen Sie eine aus der Liste oder geben Sie die Kennung eines Verbs an."
        )
    if faults:
        raise Invalid(fields=faults)
    values = {"kept": kept.value, "verb": verb, "months": months, "action": action.value, "created_at": clock.now()}
    if not insert_once(RetentionRule, organisation_id=organisation_id, **values):
        raise Invalid(fields={"verb": _("Dafür gibt es schon eine Regel. Entfernen Sie sie zuerst.")})


def rules_of(organisation_id: int) -> list[RetentionRule]:
    """The rules of an organisation."""
    query = select(RetentionRule).where(RetentionRule.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(RetentionRule.kept.desc(), RetentionRule.verb)))


def remove_rule(*, organisation_id: int, rule_id: int) -> None:
    """Forget a rule. Raises NotFound if the organisation has none with this number."""
    found = [rule for rule in rules_of(organisation_id) if rule.id == rule_id]
    if not found:
        raise NotFound(_("Diese Regel gibt es nicht."))
    db.session.delete(found[0])


def due(rules: Sequence[RetentionRule]) -> list[Due]:
    """How much each of the rules of an organisation would touch now; nothing changes."""
    if not rules:
        return []
    counts = [
        select(literal(number), func.count()).select_from(_due(rule, rules).subquery())
        for number, rule in enumerate(rules)
    ]
    found = dict(db.session.execute(union_all(*counts)).all())
    return [Due(rule, found[number]) for number, rule in enumerate(rules)]


def apply(rule: RetentionRule, rules: Sequence[RetentionRule], run: Run) -> dict[str, int]:
    """Do what the rule says to AT_ONCE of what is due; how much by kind, nothing when it is done."""
    keys = list(db.session.scalars(_due(rule, rules).limit(AT_ONCE)))
    if not keys:
        return {}
    if rule.kept == Kept.DOCUMENTS:
        db.session.execute(delete(Document).where(Document.id.in_(keys)), execution_options=UNSYNCHRONISED)
        return {DOCUMENTS: len(keys)}
    if rule.kept == Kept.ATTACHMENTS:
        condition = AttachmentData.id.in_(keys)
        db.session.execute(delete(AttachmentData).where(condition), execution_options=UNSYNCHRONISED)
        return {ATTACHMENTS: len(keys)}
    if rule.action == Action.DELETE:
        remove(keys)
        done = {DELETED: len(keys)}
    else:
        query = select(Statement.seq, Statement.payload).where(Statement.seq.in_(keys))
        texts = db.session.execute(query).all()
        rewrite(rule.organisation_id, {seq: of_nobody(orjson.loads(text), run) for seq, text in texts})
        done = {PSEUDONYMISED: len(keys)}
    return {**done, ATTACHMENTS: drop_loose_attachments(rule.organisation_id)}


def _due(rule: RetentionRule, rules: Sequence[RetentionRule]) -> Select[int]:
    """The keys of what the rule is about and that is too old."""
    limit = months_before(clock.now(), rule.months)
    if rule.kept == Kept.DOCUMENTS:
        return select(Document.id).where(Document.organisation_id == rule.organisation_id, Document.updated_at <= limit)
    if rule.kept == Kept.ATTACHMENTS:
        newest = (
            select(func.max(Statement.stored))
            .join(StatementAttachment, StatementAttachment.seq == Statement.seq)
            .where(StatementAttachment.attachment_id == AttachmentData.id)
            .scalar_subquery()
        )
        return select(AttachmentData.id).where(AttachmentData.organisation_id == rule.organisation_id, newest <= limit)
    return select(Statement.seq).where(
        Statement.organisation_id == rule.organisation_id,
        Statement.stored <= limit,
        _verbs(rule, rules),
        *([] if rule.action == Action.DELETE else [_somebody()]),
    )


def _verbs(rule: RetentionRule, rules: Sequence[RetentionRule]) -> ColumnElement[bool]:
    """A rule for one verb goes before the one for all others."""
    if rule.verb:
        return Statement.verb == index_key(rule.verb)
    own = [index_key(other.verb) for other in rules if other.kept == Kept.STATEMENTS and other.verb]
    return Statement.verb.not_in(own)


def _somebody() -> ColumnElement[bool]:
    """Statements whose actor is no pseudonym yet. A range, so that the index of actors can answer it."""
    prefix = f"account {pseudonym_page(public_url())} "
    return ~and_(Statement.actor.like(f"{prefix.replace('_', '!_').replace('%', '!%')}%", escape="!"))


def months_before(moment: datetime, months: int) -> datetime:
    """`moment` so many months earlier; the last day of a shorter month where it has no such day."""
    years, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    for day in (moment.day, 30, 29, 28):
        try:
            return moment.replace(year=max(years, 1), month=month + 1, day=day)
        except ValueError:
            continue
    return moment
