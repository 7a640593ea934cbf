"""Self-ratings and tasks: content/checks/<framework>/<competence>.toml, and files with tasks of several competences."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from competence_check.content.frameworks import FrameworkFacts, Frameworks
from competence_check.content.rows import Ledger
from competence_check.content.task_files import read_task
from competence_check.content.versions import keep
from competence_check.models import Competence, Framework, Item, ItemKind
from competence_check.tasks.grading import SELF_RATING_STEPS
from lms.kernel.content import Changes, ContentKind, ContentSource
from lms.kernel.db import db
from lms.kernel.toml import TomlTable


@dataclass(frozen=True)
class CheckFile:
    """What is asked about one competence: the body of the self-rating and the tasks by key."""

    framework: str
    competence: str
    self_rating: dict[str, Any] | None = None
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)


def read(source: ContentSource) -> list[CheckFile]:
    """The check files of all frameworks."""
    known: Frameworks = source.parsed.get("frameworks", {})
    found: dict[tuple[str, str], CheckFile] = {}
    for folder in sorted(path for path in (source.root / "checks").glob("*") if path.is_dir()):
        if folder.name not in known:
            source.fault(folder, f"there is no framework {folder.name!r} in content/frameworks")
            continue
        for path in sorted(folder.glob("*.toml")):
            table = source.toml(path)
            if table is not None:
                _read_file(path, table, known[folder.name], found)
    return [found[key] for key in sorted(found)]


def _read_file(
    path: Path, table: TomlTable, framework: FrameworkFacts, found: dict[tuple[str, str], CheckFile]
) -> None:
    """Add what the file holds to what was found about its competences so far."""
    common = ""
    if "competence" in table.values or path.stem in framework.competences or "self_rating" in table.values:
        table.only("competence", "self_rating", "tasks")
        common = _competence(table, framework)
        if common != path.stem:
            table.fault("competence", f"must be the name of the file: {path.stem}")
        kept = found.setdefault((framework.slug, common), CheckFile(framework.slug, common))
        found[framework.slug, common] = replace(kept, self_rating=_self_rating(table))
    else:
        table.only("tasks")
    for each in table.tables("tasks"):
        competence = common or _competence(each, framework)
        tasks = found.setdefault((framework.slug, competence), CheckFile(framework.slug, competence)).tasks
        task = read_task(each, named=not common)
        if task["key"] in tasks:
            each.fault("key", f"{task['key']!r} is used twice for {competence}")
        tasks[task["key"]] = task


def _competence(table: TomlTable, framework: FrameworkFacts) -> str:
    competence = table.string("competence")
    if competence not in framework.competences:
        table.fault("competence", f"the framework {framework.slug!r} has no competence {competence!r}")
    return competence


def _self_rating(table: TomlTable) -> dict[str, Any] | None:
    inside = table.table("self_rating")
    if inside is None:
        return None
    inside.only("statement", "steps")
    statement, steps = inside.texts("statement", longest=500), inside.text_lists("steps")
    if not steps:
        inside.fault("steps", "is missing; write steps.de = [five sentences]")
    for language, sentences in steps.items():
        if len(sentences) != SELF_RATING_STEPS:
            inside.fault(f"steps.{language}", f"must be {SELF_RATING_STEPS} sentences")
    if set(statement) != set(steps):
        inside.fault("steps", "must be given in the same languages as the statement")
    return {"statement": statement, "steps": steps}


def load(files: list[CheckFile]) -> Changes:
    """Bring the items into the database: a changed one gets the next version, a missing one is retired."""
    ledger = Ledger()
    query = select(Framework.slug, Competence).join(Framework, Framework.id == Competence.framework_id)
    competences = {(slug, competence.code): competence.id for slug, competence in db.session.execute(query)}
    # What organisations wrote themselves is in no file and none of our business here.
    platforms = select(Item).where(Item.organisation_id.is_(None))
    rows = {(row.competence_id, row.kind, row.key): row for row in db.session.scalars(platforms)}
    names = {number: f"{slug}/{code}" for (slug, code), number in competences.items()}
    for file in files:
        competence = competences[file.framework, file.competence]
        wanted = [(ItemKind.TASK, key, task) for key, task in file.tasks.items()]
        if file.self_rating is not None:
            wanted.append((ItemKind.SELF_RATING, "", {"key": "", "body": file.self_rating}))
        for kind, key, values in wanted:
            row = rows.pop((competence, kind.value, key), None)
            kept = keep(row or Item(competence_id=competence, kind=kind.value), values)
            ledger.note(f"{names[competence]}/{key or 'self-rating'}", kept)
    for row in rows.values():
        if not row.retired:
            row.retired = True
            ledger.removed.append(f"{names[row.competence_id]}/{row.key or 'self-rating'}")
    return ledger.changes()


checks = ContentKind("checks", read, load, order=20)
