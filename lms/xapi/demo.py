"""The demo city's learning records: everything that the other features say has happened, in the order of time."""

from lms.kernel.demo import DemoPlan
from lms.xapi.recording import record_many


def build_records(plan: DemoPlan) -> None:
    """Record all events of the plan."""
    record_many(sorted(plan.events, key=lambda event: event.at))
    plan.events.clear()
