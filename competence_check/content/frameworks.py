"""Frameworks: content/frameworks/<slug>.toml."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from competence_check.content.rows import Ledger, set_all
from competence_check.models import Area, Competence, Framework
from lms.kernel.content import Changes, ContentKind, ContentSource
from lms.kernel.db import db
from lms.kernel.toml import Texts, TomlTable

LONGEST_ORIGIN = 2_000_000
# How many tasks a competence needs so that somebody can be asked about it twice.
LEAST_TASKS = 12
CODE = r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*"


@dataclass(frozen=True)
class AreaFacts:
    """An area as the file has it."""

    names: Texts
    summaries: Texts
    origin: str


@dataclass(frozen=True)
class CompetenceFacts:
    """A competence as the file has it."""

    area: str
    names: Texts
    summaries: Texts
    esco_uri: str
    origin: str


@dataclass(frozen=True)
class OutcomeFacts:
    """What somebody with a competence can do, or a finer competence. parent: a competence or another outcome."""

    parent: str
    names: Texts
    summaries: Texts
    esco_uri: str
    origin: str


@dataclass(frozen=True)
class ExchangeFacts:
    """Where an imported framework came from. id, framework: what the source called and said about it (JSON)."""

    format: str
    id: str
    framework: str


@dataclass(frozen=True)
class FrameworkFacts:
    """A framework as the file has it; areas, competences and outcomes by their ids, in order.

    least_tasks: how many tasks a competence of it should have, for the linter.
    origin of each: the record of the source as JSON, so that an export gives it back (`competence_check.exchange`).
    """

    slug: str
    names: Texts
    version: str
    sources: Texts
    areas: Mapping[str, AreaFacts]
    competences: Mapping[str, CompetenceFacts]
    outcomes: Mapping[str, OutcomeFacts]
    exchange: ExchangeFacts | None
    least_tasks: int = LEAST_TASKS


Frameworks = dict[str, FrameworkFacts]


def read(source: ContentSource) -> Frameworks:
    """The frameworks by slug."""
    found: Frameworks = {}
    for path in sorted((source.root / "frameworks").glob("*.toml")):
        table = source.toml(path)
        if table is None:
            continue
        slug = table.string("slug", default=path.stem, pattern=SLUG_OF_FRAMEWORK.pattern)
        if slug != path.stem:
            table.fault("slug", f"must be the name of the file: {path.stem}")
        found[path.stem] = _framework(table, path.stem)
    return found


SLUG_OF_FRAMEWORK = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def _framework(table: TomlTable, slug: str) -> FrameworkFacts:
    table.only(
        "slug", "name", "version", "published", "source", "least_tasks", "areas", "competences", "outcomes", "exchange"
    )
    areas: dict[str, AreaFacts] = {}
    for each in table.tables("areas", at_least=1):
        each.only("id", "name", "summary", "origin")
        code = new_id(each, areas)
        names = each.texts("name", longest=200)
        areas[code] = AreaFacts(names, each.texts("summary", required=False), _origin(each))
    competences: dict[str, CompetenceFacts] = {}
    for each in table.tables("competences", at_least=1):
        each.only("id", "area", "name", "summary", "esco_uri", "origin")
        code = new_id(each, competences)
        competences[code] = CompetenceFacts(
            area=each.choice("area", tuple(areas) or ("",)),
            names=each.texts("name", longest=200),
            summaries=each.texts("summary", required=False),
            esco_uri=_esco_uri(each),
            origin=_origin(each),
        )
    return FrameworkFacts(
        slug=slug,
        names=table.texts("name", longest=200),
        version=table.string("version", longest=40),
        sources=table.texts("source", required=False),
        areas=areas,
        competences=competences,
        outcomes=_outcomes(table, competences),
        exchange=_exchange(table),
        least_tasks=table.integer("least_tasks", 1, 100, default=LEAST_TASKS),
    )


def _esco_uri(table: TomlTable) -> str:
    return table.string("esco_uri", default="", pattern=r"(https?://\S+)?", longest=200)


def _origin(table: TomlTable, name: str = "origin") -> str:
    text = table.string(name, default="", longest=LONGEST_ORIGIN)
    try:
        if text and not isinstance(json.loads(text), dict):
            table.fault(name, "must be a JSON object")
    except (ValueError, RecursionError):
        table.fault(name, "is not JSON")
    return text


def _outcomes(table: TomlTable, competences: Mapping[str, CompetenceFacts]) -> dict[str, OutcomeFacts]:
    found: dict[str, OutcomeFacts] = {}
    for each in table.tables("outcomes"):
        each.only("id", "parent", "name", "summary", "esco_uri", "origin")
        code, parent = new_id(each, found), each.string("parent", longest=80)
        if parent not in competences and parent not in found:
            each.fault("parent", f"there is no competence or earlier outcome {parent!r}")
        names = each.texts("name", longest=2000)
        found[code] = OutcomeFacts(parent, names, each.texts("summary", required=False), _esco_uri(each), _origin(each))
    return found


def _exchange(table: TomlTable) -> ExchangeFacts | None:
    if "exchange" not in table.values:
        return None
    inner = table.table("exchange")
    if inner is None:
        return None
    inner.only("format", "id", "framework")
    known = inner.choice("format", ("moodle", "case", "digcomp"))
    return ExchangeFacts(known, inner.string("id", longest=200), _origin(inner, "framework"))


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
        values = {
            "names": facts.names,
            "version": facts.version,
            "sources": facts.sources,
            "least_tasks": facts.least_tasks,
            "retired": False,
        }
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
