"""From facts to statements: every event that has a recipe becomes a statement, in the transaction of the
action.

A recipe that fails, or words a statement that breaks a rule, refuses the action: a silent gap in a learning
record is worse than an error.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from lms.kernel.db import at_the_end
from lms.kernel.events import Event
from lms.kernel.plugin import platform
from lms.xapi.addresses import absolute
from lms.xapi.agents import own_account, platform_agent, public_url
from lms.xapi.batches import StatementsRefused, check_batch
from lms.xapi.completing import complete
from lms.xapi.describing import DescribedRecipe
from lms.xapi.profile import in_profile
from lms.xapi.rules.timestamps import written
from lms.xapi.rules.versions import Version
from lms.xapi.storing import Source, append, insert_statements

AT_ONCE = 1000


class RecordingFailed(RuntimeError):
    """A recipe words a statement that breaks a rule of xAPI. Nobody but its author can mend that."""


def record(event: Event) -> None:
    """Record `event` if its feature has a recipe for it, with one delivery per active target, at the end of the
    transaction.

    Raises RecordingFailed where the recipe's statement breaks a rule.
    """
    statement = _worded(event)
    if statement is not None:
        source = Source(event.organisation_id, platform_agent())
        at_the_end(lambda: append([statement], source))


def record_many(events: Iterable[Event]) -> int:
    """Record events of the past in bulk, as if each had been recorded when it happened; how many became
    statements.

    For the demo city and for imports; inside the caller's transaction. Pass them in the order of time.
    Nobody else hears of them: listeners are not called. Raises RecordingFailed as `record` does.
    """
    count = 0
    for some in _chunks(events):
        # Sorting keeps the order of time within each organisation.
        tenant = attrgetter("organisation_id")
        for organisation_id, group in groupby(sorted(some, key=tenant), tenant):
            source = Source(organisation_id, platform_agent())
            completed = [
                complete(statement, stored=event.at, authority=source.authority, version=Version.ONE)
                for event in group
                if (statement := _worded(event)) is not None
            ]
            insert_statements(completed, source)
            count += len(completed)
    return count


def _worded(event: Event) -> dict[str, Any] | None:
    """The statement about `event`; None where no feature has a recipe for it."""
    recipe = platform().recipes.get(type(event))
    if recipe is None:
        return None
    said = absolute(recipe(event), public_url())
    if isinstance(recipe, DescribedRecipe):
        said = in_profile(said, public_url())
    statement = {
        "actor": own_account(event.actor),
        "timestamp": written(event.at),
        **said,
    }
    try:
        check_batch([statement], Version.ONE)
    except StatementsRefused as error:
        what = "; ".join(f"{fault.path} {fault.message}" for fault in error.faults)
        raise RecordingFailed(f"the recipe for {type(event).__name__} words no valid statement: {what}") from error
    return statement


def _chunks(events: Iterable[Event]) -> Iterator[list[Event]]:
    source = iter(events)
    while some := list(islice(source, AT_ONCE)):
        yield some
