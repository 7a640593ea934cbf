"""Work that comes again by itself: a worker asks for it when it is due, so that nobody has to set up a timer.

Of each kind and organisation one job is kept, the newest. Two workers that look at the same moment ask twice; the
second job takes the place of the first, and what it finds done is done.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import delete, select

from lms.jobs.models import OPEN, Job
from lms.jobs.services import enqueue
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.plugin import JobKind, platform
from lms.kernel.tenancy import Organisation

KEY = "every"


def ask_for_what_is_due() -> int:
    """Ask for the recurring work that is due; how much that is."""
    kinds = {kind.name: kind for plugin in platform().plugins for kind in plugin.jobs if kind.every is not None}
    query = select(Job.kind, Job.key, Job.created_at).where(Job.kind.in_(kinds), Job.key.like(f"{KEY} %"))
    latest = {(kind, key): at for kind, key, at in db.session.execute(query.order_by(Job.id))}
    number = 0
    for kind, organisation_id, key in _wanted(kinds.values()):
        at = latest.get((kind.name, key))
        if kind.every is not None and (at is None or at + kind.every <= clock.now()):
            past = (Job.kind == kind.name, Job.key == key, Job.state.not_in(OPEN))
            db.session.execute(delete(Job).where(*past))
            enqueue(kind.name, {}, organisation_id=organisation_id, key=key)
            number += 1
    return number


def _wanted(kinds: Iterable[JobKind]) -> Iterator[tuple[JobKind, int, str]]:
    organisations = list(db.session.scalars(select(Organisation.id).order_by(Organisation.id)))
    for kind in kinds:
        for organisation_id in organisations[:1] if kind.shared else organisations:
            yield kind, organisation_id, f"{KEY} all" if kind.shared else f"{KEY} {organisation_id}"
