"""What every planner can do."""

from typing import Protocol

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan


class Planner(Protocol):
    """Makes plans. The same instance always gives the same plan."""

    def plan(self, instance: Instance) -> Plan:
        """A plan that keeps every constraint of `instance`; no steps where nothing can or need be learned."""
