"""Strategy goals: content/goals/<slug>.toml."""

from typing import Any

from lms.kernel.content import Changes, ContentKind, ContentSource
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import TomlTable
from roadmap.documents import Body, known_competences, load_documents


def read(source: ContentSource) -> dict[str, Body]:
    """The goals by slug."""
    known, found = known_competences(source), dict[str, Body]()
    for path in sorted((source.root / "goals").glob("*.toml")):
        table = source.toml(path)
        if table is None:
            continue
        if not SLUG.fullmatch(path.stem):
            source.fault(path, "the name of the file may hold only lower-case letters, digits and hyphens")
        table.only("name", "summary", "competences")
        raises = _raises(table, known)
        names, summaries = table.texts("name", longest=200), table.texts("summary", longest=600)
        found[path.stem] = {"names": names, "summaries": summaries, "raises": raises}
    return found


def _raises(table: TomlTable, known: set[str]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in table.tables("competences", at_least=1):
        each.only("id", "level", "adds", "reason")
        code, adds = each.string("id", longest=20), each.number("adds", default=1.0)
        if code not in known:
            each.fault("id", f"there is no competence {code!r}")
        if code in found:
            each.fault("id", f"{code!r} is used twice")
        if not 0 <= adds <= 3:
            each.fault("adds", "must be from 0 to 3")
        reasons = each.texts("reason", longest=500)
        found[code] = {"competence": code, "level": each.integer("level", 1, 8), "adds": adds, "reasons": reasons}
    return list(found.values())


def load(found: dict[str, Body]) -> Changes:
    """Bring the goals into the database."""
    return load_documents("goals", found)


goals = ContentKind("goals", read, load, order=41)
