"""Frameworks: content/frameworks/<slug>.toml."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from competence_check.content.rows import Ledger, set_all
from competence_check.models import Area, Competence, Framework
from lms.kernel.content import Changes, ContentKind, ContentSource
from lms.kernel.db import db
from lms.kernel.toml import Texts, TomlTable

CODE = r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*"


@dataclass(frozen=True)
class AreaFacts:
    """An area as the file has it."""

    names: Texts
    summaries: Texts


@dataclass(frozen=True)
class CompetenceFacts:
    """A competence as the file has it."""

    area: str
    names: Texts
    summaries: Texts
    esco_uri: str


@dataclass(frozen=True)
class FrameworkFacts:
    """A framework as the file has it; areas and competences by their ids, in order."""

    slug: str
    names: Texts
    version: str
    sources: Texts
    areas: Mapping[str, AreaFacts]
    competences: Mapping[str, CompetenceFacts]


Frameworks = dict[str, FrameworkFacts]


def read(source: ContentSource) -> Frameworks:
    """The frameworks by slug."""
    found: Frameworks = {}
    for path in sorted((source.root / "frameworks").glob("*.toml")):
        table = source.toml(path)
        if table is None:
            continue
        slug = table.string("slug", default=path.stem, pattern=SLUG_OF_FRAMEWORK)
        if slug != path.stem:
            table.fault("slug", f"must be the name of the file: {path.stem}")
        found[path.stem] = _framework(table, path.stem)
    return found


SLUG_OF_FRAMEWORK = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"


def _framework(table: TomlTable, slug: str) -> FrameworkFacts:
    table.only("slug", "name", "version", "published", "source", "areas", "competences")
    areas: dict[str, AreaFacts] = {}
    for each in table.tables("areas", at_least=1):
        each.only("id", "name", "summary")
        code = new_id(each, areas)
        areas[code] = AreaFacts(each.texts("name", longest=200), each.texts("summary", required=False))
    competences: dict[str, CompetenceFacts] = {}
    for each in table.tables("competences", at_least=1):
        each.only("id", "area", "name", "summary", "esco_uri")
        code = new_id(each, competences)
        competences[code] = CompetenceFacts(
            area=each.choice("area", tuple(areas) or ("",)),
            names=each.texts("name", longest=200),
            summaries=each.texts("summary", required=False),
            esco_uri=each.string("esco_uri", default="", pattern=r"(https?://\S+)?", longest=200),
        )
    return FrameworkFacts(
        slug=slug,
        names=table.texts("name", longest=200),
        version=table.string("version", longest=40),
        sources=table.texts("source", required=False),
        areas=areas,
        competences=competences,
    )


def new_id(table: TomlTable, taken: Mapping[str, object], name: str = "id", pattern: str = CODE) -> str:
    """The id in the field `name`; a fault if another table of the file has it."""
    code = table.string(name, pattern=pattern, longest=20 if name == "id" else 80)
    if code in taken:
        table.fault(name, f"{code!r} is used twice")
    return code


def load(found: Frameworks) -> Changes:
    """Bring the frameworks into the database; those without a file are retired."""
    ledger = Ledger()
    rows = {row.slug: row for row in db.session.scalars(select(Framework))}
    for slug, facts in found.items():
        row = rows.pop(slug, None)
        values = {"names": facts.names, "version": facts.version, "sources": facts.sources, "retired": False}
        if row is None:
            row = Framework(slug=slug, **values)
            db.session.add(row)
            db.session.flush()
            ledger.added.append(slug)
        elif set_all(row, values):
            ledger.changed.append(slug)
        _load_competences(row, facts, ledger)
    for row in rows.values():
        if not row.retired:
            row.retired = True
            ledger.removed.append(row.slug)
    return ledger.changes()


def _load_competences(framework: Framework, facts: FrameworkFacts, ledger: Ledger) -> None:
    areas = {row.code: row for row in db.session.scalars(select(Area).where(Area.framework_id == framework.id))}
    for position, (code, area) in enumerate(facts.areas.items()):
        values = {"position": position, "names": area.names, "summaries": area.summaries}
        new = Area(framework_id=framework.id, code=code, **values)
        ledger.keep(f"{framework.slug}/{code}", areas, code, new, values)
    db.session.flush()
    query = select(Competence).where(Competence.framework_id == framework.id)
    competences = {row.code: row for row in db.session.scalars(query)}
    for position, (code, each) in enumerate(facts.competences.items()):
        facts_of = {
            "area_id": areas[each.area].id,
            "position": position,
            "names": each.names,
            "summaries": each.summaries,
            "esco_uri": each.esco_uri,
            "retired": False,
        }
        kept = Competence(framework_id=framework.id, code=code, **facts_of)
        ledger.keep(f"{framework.slug}/{code}", competences, code, kept, facts_of)
    for code, row in competences.items():
        if code not in facts.competences and not row.retired:
            row.retired = True
            ledger.removed.append(f"{framework.slug}/{code}")


frameworks = ContentKind("frameworks", read, load, order=10)
