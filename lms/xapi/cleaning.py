"""Retention and erasure from beginning to end, in transactions of bounded size, each noted in the audit."""

from collections.abc import Iterable

from lms.kernel.db import transaction
from lms.xapi.agents import public_url
from lms.xapi.auditing import add_counts, begin_audit
from lms.xapi.erasing import erase, person
from lms.xapi.pseudonyms import Run
from lms.xapi.retention import apply, due, rules_of
from lms.xapi.retention_models import Removal


def keep_to_rules(organisation_id: int, by: str, most: int | None = None) -> tuple[dict[str, int], bool]:
    """Apply all rules of an organisation; how much was done by kind, and whether nothing is left to do.

    most: stop after so many steps, for who cannot wait. Nothing is noted where nothing is due.
    """
    rules = rules_of(organisation_id)
    waiting = [each.rule for each in due(rules) if each.count]
    if not waiting:
        return {}, True
    run, counts, steps = Run(public_url()), dict[str, int](), 0
    with transaction():
        entry = begin_audit(organisation_id, Removal.RETENTION, by).id
    for rule in waiting:
        while True:
            if most is not None and steps >= most:
                return counts, False
            with transaction():
                done = apply(rule, rules, run)
                counts = add_counts(entry, done)
            steps += 1
            if not done:
                break
    return counts, True


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
