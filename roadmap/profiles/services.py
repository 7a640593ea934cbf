"""An organisation's own target profiles: copied from a shipped one, changed in versions that all stay, retired."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from competence_check.levels import Profile, Target
from competence_check.models import Competence, TargetLevel, TargetProfile
from competence_check.profile_versions import body_of, keep_version
from competence_check.queries import target_profile
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Invalid, Refused
from lms.kernel.tenancy import Organisation
from lms.kernel.toml import Texts
from roadmap.profiles import queries

LONGEST_SLUG = 60
HIGHEST_LEVEL, HIGHEST_WEIGHT = 8, 3


@dataclass(frozen=True)
class Written:
    """A profile as somebody wrote it. targets: by competence. number: of the version it began from."""

    name: str
    summary: str
    targets: Mapping[str, tuple[int, int, str]]
    number: int


def copy(organisation_id: int, slug: str) -> TargetProfile:
    """The organisation's own copy of a profile that it can see, to be changed. Raises NotFound."""
    source = queries.profile_seen_by(organisation_id, slug)
    profile = target_profile(slug)
    row = TargetProfile(
        framework_id=source.framework_id,
        slug=_free_slug(organisation_id, slug),
        version=_label(),
        family=profile.family,
        names={language: f"{name} ({own(language)})" for language, name in profile.names.items()},
        summaries=profile.summaries,
        organisation_id=organisation_id,
        copied_from=slug,
        levels=[],
    )
    db.session.add(row)
    _set_targets(row, profile.targets)
    keep_version(row, body_of(row.names, row.summaries, profile.targets))
    return row


def own(language: str) -> str:
    """What stands behind the name of a copy."""
    return {"de": "eigenes", "en": "own"}.get(language, "*")


def _free_slug(organisation_id: int, slug: str) -> str:
    organisation = db.session.get_one(Organisation, organisation_id)
    base = f"{slug}-{organisation.slug}"[: LONGEST_SLUG - 4].strip("-")
    taken = set(db.session.scalars(select(TargetProfile.slug).where(TargetProfile.slug.startswith(base))))
    return free_name(base, taken)


def free_name(base: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where it is taken."""
    names = (base, *(f"{base}-{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in taken)


def _label() -> str:
    return clock.today().strftime("%Y-%m")


def write(organisation_id: int, slug: str, written: Written) -> bool:
    """Keep what was written as a new version; whether anything changed. Raises NotFound, Invalid or Refused."""
    row = queries.own_profile(organisation_id, slug)
    if row.number != written.number:
        raise Refused(_("Inzwischen gibt es eine neuere Fassung. Sehen Sie sie sich an und ändern Sie dann diese."))
    if faults := _faults(written):
        raise Invalid(fields=faults)
    before = target_profile(slug)
    targets = {
        code: Target(code, level, weight, texts(reason, _reason_of(before, code)))
        for code, (level, weight, reason) in written.targets.items()
    }
    names, summaries = texts(written.name, before.names), texts(written.summary, before.summaries)
    if not keep_version(row, body_of(names, summaries, targets)):
        return False
    row.names, row.summaries, row.version = names, summaries, _label()
    _set_targets(row, targets)
    return True


def _faults(written: Written) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not written.name.strip():
        faults["name"] = _("Geben Sie dem Profil einen Namen.")
    if not written.targets:
        faults["name"] = _("Ein Profil verlangt wenigstens eine Kompetenz.")
    for code, (level, weight, reason) in written.targets.items():
        if not 1 <= level <= HIGHEST_LEVEL:
            faults[f"level-{code}"] = _("Wählen Sie eine Stufe von 1 bis 8.")
        if not 1 <= weight <= HIGHEST_WEIGHT:
            faults[f"weight-{code}"] = _("Wählen Sie ein Gewicht von 1 bis 3.")
        if not reason.strip():
            faults[f"reason-{code}"] = _("Sagen Sie in einem Satz, wofür die Aufgabe das braucht.")
    return faults


def texts(german: str, before: Texts) -> Texts:
    """The German text; what it was in other languages stays only where the German one did not change."""
    german = german.strip()
    if german == before.get("de", "").strip():
        return dict(before)
    return {"de": german} if german else {}


def _reason_of(profile: Profile, code: str) -> Texts:
    target = profile.targets.get(code)
    return target.reason if target is not None else {}


def _set_targets(row: TargetProfile, targets: Mapping[str, Target]) -> None:
    query = select(Competence.code, Competence.id).where(Competence.framework_id == row.framework_id)
    ids = {row.code: row.id for row in db.session.execute(query.where(Competence.retired.is_(False)))}
    present = {level.competence_id: level for level in row.levels}
    for code, target in targets.items():
        if code not in ids:
            raise Invalid(_("Die Kompetenz %(code)s gibt es nicht mehr.", code=code))
        level = present.pop(ids[code], None)
        if level is None:
            level = TargetLevel(competence_id=ids[code])
            row.levels.append(level)
        level.level, level.weight, level.reason = target.level, target.weight, target.reason
    for level in present.values():
        row.levels.remove(level)


def retire(organisation_id: int, slug: str, *, retired: bool) -> None:
    """Offer the profile no longer, or again; roadmaps that follow it stay as they are. Raises NotFound."""
    queries.own_profile(organisation_id, slug).retired = retired
