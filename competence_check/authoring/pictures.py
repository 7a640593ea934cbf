"""Pictures that authors put in: kept with their organisation, never changed, gone when nothing shows them.

The name holds a print of the content. So a picture that was changed has another name even if its file was called the
same, and a task that shows it is another version; former versions keep theirs.
"""

import re
from collections.abc import Collection, Iterable
from datetime import timedelta
from hashlib import sha256
from unicodedata import normalize

from flask_babel import gettext as _
from sqlalchemy import select, union_all

from competence_check.authoring.models import TaskDraft, TaskPicture
from competence_check.models import FormerItem, Item
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Invalid
from lms.kernel.pictures.picture import DAMAGED, MOVING, OTHER_KIND, TOO_LARGE, TOO_MANY_POINTS, NoPicture
from lms.kernel.pictures.reading import LARGEST, MOST_POINTS, read_picture

MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
LONGEST_STEM, PRINT = 40, 16
# A picture is kept first and its draft saved then; somebody else may be between the two.
AT_WORK = timedelta(hours=1)
_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


def keep(organisation_id: int, file_name: str, content: bytes) -> str:
    """Keep the picture; the name by which a task shows it. Raises Invalid, with the reason, for the field "picture"."""
    try:
        found = read_picture(content)
    except NoPicture as error:
        raise Invalid(fields={"picture": _reason(error.reason)}) from error
    name = f"{_stem(file_name)}-{sha256(found.content).hexdigest()[:PRINT]}.{found.ending}"
    if name not in known(organisation_id, [name]):
        db.session.add(TaskPicture(organisation_id=organisation_id, name=name, content=found.content))
        db.session.flush()
    return name


def _reason(reason: str) -> str:
    million = 1_000_000
    sentences: dict[str, str] = {
        TOO_LARGE: _("Das Bild ist größer als %(most)s MB. Verkleinern Sie es: 1600 Pixel Breite genügen.",
                     most=LARGEST // million),
        TOO_MANY_POINTS: _("Das Bild hat mehr als %(most)s Millionen Pixel. Verkleinern Sie es: 1600 Pixel Breite "
                           "genügen.", most=MOST_POINTS // million),
        OTHER_KIND: _("Das ist kein Bild in PNG, JPEG oder WebP. Speichern Sie es in einem dieser Formate."),
        DAMAGED: _("Die Bilddatei ist beschädigt. Öffnen Sie das Bild und speichern Sie es neu."),
        MOVING: _("Das Bild bewegt sich. Nehmen Sie eines, das stillsteht."),
    }  # fmt: skip
    return sentences[reason]


def _stem(file_name: str) -> str:
    """The name of the file as it may stand in an address."""
    plain = file_name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0].lower()
    plain = normalize("NFKD", "".join(_LETTERS.get(letter, letter) for letter in plain))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    return "-".join(words)[:LONGEST_STEM].strip("-") or "bild"


def known(organisation_id: int, names: Iterable[str]) -> set[str]:
    """Those of the names that the organisation has a picture for."""
    query = select(TaskPicture.name).where(
        TaskPicture.organisation_id == organisation_id, TaskPicture.name.in_([name[:200] for name in names])
    )
    return set(db.session.scalars(query))


def contents(organisation_id: int, names: Collection[str]) -> dict[str, bytes]:
    """What the organisation's pictures of these names hold."""
    query = select(TaskPicture.name, TaskPicture.content).where(
        TaskPicture.organisation_id == organisation_id, TaskPicture.name.in_(names)
    )
    return {row.name: row.content for row in db.session.execute(query)}


def content_of(organisations: Collection[int], name: str) -> bytes | None:
    """What the picture of one of the organisations holds; None where there is none of that name."""
    query = select(TaskPicture.content).where(
        TaskPicture.organisation_id.in_(organisations), TaskPicture.name == name[:200]
    )
    return db.session.scalars(query.limit(1)).first()


def forget_unused(organisation_id: int) -> None:
    """Delete the organisation's pictures that no draft and no version of a task shows, and nobody is at work on."""
    shown = union_all(
        select(TaskDraft.fields["image"].as_string()).where(TaskDraft.organisation_id == organisation_id),
        select(Item.body["image"]["de"].as_string()).where(Item.organisation_id == organisation_id),
        select(FormerItem.body["image"]["de"].as_string())
        .join(Item, Item.id == FormerItem.item_id)
        .where(Item.organisation_id == organisation_id),
    )
    names = {name for name in db.session.scalars(shown) if name}
    old = select(TaskPicture).where(
        TaskPicture.organisation_id == organisation_id, TaskPicture.made_at < clock.now() - AT_WORK
    )
    for row in db.session.scalars(old):
        if row.name not in names:
            db.session.delete(row)
