"""Funding rules: content/funding/<slug>.toml. Editable without code; what it may say: docs/content.md."""

from typing import Any

from lms.kernel.content import Changes, ContentKind, ContentSource
from lms.kernel.toml import TomlTable
from roadmap.documents import Body, load_documents
from roadmap.funding.expressions import ExpressionError, parse
from roadmap.funding.rules import ABOUT, KINDS

KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
FACT = r"[a-z][a-z0-9_]*"


def read(source: ContentSource) -> dict[str, Body]:
    """The files of rules by slug."""
    found: dict[str, Body] = {}
    for path in sorted((source.root / "funding").glob("*.toml")):
        table = source.toml(path)
        if table is not None:
            found[path.stem] = _file(table)
    return found


def _file(table: TomlTable) -> Body:
    table.only("name", "version", "advice", "facts", "programmes")
    facts = _facts(table)
    programmes: list[dict[str, Any]] = []
    for each in table.tables("programmes", at_least=1):
        programmes.append(_programme(each, facts))
        if [known["key"] for known in programmes].count(programmes[-1]["key"]) > 1:
            each.fault("key", "is used twice")
    return {
        "names": table.texts("name", longest=200),
        "version": table.day("version").isoformat(),
        "advice": table.texts("advice"),
        "facts": list(facts.values()),
        "programmes": programmes,
    }


def _facts(table: TomlTable) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in table.tables("facts", at_least=1):
        each.only("key", "kind", "about", "kept", "name", "question", "unit")
        key = each.string("key", pattern=FACT, longest=40)
        if key in found:
            each.fault("key", f"{key!r} is used twice")
        found[key] = {
            "key": key,
            "kind": each.choice("kind", KINDS),
            "about": each.choice("about", ABOUT),
            "kept": each.flag("kept", default=True),
            "names": each.texts("name", longest=120),
            "questions": each.texts("question", longest=300),
            "units": each.texts("unit", required=False, longest=30),
        }
    return found


def _programme(table: TomlTable, facts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    table.only("key", "section", "name", "summary", "pays", "rules", "shares", "joint")
    rules = [_rule(each, facts) for each in table.tables("rules", at_least=1)]
    keys = [rule["key"] for rule in rules]
    for key in {key for key in keys if keys.count(key) > 1}:
        table.fault("rules", f"the key {key!r} is used twice")
    joint = table.table("joint") if "joint" in table.values else None
    return {
        "key": table.string("key", pattern=KEY, longest=60),
        "section": table.string("section", longest=60),
        "names": table.texts("name", longest=200),
        "summaries": table.texts("summary"),
        "pays": table.texts("pays"),
        "rules": rules,
        "shares": [_share(each, facts) for each in table.tables("shares")],
        "joint": _rule(joint, facts) if joint else None,
    }


def _rule(table: TomlTable, facts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    table.only("key", "statement", "test", "source", "dated", "usually", "elsewhere", "differs")
    elsewhere = _test(table, "elsewhere", facts) if "elsewhere" in table.values else ""
    return {
        "key": table.string("key", pattern=KEY, longest=60),
        "statements": table.texts("statement", longest=600),
        "test": _test(table, "test", facts),
        "sources": table.texts("source", longest=300),
        "dated": table.day("dated").isoformat(),
        "usually": table.flag("usually", default=False),
        "elsewhere": elsewhere,
        "differs": table.texts("differs", required=bool(elsewhere), longest=600),
    }


def _share(table: TomlTable, facts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    table.only("test", "percent", "statement", "source", "dated")
    percent = table.number("percent")
    if not 0 <= percent <= 100:
        table.fault("percent", "must be from 0 to 100")
    return {
        "test": _test(table, "test", facts),
        "percent": percent,
        "statements": table.texts("statement", longest=600),
        "sources": table.texts("source", longest=300),
        "dated": table.day("dated").isoformat(),
    }


def _test(table: TomlTable, name: str, facts: dict[str, dict[str, Any]]) -> str:
    """The expression in the field, after checking that it can be evaluated with the facts of the file."""
    text = table.string(name, longest=300)
    if not text:
        return text
    try:
        expression = parse(text)
    except ExpressionError as error:
        table.fault(name, str(error))
        return text
    for fact in expression.facts:
        kind = facts[fact]["kind"] if fact in facts else ""
        if not kind:
            table.fault(name, f"there is no fact {fact!r}; known are: {', '.join(facts)}")
        elif (kind == "number") != (fact in expression.numbers):
            how = "must be compared with a number" if kind == "number" else "is yes or no, not a number"
            table.fault(name, f"{fact!r} {how}")
    return text


def load(found: dict[str, Body]) -> Changes:
    """Bring the rules into the database."""
    return load_documents("funding", found)


funding = ContentKind("funding", read, load, order=42)
