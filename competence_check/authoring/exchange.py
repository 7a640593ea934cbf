"""Tasks in from QTI 3, and out as QTI 3 or as files that belong into the content folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask_babel import gettext as _
from sqlalchemy import select

from competence_check.authoring import pictures, queries
from competence_check.authoring.fields import clean, fields_of
from competence_check.authoring.models import TaskDraft, TaskImport
from competence_check.authoring.sayings.left import LEFT
from competence_check.authoring.sayings.saying import in_words
from competence_check.content.task_pictures import FOLDER
from competence_check.content.task_writing import as_table, file_text
from competence_check.exchange.qti import reading, task_file, writing
from competence_check.exchange.tree import Unreadable
from competence_check.models import Framework, Item
from lms.kernel.db import db
from lms.kernel.errors import Invalid

# The name of the file in a folder of a framework; with a hyphen, so that it is not the file of a competence.
FILE = "eigene-aufgaben.toml"


def take_in(*, organisation_id: int, framework: Framework, competence: str, band: str, language: str,
            name: str, content: bytes) -> TaskImport:  # fmt: skip
    """A draft for every item that can be one, and a report about what could not be taken over.

    competence, band, language: of items that do not say theirs. Raises Invalid where the file cannot be read.
    """
    try:
        read = reading.read(content, language)
    except Unreadable as error:
        raise Invalid(fields={"file": in_words(error.message, LEFT)}) from error
    known = queries.framework_ids()
    taken = task_file.merged(read.tasks, competence)
    row = TaskImport(organisation_id=organisation_id, name=name, taken=len(taken), left=list(read.left))
    db.session.add(row)
    db.session.flush()
    for task in taken:
        table = task_file.as_table(task, competence, band)
        home = known.get((task.data.get("framework", framework.slug), table["competence"]))
        if home is None:
            home, table["competence"] = framework.id, competence
        draft = TaskDraft(organisation_id=organisation_id, framework_id=home, import_id=row.id)
        draft.format, draft.fields = task.format, clean(fields_of(table))
        db.session.add(draft)
    db.session.flush()
    return row


def report_lines(row: TaskImport) -> list[tuple[str, str]]:
    """What could not be taken over: which item, and why, in the words of the interface."""
    parts = (line.partition(": ") for line in row.left)
    return [(name, in_words(reason, LEFT)) for name, _colon, reason in parts]


@dataclass(frozen=True)
class Chosen:
    """Tasks to give out. slugs: of their frameworks, by id."""

    items: Sequence[Item]
    slugs: dict[int, str]

    def fitting(self) -> list[Item]:
        """Those that a QTI item can hold."""
        return [item for item in self.items if self._asked(item).goes_out]

    def others(self) -> list[Item]:
        """Those that none can hold: because of their format, or because of a picture."""
        return [item for item in self.items if not self._asked(item).goes_out]

    def as_qti(self) -> bytes:
        """A QTI 3 package."""
        made, _left = writing.package(self._asked(item) for item in self.fitting())
        return made

    def _asked(self, item: Item) -> writing.Asked:
        return writing.Asked(self._slug(item), item.competence.code, queries.task_of(item))

    def as_files(self) -> bytes:
        """A ZIP to unpack in the content folder: a file of tasks for each framework."""
        target = BytesIO()
        with ZipFile(target, "w", ZIP_DEFLATED) as packed:
            for slug in sorted(set(self.slugs.values())):
                own = [item for item in self.items if self._slug(item) == slug]
                tables = [as_table(queries.task_of(item), item.competence.code) for item in own]
                packed.writestr(f"checks/{slug}/{FILE}", file_text(tables))
                for name, content in self._pictures(own).items():
                    packed.writestr(f"checks/{slug}/{FOLDER}/{name}", content)
        return target.getvalue()

    def _pictures(self, items: Sequence[Item]) -> dict[str, bytes]:
        """Those that the organisation put in; the others are files already."""
        own = [item for item in items if item.organisation_id is not None and "image" in item.body]
        if not own:
            return {}
        return pictures.contents(own[0].organisation_id or 0, {item.body["image"]["de"] for item in own})

    def _slug(self, item: Item) -> str:
        return self.slugs[item.competence.framework_id]


def chosen(items: Sequence[Item]) -> Chosen:
    """The tasks with the names of their frameworks. Raises Invalid without any."""
    if not items:
        raise Invalid(_("Wählen Sie mindestens eine Aufgabe aus."))
    frames = {item.competence.framework_id for item in items}
    rows = db.session.execute(select(Framework.id, Framework.slug).where(Framework.id.in_(frames)))
    return Chosen(items, {row.id: row.slug for row in rows})
