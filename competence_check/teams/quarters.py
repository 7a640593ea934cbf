"""Freezing team figures at the end of a quarter: once a day by a worker, which does nothing where that is done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from competence_check import queries
from competence_check.teams.participation import count_running
from competence_check.teams.snapshots import quarter_of, take
from lms.jobs.work import Task
from lms.kernel import clock
from lms.kernel.db import transaction
from lms.kernel.errors import Refused


@dataclass(frozen=True)
class Tried:
    """What came of freezing the last finished quarter. refused: why nothing was frozen; empty if it was."""

    framework: str
    quarter: str
    refused: str = ""


def freeze(organisation_id: int) -> Iterator[Tried]:
    """Count who took part in the campaigns that run, and freeze the last finished quarter, by framework."""
    with transaction():
        count_running(organisation_id)
        frameworks = [each.slug for each in queries.frameworks_to_choose()]
    until = end_of_last_quarter(clock.now())
    for framework in frameworks:
        try:
            with transaction():
                take(organisation_id, quarter_of(until), framework=framework, until=until)
        except Refused as refused:
            yield Tried(framework, quarter_of(until), refused.message)
        else:
            yield Tried(framework, quarter_of(until))


def freeze_in_the_background(task: Task) -> Mapping[str, Any]:
    """Job: once a day, for each organisation."""
    done = [each for each in freeze(task.organisation_id) if not each.refused]
    task.report(1.0, ", ".join(f"{each.framework} {each.quarter}" for each in done))
    return {"frozen": len(done)}


def end_of_last_quarter(moment: datetime) -> datetime:
    """The last second of the quarter before that of `moment`, in the city's time zone."""
    local = moment.astimezone(clock.LOCAL)
    first = local.date().replace(month=(local.month - 1) // 3 * 3 + 1, day=1)
    return datetime.combine(first, time(), clock.LOCAL) - timedelta(seconds=1)
