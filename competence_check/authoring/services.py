"""What authors do: begin, save, publish, retire. Services neither commit nor know the request."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from competence_check.authoring import pictures, queries
from competence_check.authoring.checking import Checked, Finding, Surroundings, check
from competence_check.authoring.fields import SCENE, Fields, clean, fields_of, scene_text, with_more_options
from competence_check.authoring.models import TaskDraft, TaskEvent, What
from competence_check.content.task_writing import as_table
from competence_check.content.versions import Kept, keep
from competence_check.models import Competence, Framework, Item, ItemKind
from competence_check.tasks.surfaces import SURFACES
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound, Refused
from lms.kernel.tenancy import Organisation

# So many empty options a new task begins with.
OPTIONS_TO_BEGIN_WITH = 4
WITH_OPTIONS = ("single", "multiple", "order", "match")
LONGEST_KEY = 80


class Stale(Refused):
    """Somebody else saved the draft since the form was opened."""


class Closed(Refused):
    """The draft was published or given up since the form was opened."""


def begin(*, organisation_id: int, framework: Framework, competence: str, format_name: str, surface: str) -> TaskDraft:
    """A new draft. surface: of a simulated task, which begins as an example from the bank."""
    fields: Fields = {"competence": competence, "checked_on": clock.today().isoformat()}
    if format_name in WITH_OPTIONS:
        fields = with_more_options(fields, OPTIONS_TO_BEGIN_WITH)
    if format_name == "simulated":
        fields = {**fields, SCENE: example_of(surface)}
    return _add(organisation_id, framework.id, format_name, fields)


def example_of(surface: str) -> str:
    """The text of a task on that surface: of one in the bank, else its bare frame."""
    if surface not in SURFACES:
        raise Invalid(fields={"surface": _("Wählen Sie eine Oberfläche.")})
    found = queries.example(surface)
    if found is None:
        return f'surface = "{surface}"\n\n[scene]\n'
    return scene_text(as_table(queries.task_of(found), ""))


def copy(*, organisation_id: int, item: Item, body: queries.Version) -> TaskDraft:
    """A new draft that begins as the task, everybody's or one's own, in one of its versions."""
    fields = fields_of(as_table(body.task, item.competence.code))
    fields["key"] = f"{fields['key'][: LONGEST_KEY - 2]}-2"
    return _add(organisation_id, item.competence.framework_id, item.format, fields)


def edit(*, item: Item) -> TaskDraft:
    """The draft of the task's next version, begun if there is none. The item is one's own."""
    found = queries.draft_of_item(item.id)
    if found is not None:
        return found
    assert item.organisation_id is not None
    fields = fields_of(as_table(queries.task_of(item), item.competence.code))
    return _add(item.organisation_id, item.competence.framework_id, item.format, fields, item.id)


def _add(
    organisation_id: int, framework_id: int, format_name: str, fields: Fields, item_id: int | None = None
) -> TaskDraft:
    draft = TaskDraft(
        organisation_id=organisation_id,
        framework_id=framework_id,
        item_id=item_id,
        format=format_name,
        fields=clean(fields),
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def save(draft: TaskDraft, revision: int, typed: Mapping[str, Any]) -> None:
    """Keep what was typed, whatever it is. `draft` is locked.

    Raises Stale where `revision` is not the present one, Closed where the draft is no more.
    """
    fields = _identified(draft, clean(typed))
    if draft.closed:
        raise Closed
    if revision != draft.revision:
        raise Stale
    is_other_picture = draft.fields.get("image") != fields.get("image")
    draft.fields = fields
    draft.revision += 1
    draft.changed_at = clock.now()
    if is_other_picture:
        db.session.flush()
        pictures.forget_unused(draft.organisation_id)


def _identified(draft: TaskDraft, fields: dict[str, str]) -> dict[str, str]:
    """What a task keeps for ever, whatever was typed: its key and its competence."""
    if draft.item_id is None:
        return fields
    item = queries.item_with_competence(draft.item_id)
    return {**fields, "key": item.key, "competence": item.competence.code}


def keep_elsewhere(draft: TaskDraft, typed: Mapping[str, Any]) -> TaskDraft:
    """A draft with what was typed into one that is closed: of the task's next version, or a new task.

    `draft` is locked.
    """
    fields = _identified(draft, clean(typed))
    item = draft.item_id if draft.item_id and queries.draft_of_item(draft.item_id) is None else None
    return _add(draft.organisation_id, draft.framework_id, draft.format, fields, item)


def framework_of(draft: TaskDraft) -> Framework:
    """The framework that the task belongs to."""
    return db.session.get_one(Framework, draft.framework_id)


def surroundings(draft: TaskDraft, content: Path, image: str) -> Surroundings:
    """What the draft is checked against. image: the picture that it names, if it does."""
    framework = framework_of(draft)
    own = pictures.known(draft.organisation_id, [image] if image else [])
    return Surroundings(framework.slug, queries.codes_of(framework.id), content / "checks" / framework.slug, own)


def checked(draft: TaskDraft, fields: Fields, content: Path) -> Checked:
    """What is wrong with the fields and what could be better, also beside the tasks that there are."""
    found = check(fields, draft.format, surroundings(draft, content, fields.get("image", "")))
    taken = draft.item_id is None and queries.is_taken(
        draft.organisation_id, draft.framework_id, fields.get("competence", ""), fields.get("key", "")
    )
    if not taken:
        return found
    fault = Finding("key", 0, "", f"{fields['key']!r} is used twice")
    return Checked(None, (*found.faults, fault), found.hints)


def publish(draft: TaskDraft, revision: int, *, content: Path, by: str, note: str) -> tuple[Item, Kept]:
    """Ask the task from now on, as its next version. `draft` is locked; its organisation's authors take turns.

    Raises Stale or Refused where the draft changed, Invalid where it has faults.
    """
    if draft.closed:
        raise Refused(_("Dieser Entwurf wurde inzwischen veröffentlicht oder verworfen."))
    if revision != draft.revision:
        raise Stale(_("Inzwischen hat jemand anderes diesen Entwurf gespeichert. Sehen Sie ihn noch einmal durch."))
    # Two drafts with one key become two tasks only if nobody waits here.
    db.session.get_one(Organisation, draft.organisation_id, with_for_update=True)
    task = checked(draft, draft.fields, content).task
    if task is None:
        raise Invalid(_("Der Entwurf hat noch Fehler. Beheben Sie diese zuerst."))
    item = _row_for(draft)
    was_retired = item.id is not None and item.retired
    kept = keep(item, task)
    db.session.flush()
    draft.item_id = item.id
    _close(draft)
    if kept is not Kept.SAME:
        what = What.PUBLISHED if kept in (Kept.ADDED, Kept.NEXT) else What.RETURNED if was_retired else What.AMENDED
        _note(item, what, by, note)
    return item, kept


def _row_for(draft: TaskDraft) -> Item:
    if draft.item_id is not None:
        return db.session.get_one(Item, draft.item_id, with_for_update=True, populate_existing=True)
    query = select(Competence.id).where(
        Competence.framework_id == draft.framework_id, Competence.code == draft.fields["competence"]
    )
    return Item(
        organisation_id=draft.organisation_id,
        competence_id=db.session.scalars(query).one(),
        kind=ItemKind.TASK.value,
    )


def discard(draft: TaskDraft) -> None:
    """Give the draft up; a published version stays as it is. `draft` is locked."""
    _close(draft)
    db.session.flush()
    pictures.forget_unused(draft.organisation_id)


def _close(draft: TaskDraft) -> None:
    draft.closed, draft.fields = True, {}
    draft.revision += 1


def retire(item: Item, *, by: str, note: str) -> None:
    """Ask the task no more; results with it stay. `item` is locked and one's own."""
    if not item.retired:
        item.retired = True
        _note(item, What.RETIRED, by, note)


def bring_back(item: Item, *, by: str, note: str) -> None:
    """Ask the task again, in its present version. `item` is locked and one's own."""
    if item.retired:
        item.retired = False
        _note(item, What.RETURNED, by, note)


def _note(item: Item, what: What, by: str, note: str) -> None:
    db.session.add(TaskEvent(item_id=item.id, version=item.version, what=what.value, by=by, note=note))


def own_draft(organisation_id: int, uid: str, *, for_update: bool = False) -> TaskDraft:
    """The organisation's draft, also a closed one; raises NotFound."""
    query = select(TaskDraft).where(TaskDraft.organisation_id == organisation_id, TaskDraft.uid == uid)
    found = db.session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if found is None:
        raise NotFound
    return found
