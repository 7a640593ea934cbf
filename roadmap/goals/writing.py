"""An organisation's own strategy goals: copied from one that is there, changed in versions that all stay, retired.

The same as `roadmap.profiles.services` does for target profiles. A goal has no roadmaps of its own: plans that follow
it take its newest version when they are drawn anew.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound, Refused
from lms.kernel.tenancy import Organisation
from lms.kernel.toml import Texts
from roadmap.documents import ContentDocument, DocumentVersion, hash_of, read_anew
from roadmap.profiles.services import HIGHEST_LEVEL, HIGHEST_WEIGHT, LONGEST_SLUG, Written, free_name, own, texts

KIND = "goals"


def goals_of(organisation_id: int) -> list[ContentDocument]:
    """The organisation's own goals, also retired ones, in the order of their slugs."""
    query = select(ContentDocument).where(
        ContentDocument.kind == KIND, ContentDocument.organisation_id == organisation_id
    )
    return list(db.session.scalars(query.order_by(ContentDocument.slug)))


def goal_seen_by(organisation_id: int, slug: str) -> ContentDocument:
    """A goal of everybody's or the organisation's own, also a retired one. Raises NotFound."""
    seen = or_(ContentDocument.organisation_id.is_(None), ContentDocument.organisation_id == organisation_id)
    query = select(ContentDocument).where(ContentDocument.kind == KIND, ContentDocument.slug == slug, seen)
    found = db.session.scalars(query).one_or_none() if slug.isprintable() else None
    if found is None:
        raise NotFound
    return found


def own_goal(organisation_id: int, slug: str) -> ContentDocument:
    """The organisation's own goal, kept from changing until the transaction ends. Raises NotFound."""
    query = select(ContentDocument).where(
        ContentDocument.kind == KIND, ContentDocument.slug == slug, ContentDocument.organisation_id == organisation_id
    )
    found = db.session.scalars(query.with_for_update()).one_or_none() if slug.isprintable() else None
    if found is None:
        raise NotFound
    return found


def versions_of(slug: str) -> list[DocumentVersion]:
    """All versions of an own goal, newest first."""
    query = select(DocumentVersion).where(DocumentVersion.kind == KIND, DocumentVersion.slug == slug)
    return list(db.session.scalars(query.order_by(DocumentVersion.number.desc())))


def version_of(slug: str, number: int) -> DocumentVersion:
    """One of them. Raises NotFound."""
    found = next((each for each in versions_of(slug) if each.number == number), None)
    if found is None:
        raise NotFound
    return found


def copy(organisation_id: int, slug: str) -> ContentDocument:
    """The organisation's own copy of a goal that it can see, to be changed. Raises NotFound."""
    body = dict(goal_seen_by(organisation_id, slug).body)
    body["names"] = {language: f"{name} ({own(language)})" for language, name in body["names"].items()}
    organisation = db.session.get_one(Organisation, organisation_id)
    base = f"{slug}-{organisation.slug}"[: LONGEST_SLUG - 4].strip("-")
    taken = select(ContentDocument.slug).where(ContentDocument.kind == KIND, ContentDocument.slug.startswith(base))
    row = ContentDocument(
        kind=KIND,
        slug=free_name(base, set(db.session.scalars(taken))),
        body=body,
        content_hash=hash_of(body),
        organisation_id=organisation_id,
        number=1,
    )
    db.session.add(row)
    _keep(row)
    return row


def write(organisation_id: int, slug: str, written: Written) -> bool:
    """Keep what was written as a new version; whether anything changed. Raises NotFound, Invalid or Refused."""
    row = own_goal(organisation_id, slug)
    if row.number != written.number:
        raise Refused(_("Inzwischen gibt es eine neuere Fassung. Sehen Sie sie sich an und ändern Sie dann diese."))
    if faults := _faults(written):
        raise Invalid(fields=faults)
    before: Mapping[str, Texts] = {each["competence"]: each["reasons"] for each in row.body["raises"]}
    body = {
        "names": texts(written.name, row.body["names"]),
        "summaries": texts(written.summary, row.body["summaries"]),
        "raises": [
            {"competence": code, "level": level, "adds": float(adds), "reasons": texts(reason, before.get(code, {}))}
            for code, (level, adds, reason) in written.targets.items()
        ],
    }
    if _same(body, row.body):
        return False
    row.body, row.content_hash, row.number = body, hash_of(body), row.number + 1
    _keep(row)
    return True


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both ask for the same, in whatever order."""
    raises = [{each["competence"]: each for each in body["raises"]} for body in (one, other)]
    return raises[0] == raises[1] and all(one[name] == other[name] for name in ("names", "summaries"))


def _faults(written: Written) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not written.name.strip():
        faults["name"] = _("Geben Sie dem Vorhaben einen Namen.")
    if not written.targets:
        faults["name"] = _("Ein Vorhaben verlangt wenigstens eine Kompetenz.")
    for code, (level, adds, reason) in written.targets.items():
        if not 1 <= level <= HIGHEST_LEVEL:
            faults[f"level-{code}"] = _("Wählen Sie eine Stufe von 1 bis 8.")
        if not 0 <= adds <= HIGHEST_WEIGHT:
            faults[f"weight-{code}"] = _("Wählen Sie 0 bis 3.")
        if not reason.strip():
            faults[f"reason-{code}"] = _("Sagen Sie in einem Satz, wofür das Vorhaben das braucht.")
    return faults


def _keep(row: ContentDocument) -> None:
    db.session.flush()
    db.session.add(DocumentVersion(kind=KIND, slug=row.slug, number=row.number, body=dict(row.body)))
    read_anew()


def retire(organisation_id: int, slug: str, *, retired: bool) -> None:
    """Offer the goal no longer, or again. Raises NotFound."""
    own_goal(organisation_id, slug).retired = retired
    db.session.flush()
    read_anew()
