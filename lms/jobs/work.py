"""Doing the work: one job at a time, claimed for a while, so that what a killed worker left is taken up by another.

A handler is called as `handler(task)` and returns the result (JSON values). It uses transactions of its own and
reports often; between two reports it must not take longer than LEASE.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pkgutil import resolve_name
from typing import Any
from uuid import uuid4

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select, update

from lms.jobs.models import Job, JobState
from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.errors import PlatformError
from lms.kernel.logs import logger
from lms.kernel.plugin import platform

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3


class NotWanted(Exception):
    """The job was replaced, or another worker has it: the handler ends."""


class Interrupted(Exception):
    """The worker is asked to end; the job goes on from its checkpoint later."""


@dataclass(frozen=True)
class Task:
    """A job in the hands of a worker."""

    id: int
    kind: str
    token: str
    organisation_id: int
    person_id: int | None
    language: str
    arguments: Mapping[str, Any]
    checkpoint: Mapping[str, Any] | None
    is_over: Callable[[], bool]

    def report(self, progress: float, told: str = "", checkpoint: Mapping[str, Any] | None = None) -> None:
        """Say how far it is (0 to 1), in a sentence for the person who waits, and what to go on from.

        Raises NotWanted where nobody needs the result any more, Interrupted where the worker should end.
        """
        values: dict[str, Any] = {"progress": progress, "claimed_until": clock.now() + LEASE}
        if told:
            values["told"] = told
        if checkpoint is not None:
            values["checkpoint"] = dict(checkpoint)
        with transaction():
            if not _settle(self, **values):
                raise NotWanted
        if self.is_over():
            raise Interrupted


NEVER: Callable[[], bool] = bool


def work_once(is_over: Callable[[], bool] = NEVER) -> bool:
    """Do the next job; False where there is none. is_over: asked at every report, True interrupts the work."""
    with transaction():
        task = _claim(is_over)
    if task is None:
        return False
    try:
        with force_locale(task.language):
            result = _handler(task.kind)(task)
    except NotWanted:
        return True
    except Interrupted:
        _end(task, state=JobState.WAITING, attempts=0, claimed_until=None)
    except PlatformError as error:
        _end(task, state=JobState.FAILED, told=error.message, finished_at=clock.now())
    except Exception:  # noqa: BLE001  # one broken job must not stop the others
        logger.exception("job failed", extra={"facts": {"job": task.id, "kind": task.kind}})
        _end(task, state=JobState.FAILED, told=_sorry(task.language), finished_at=clock.now())
    else:
        _end(task, state=JobState.DONE, progress=1.0, result=dict(result or {}), finished_at=clock.now())
    return True


def _sorry(language: str) -> str:
    with force_locale(language):
        return str(_("Das hat nicht geklappt. Versuchen Sie es noch einmal; wir haben den Fehler notiert."))


def _end(task: Task, **values: Any) -> None:
    with transaction():
        _settle(task, **values)


def _settle(task: Task, **values: Any) -> bool:
    mine = (Job.id == task.id, Job.claimed_by == task.token, Job.state == JobState.RUNNING)
    return bool(getattr(db.session.execute(update(Job).where(*mine).values(**values)), "rowcount", 0))


def _claim(is_over: Callable[[], bool]) -> Task | None:
    _give_up_the_hopeless()
    while (job := _next()) is not None:
        token = str(uuid4())
        taken = db.session.execute(
            update(Job)
            .where(Job.id == job.id, _free())
            .values(
                state=JobState.RUNNING,
                claimed_by=token,
                claimed_until=clock.now() + LEASE,
                attempts=Job.attempts + 1,
            )
        )
        if getattr(taken, "rowcount", 0):
            known = (job.organisation_id, job.person_id, job.language, job.arguments, job.checkpoint)
            return Task(job.id, job.kind, token, *known, is_over)
    return None


def _next() -> Job | None:
    query = select(Job).where(_free()).order_by(Job.id).limit(1).execution_options(populate_existing=True)
    return db.session.scalar(query)


def _free() -> ColumnElement[bool]:
    abandoned = (Job.state == JobState.RUNNING) & (Job.claimed_until < clock.now())
    return or_(Job.state == JobState.WAITING, abandoned & (Job.attempts < MOST_ATTEMPTS))


def _give_up_the_hopeless() -> None:
    """A job whose worker died again and again would kill the next one, too."""
    hopeless = (Job.state == JobState.RUNNING, Job.claimed_until < clock.now(), Job.attempts >= MOST_ATTEMPTS)
    told = _sorry("de")
    db.session.execute(update(Job).where(*hopeless).values(state=JobState.FAILED, told=told, finished_at=clock.now()))


def _handler(kind: str) -> Callable[[Task], Mapping[str, Any] | None]:
    named = {each.name: each.handler for plugin in platform().plugins for each in plugin.jobs}
    found: Callable[[Task], Mapping[str, Any] | None] = resolve_name(named[kind])
    return found
