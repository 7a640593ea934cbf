"""What roles ask for: content/profiles/<slug>.toml."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from competence_check.content.frameworks import FrameworkFacts, Frameworks
from competence_check.content.rows import Ledger, set_all
from competence_check.levels import DEFAULT_FRAMEWORK, Target
from competence_check.models import Competence, Framework, TargetLevel, TargetProfile
from competence_check.profile_versions import body_of, keep_version
from lms.kernel.content import Changes, ContentKind, ContentSource
from lms.kernel.db import db
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import Texts, TomlTable


@dataclass(frozen=True)
class TargetFacts:
    """What a profile asks of one competence."""

    level: int
    weight: int
    reason: Texts


@dataclass(frozen=True)
class ProfileFacts:
    """A profile as the file has it; targets by competence."""

    framework: str
    family: str
    version: str
    names: Texts
    summaries: Texts
    targets: Mapping[str, TargetFacts]


def read(source: ContentSource) -> dict[str, ProfileFacts]:
    """The profiles by slug."""
    frameworks: Frameworks = source.parsed.get("frameworks", {})
    found: dict[str, ProfileFacts] = {}
    for path in sorted((source.root / "profiles").glob("*.toml")):
        table = source.toml(path)
        if table is None:
            continue
        if not SLUG.fullmatch(path.stem):
            source.fault(path, "the name of the file may hold only lower-case letters, digits and hyphens")
        slug = table.string("framework", default=DEFAULT_FRAMEWORK)
        if slug not in frameworks:
            table.fault("framework", f"there is no framework {slug!r} in content/frameworks")
            continue
        found[path.stem] = _profile(table, frameworks[slug])
    return found


def _profile(table: TomlTable, framework: FrameworkFacts) -> ProfileFacts:
    table.only("framework", "name", "family", "summary", "version", "competences")
    targets: dict[str, TargetFacts] = {}
    for each in table.tables("competences", at_least=1):
        each.only("id", "level", "weight", "reason")
        code = each.string("id")
        if code not in framework.competences:
            each.fault("id", f"the framework {framework.slug!r} has no competence {code!r}")
        if code in targets:
            each.fault("id", f"{code!r} is used twice")
        targets[code] = TargetFacts(
            each.integer("level", 1, 8),
            each.integer("weight", 1, 3, default=1),
            each.texts("reason", longest=500),
        )
    return ProfileFacts(
        framework=framework.slug,
        family=table.string("family", default="", pattern=f"({SLUG.pattern})?", longest=40),
        version=table.string("version", longest=40),
        names=table.texts("name", longest=200),
        summaries=table.texts("summary", required=False),
        targets=targets,
    )


def load(found: dict[str, ProfileFacts]) -> Changes:
    """Bring the profiles into the database; those without a file are retired."""
    ledger = Ledger()
    frameworks = {row.slug: row.id for row in db.session.scalars(select(Framework))}
    competences = {(row.framework_id, row.code): row.id for row in db.session.scalars(select(Competence))}
    query = select(TargetProfile).options(selectinload(TargetProfile.levels))
    query = query.where(TargetProfile.organisation_id.is_(None))
    rows = {row.slug: row for row in db.session.scalars(query)}
    for slug, facts in found.items():
        framework = frameworks[facts.framework]
        values = {
            "framework_id": framework,
            "version": facts.version,
            "family": facts.family,
            "names": facts.names,
            "summaries": facts.summaries,
            "retired": False,
        }
        body = body_of(facts.names, facts.summaries, _target_values(facts))
        row = rows.pop(slug, None)
        if row is None:
            row = TargetProfile(slug=slug, levels=[], **values)
            db.session.add(row)
            ledger.added.append(slug)
            _set_levels(row, facts, framework, competences)
            keep_version(row, body)
        else:
            changed = set_all(row, values)
            if _set_levels(row, facts, framework, competences) or changed:
                ledger.changed.append(slug)
            keep_version(row, body)
    for row in rows.values():
        if not row.retired:
            row.retired = True
            ledger.removed.append(row.slug)
    return ledger.changes()


def _target_values(facts: ProfileFacts) -> dict[str, Target]:
    return {code: Target(code, each.level, each.weight, each.reason) for code, each in facts.targets.items()}


def _set_levels(
    row: TargetProfile, facts: ProfileFacts, framework: int, competences: Mapping[tuple[int, str], int]
) -> bool:
    present = {level.competence_id: level for level in row.levels}
    changed = False
    for code, target in facts.targets.items():
        competence = competences[framework, code]
        level = present.pop(competence, None)
        values = {"level": target.level, "weight": target.weight, "reason": target.reason}
        if level is None:
            row.levels.append(TargetLevel(competence_id=competence, **values))
            changed = True
        elif set_all(level, values):
            changed = True
    for level in present.values():
        row.levels.remove(level)
        changed = True
    return changed


profiles = ContentKind("profiles", read, load, order=30)
