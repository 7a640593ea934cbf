"""Retention and erasure from beginning to end, in transactions of bounded size, each noted in the audit."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.jobs.models import Job
from lms.jobs.services import enqueue, newest
from lms.jobs.work import Task
from lms.kernel.db import transaction
from lms.xapi.agents import public_url
from lms.xapi.auditing import add_counts, begin_audit
from lms.xapi.erasing import erase, person
from lms.xapi.pseudonyms import Run
from lms.xapi.retention import apply, due, rules_of
from lms.xapi.retention_models import Removal

KIND = "xapi.retention"


def ask_to_keep_to_rules(organisation_id: int, person_id: int, by: str) -> Job:
    """Have the rules of an organisation applied in the background. by: uid of who asks, for the audit."""
    return enqueue(KIND, {"by": by}, organisation_id=organisation_id, person_id=person_id, key=str(organisation_id))


def job_of(organisation_id: int) -> Job | None:
    """The application of the rules that was asked for last."""
    return newest(KIND, str(organisation_id))


def keep_to_rules_in_the_background(task: Task) -> Mapping[str, Any]:
    """Job: apply all rules. What a stopped worker did is done and noted; the next one finds only the rest."""
    total = sum(each.count for each in due(rules_of(task.organisation_id)))

    def tell(counts: Mapping[str, int]) -> None:
        done = sum(counts.values())
        told = ngettext("%(num)s Eintrag ist erledigt.", "%(num)s Einträge sind erledigt.", done)
        task.report(min(1.0, done / total), told)

    task.report(0.0, _("Die Regeln werden angewendet."))
    return keep_to_rules(task.organisation_id, str(task.arguments["by"]), tell)


def keep_to_rules(
    organisation_id: int, by: str, tell: Callable[[Mapping[str, int]], None] = lambda _counts: None
) -> dict[str, int]:
    """Apply all rules of an organisation; how much was done by kind. Nothing is noted where nothing is due.

    tell: called with how much is done so far, after every transaction.
    """
    rules = rules_of(organisation_id)
    waiting = [each.rule for each in due(rules) if each.count]
    if not waiting:
        return {}
    run, counts = Run(public_url()), dict[str, int]()
    with transaction():
        entry = begin_audit(organisation_id, Removal.RETENTION, by).id
    for rule in waiting:
        is_done = False
        while not is_done:
            with transaction():
                done = apply(rule, rules, run)
                counts = add_counts(entry, done)
            is_done = not done
            tell(counts)
    return counts


def forget(organisation_id: int, identities: Iterable[str], by: str) -> dict[str, int]:
    """Remove a person; how much was done by kind. Raises Refused for the platform itself."""
    whom, run = person(identities), Run(public_url())
    with transaction():
        entry = begin_audit(organisation_id, Removal.ERASURE, by).id
    after, counts = 0, dict[str, int]()
    while True:
        with transaction():
            after, done = erase(organisation_id, whom, run, after)
            counts = add_counts(entry, done)
        if not after:
            return counts
