"""Asking for work, and looking how far it is."""

from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale
from sqlalchemy import select, update

from lms.jobs.models import OPEN, Job, JobState
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.plugin import platform


def enqueue(
    kind: str, arguments: Mapping[str, Any], *, organisation_id: int, person_id: int | None = None, key: str = ""
) -> Job:
    """Ask for the work called `kind`; a worker does it soon, after this transaction.

    arguments: JSON values. key: an open job of the same kind and key is replaced by this one.
    Raises LookupError where no plugin knows the kind.
    """
    if kind not in {each.name for plugin in platform().plugins for each in plugin.jobs}:
        raise LookupError(f"no plugin knows jobs of the kind {kind!r}")
    if key:
        _replace(kind, key)
    locale = get_locale()
    job = Job(
        kind=kind,
        arguments=dict(arguments),
        organisation_id=organisation_id,
        person_id=person_id,
        key=key,
        language=locale.language if locale else "de",
    )
    db.session.add(job)
    db.session.flush()
    return job


def newest(kind: str, key: str) -> Job | None:
    """The last job of that kind and key, whatever became of it."""
    return db.session.scalar(select(Job).where(Job.kind == kind, Job.key == key).order_by(Job.id.desc()).limit(1))


def _replace(kind: str, key: str) -> None:
    db.session.execute(
        update(Job)
        .where(Job.kind == kind, Job.key == key, Job.state.in_(OPEN))
        .values(state=JobState.REPLACED, finished_at=clock.now())
    )
