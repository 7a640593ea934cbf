"""Regional plans: content/demand/<slug>.toml."""

from typing import Any

from lms.kernel.content import Changes, ContentKind, ContentSource
from lms.kernel.toml import TomlTable
from roadmap.documents import Body, load_documents
from roadmap.region.demand import DEGREE_KINDS, LEVELS, LISTS

KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
CODE = r"\d{3}"


def read(source: ContentSource) -> dict[str, Body]:
    """The plans by slug."""
    found: dict[str, Body] = {}
    for path in sorted((source.root / "demand").glob("*.toml")):
        table = source.toml(path)
        if table is not None:
            found[path.stem] = _plan(table)
    return found


def _plan(table: TomlTable) -> Body:
    table.only(
        *("name", "publisher", "year", "dated", "shortages_from", "weighing"),
        *("groups", "occupations", "districts", "targets", "volumes"),
    )
    groups: dict[str, Any] = {}
    for each in table.tables("groups", at_least=1):
        each.only("key", "name")
        groups[_key(each, groups)] = each.texts("name", longest=200)
    occupations: dict[str, Any] = {}
    for each in table.tables("occupations", at_least=1):
        each.only("code", "group", "name")
        code = _key(each, occupations, "code", CODE)
        occupations[code] = {
            "code": code,
            "group": each.choice("group", tuple(groups) or ("",)),
            "names": each.texts("name", longest=200),
        }
    districts: dict[str, Any] = {}
    for each in table.tables("districts", at_least=1):
        each.only("key", "name", "shortages")
        key = _key(each, districts)
        shortages = _shortages(each, occupations)
        districts[key] = {"key": key, "names": each.texts("name", longest=200), "shortages": shortages}
    return {
        "names": table.texts("name", longest=300),
        "publishers": table.texts("publisher", longest=300),
        "year": table.integer("year", 2020, 2100),
        "dated": table.day("dated").isoformat(),
        "shortages_from": table.texts("shortages_from", longest=500),
        "weighing": _weighing(table),
        "groups": groups,
        "occupations": list(occupations.values()),
        "districts": list(districts.values()),
        "targets": _targets(table, occupations),
        "volumes": _volumes(table),
    }


def _key(table: TomlTable, taken: dict[str, Any], name: str = "key", pattern: str = KEY) -> str:
    key = table.string(name, pattern=pattern, longest=60)
    if key in taken:
        table.fault(name, f"{key!r} is used twice")
    return key


def _weighing(table: TomlTable) -> dict[str, float]:
    weighing, names = table.table("weighing"), ("listed", "shortage", "future", "competence", "most")
    if weighing is None:
        return dict.fromkeys(names, 0.0)
    weighing.only(*names)
    found = {name: weighing.number(name) for name in names}
    for name, value in found.items():
        if not 0 <= value <= 3:
            weighing.fault(name, "must be from 0 to 3")
    return found


def _shortages(table: TomlTable, occupations: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in table.tables("shortages", at_least=1):
        each.only("occupation", "levels")
        code = _key(each, found, "occupation", CODE)
        if code not in occupations:
            each.fault("occupation", f"there is no occupation {code!r} in this file")
        levels = each.strings("levels")
        if not levels or not set(levels) <= set(LEVELS):
            each.fault("levels", f"must be some of: {', '.join(LEVELS)}")
        found[code] = levels
    return found


def _targets(table: TomlTable, occupations: dict[str, Any]) -> list[dict[str, Any]]:
    found: dict[str, Any] = {}
    for each in table.tables("targets", at_least=1):
        each.only("key", "list", "kind", "name", "occupations", "competences")
        key, group = _key(each, found), each.choice("list", LISTS)
        for name in (named := each.strings("occupations")):
            code, _, level = name.partition(":")
            if code not in occupations or level not in LEVELS:
                each.fault("occupations", f"{name!r} must be an occupation of this file and a level, such as 242:F")
        found[key] = {
            "key": key,
            "list": group,
            "kind": each.choice("kind", DEGREE_KINDS) if group == "degree" else "",
            "names": each.texts("name", longest=200),
            "occupations": named,
            "competences": each.strings("competences"),
        }
    return list(found.values())


def _volumes(table: TomlTable) -> list[dict[str, Any]]:
    found: dict[str, Any] = {}
    for each in table.tables("volumes"):
        each.only("key", "name", "grants", "degree_oriented", "total")
        key = _key(each, found)
        grants = each.integer("grants", 0, 1_000_000)
        found[key] = {
            "key": key,
            "names": each.texts("name", longest=200),
            "grants": grants,
            "degree_oriented": each.integer("degree_oriented", 0, grants),
            "total": each.flag("total", default=False),
        }
    return list(found.values())


def load(found: dict[str, Body]) -> Changes:
    """Bring the plans into the database."""
    return load_documents("demand", found)


demand = ContentKind("demand", read, load, order=40)
